// The live picture: once, or as a feed that begins with a snapshot and goes on with patches; and the facts behind it.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { LiveFeed } from './live-feed.ts';
import type { NewsFeed } from './news-feed.ts';

const os = implement(contract.live);

export const liveBranch = (feed: Pick<LiveFeed, 'snapshot' | 'watch'>, news: NewsFeed) => ({
  watch: os.watch.handler(({ signal }) => feed.watch(signal)),
  news: os.news.handler(({ signal }) => news.watch(signal)),
  snapshot: os.snapshot.handler(() => feed.snapshot()),
});
