// The stream of facts: each with its id, so that a reader that comes back can say where it left off.
import { implement, withEventMeta } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Told } from '../../src-contract/event.ts';
import type { ToldFeed } from './told-feed.ts';

const os = implement(contract.events);

const withIds = async function* (told: AsyncGenerator<Told, void>): AsyncGenerator<Told, void> {
  for await (const one of told) yield one.kind === 'events-missed' ? one : withEventMeta(one, { id: one.id });
};

export const eventsBranch = (feed: Pick<ToldFeed, 'watch'>) => ({
  stream: os.stream.handler(({ lastEventId, signal }) => withIds(feed.watch(lastEventId || undefined, signal))),
});
