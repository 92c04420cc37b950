// Stories of the stream of facts: in order, from where a reader left off, and honest where something is missing.
import { expect, test } from 'vitest';
import type { Event, Told } from '../../src-contract/event.ts';
import { silentLog } from '../lib/log.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createToldFeed } from './told-feed.ts';

const fact = (id: string): Event => ({
  id,
  serverId: 'attic',
  atMs: 1,
  kind: 'server-up',
  name: 'Attic',
  version: '1',
});
const facts = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => fact(`e${from + at}`));

const setUp = (stored: Event[] = [], eventsAfter?: (id: string) => Promise<Event[] | null>) => {
  const news = createEmitter<Event[]>();
  const feed = createToldFeed({
    onStored: news.subscribe,
    eventsAfter:
      eventsAfter ??
      (async (id, limit) => {
        const at = stored.findIndex((event) => event.id === id);
        return at < 0 ? null : stored.slice(at + 1, at + 1 + limit);
      }),
    log: silentLog,
  });
  return { feed, tell: news.emit };
};
const take = async (told: AsyncGenerator<Told, void>, count: number): Promise<string[]> => {
  const names: string[] = [];
  while (names.length < count) {
    const { value, done } = await told.next();
    if (done === true || !value) break;
    names.push(value.kind === 'events-missed' ? 'missed' : value.id);
  }
  return names;
};

test('tells what comes, to everybody, in order', async () => {
  const { feed, tell } = setUp();
  const readers = [feed.watch(undefined), feed.watch(undefined)];
  const taken = readers.map((reader) => take(reader, 3));
  tell(facts(1, 2));
  tell(facts(3, 3));
  expect(await Promise.all(taken)).toEqual(Array(2).fill(['e1', 'e2', 'e3']));
});

test('tells first what was missed, page by page, and nothing twice that came meanwhile', async () => {
  const stored = facts(1, 1200);
  const { feed, tell } = setUp(stored);
  const reader = feed.watch('e1');
  expect(await take(reader, 600)).toEqual(stored.slice(1, 601).map(({ id }) => id));
  const more = facts(1201, 1203);
  stored.push(...more.slice(0, 2));
  tell(more);
  expect(await take(reader, 602)).toEqual([...stored.slice(601), fact('e1203')].map(({ id }) => id));
});

test.each([
  ['the history does not know the last one', async () => null],
  ['the history cannot be read', () => Promise.reject(new Error('closed'))],
])('says that something was missed when %s, and goes on', async (_story, eventsAfter) => {
  const { feed, tell } = setUp([], eventsAfter);
  const reader = feed.watch('gone');
  expect(await take(reader, 1)).toEqual(['missed']);
  const next = take(reader, 1);
  tell(facts(5, 5));
  expect(await next).toEqual(['e5']);
});

test('a reader that falls far behind is told that it missed some', async () => {
  const { feed, tell } = setUp();
  const reader = feed.watch(undefined);
  const first = take(reader, 1);
  tell(facts(1, 1));
  await first;
  tell(facts(2, 2500));
  const next = take(reader, 2);
  tell(facts(2501, 2501));
  expect(await next).toEqual(['missed', 'e2501']);
});

test('ends when Marquee closes, and when the reader leaves', async () => {
  const { feed } = setUp();
  const leaving = new AbortController();
  const left = take(feed.watch(undefined, leaving.signal), 1);
  const closed = take(feed.watch(undefined), 1);
  leaving.abort();
  expect(await left).toEqual([]);
  feed.close();
  expect(await closed).toEqual([]);
});
