// What the history says of libraries, in a real database: readings that stand, growth, what was never played.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { History } from '../history.ts';
import { minuteMs, toSession, viewing } from '../testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory, type StillClock } from '../testing/temp-history.ts';
import type { LibraryEntry } from './store-libraries.ts';

let dir: ReturnType<typeof makeDataDir>;
let clock: StillClock;
let history: History;
beforeEach(async () => {
  dir = makeDataDir();
  clock = createStillClock();
  history = await openTestHistory(dir.dataDir, clock);
});
afterEach(async () => {
  await history.close();
  dir.remove();
});

const place = { server: 'server-1', section: '1' };
const dayMs = 24 * 60 * minuteMs;

const film = (number: number, change: Partial<LibraryEntry> = {}): LibraryEntry => ({
  ratingKey: String(number),
  guid: `plex://movie/${number}`,
  type: 'movie',
  title: `Film ${number}`,
  year: 1900,
  parentRatingKey: null,
  grandparentRatingKey: null,
  grandparentGuid: null,
  parentTitle: null,
  grandparentTitle: null,
  index: null,
  parentIndex: null,
  durationMs: 90 * minuteMs,
  thumb: null,
  bytes: 1000 + number,
  addedAtMs: 16e11 + number,
  ...change,
});
const episode = (number: number, addedAtMs: number): LibraryEntry =>
  film(number, {
    type: 'episode',
    title: `Part ${number}`,
    guid: `plex://episode/${number}`,
    index: number,
    parentIndex: 2,
    parentRatingKey: '900',
    parentTitle: 'Season 2',
    grandparentTitle: 'Serial',
    grandparentGuid: 'plex://show/9',
    addedAtMs,
  });
const counts = { movie: 3 };

const readWhole = async (entries: LibraryEntry[], at = place, stamp = 'one') => {
  await history.libraries.begin(at, stamp);
  await history.libraries.take(at, entries);
  await history.libraries.finish(at, { counts, stamp, atMs: clock.nowMs() });
};

test('a reading stands when it is whole, goes on where it broke off, and tells what changed from day to day', async () => {
  const { libraries } = history;
  await libraries.seeSections('server-1', [{ id: '1', title: 'Films', type: 'movie' }]);
  expect(await libraries.list({})).toMatchObject([{ title: 'Films', holding: null, readAtMs: null, gone: false }]);
  await readWhole([film(1), film(2), film(2), film(3)]);
  const [library] = await libraries.list({});
  expect(library?.holding).toEqual({ counts, durationMs: 270 * minuteMs, bytes: 3006 });

  // Another reading has begun, and Marquee ends amid it: what stood before still stands, and the rest is known.
  clock.moveMs(dayMs);
  await libraries.begin(place, 'two');
  expect(await libraries.take(place, [film(1), film(2)])).toBe(2);
  await history.close();
  history = await openTestHistory(dir.dataDir, clock);
  expect((await history.libraries.list({}))[0]?.holding?.bytes).toBe(3006);
  expect(await history.libraries.state(place)).toMatchObject({ stamp: 'one', nextStamp: 'two', nextItems: 2 });
  expect(await history.libraries.take(place, [film(2), film(4)])).toBe(3);
  await history.libraries.finish(place, { counts, stamp: 'two', atMs: clock.nowMs() });
  const read = await history.libraries.get(place);
  expect(read?.growth.map(({ bytes }) => bytes)).toEqual([3006, 3007]);
  expect(await history.libraries.state(place)).toMatchObject({ stamp: 'two', nextStamp: null, nextItems: 0 });

  // A second look on the same day is no second row, and a section that is not named any more is gone.
  await history.libraries.takeNew(place, [film(4), film(5)]);
  await history.libraries.confirm(place, { counts: { movie: 4 }, atMs: clock.nowMs() });
  expect((await history.libraries.get(place))?.growth.map(({ bytes }) => bytes)).toEqual([3006, 4012]);
  await history.libraries.seeSections('server-1', []);
  expect(await history.libraries.list({})).toMatchObject([{ gone: true }]);
  expect(await history.libraries.recentlyAdded({})).toEqual([]);
});

test('never watched is what has no play by guid, nor by server and number', async () => {
  const { libraries } = history;
  await libraries.seeSections('server-1', [{ id: '1', title: 'Films', type: 'movie' }]);
  await readWhole([film(1), film(2), film(3, { guid: 'local://3' }), film(4), film(5)]);
  const play = (id: string, item: object) =>
    viewing(toSession({ id, startedAtMs: clock.nowMs() - 60 * minuteMs, item }), 30 * minuteMs, 0);
  history.record([
    // The same film, seen on another server under another number.
    ...play('s1', { guid: 'plex://movie/1', ratingKey: '77' }),
    ...play('s2', { guid: null, ratingKey: '2' }),
    ...play('s3', { guid: 'local://3', ratingKey: '3' }),
    ...play('s4', { guid: 'plex://movie/4', ratingKey: '4' }),
  ]);
  await history.flush();
  const unseen = async () =>
    (await libraries.neverWatched({ ...place, sort: 'title' }))?.items.map(({ title }) => title);
  expect(await unseen()).toEqual(['Film 5']);
  // A play that is deleted never was.
  await history.remove(['s4']);
  expect(await unseen()).toEqual(['Film 4', 'Film 5']);
  expect(await libraries.get(place)).toMatchObject({
    neverWatched: {
      items: 2,
      durationMs: 180 * minuteMs,
      bytes: 2009,
    },
    totals: {
      day: { plays: 3 },
      all: {
        plays: 3,
        watchedMs: 90 * minuteMs,
      },
    },
    plays: 3,
    users: 1,
  });
  expect(await libraries.neverWatched({ server: 'server-1', section: '8' })).toBeNull();
});

test('episodes that came together are one line among what was added last', async () => {
  const { libraries } = history;
  const shows = { server: 'server-1', section: '2' };
  await libraries.seeSections('server-1', [
    { id: '1', title: 'Films', type: 'movie' },
    { id: '2', title: 'Shows', type: 'show' },
  ]);
  const at = clock.nowMs();
  await readWhole([film(1, { addedAtMs: at - 2 * dayMs }), film(2, { addedAtMs: at - 5 * dayMs })]);
  await readWhole([episode(1, at - 9 * dayMs), episode(2, at - 1000), episode(3, at), episode(4, at - 2000)], shows);
  const lines = await libraries.recentlyAdded({});
  expect(lines.map(({ label, detail, count, libraryTitle }) => [label, detail, count, libraryTitle])).toEqual([
    ['Season 2', 'Serial', 3, 'Shows'],
    ['Film 1', '1900', 1, 'Films'],
    ['Film 2', '1900', 1, 'Films'],
    ['Part 1', 'Serial', 1, 'Shows'],
  ]);
  expect((await libraries.recentlyAdded({ section: '1', length: 1 })).map(({ label }) => label)).toEqual(['Film 1']);
});
