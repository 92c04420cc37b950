// The live picture: once, or as a feed that begins with a snapshot and goes on with patches.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { LiveFeed } from './live-feed.ts';

const os = implement(contract.live);

export const liveBranch = (feed: Pick<LiveFeed, 'snapshot' | 'watch'>) => ({
  watch: os.watch.handler(({ signal }) => feed.watch(signal)),
  snapshot: os.snapshot.handler(() => feed.snapshot()),
});
