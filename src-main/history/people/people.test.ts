// The pages of people and of items, from a real database.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../src-contract/session.ts';
import type { History } from '../history.ts';
import { minuteMs, toSession, toStream, viewing } from '../testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory, type StillClock } from '../testing/temp-history.ts';

let dir: ReturnType<typeof makeDataDir>;
let clock: StillClock;
let history: History;
const hourMs = 60 * minuteMs;
const ada = { id: '501', name: 'Ada', thumb: '/ada' };
const bob = { id: '502', name: 'Böb', thumb: null };

const episode = (season: number, number: number): Partial<Session['item']> => ({
  guid: `plex://episode/${season}-${number}`,
  ratingKey: `9${season}${number}`,
  parentRatingKey: `9${season}`,
  grandparentRatingKey: '9',
  grandparentGuid: 'plex://show/9',
  type: 'episode',
  title: `Part ${number}`,
  parentTitle: `Season ${season}`,
  grandparentTitle: 'Serial',
  index: number,
  parentIndex: season,
  librarySectionId: '2',
  librarySectionTitle: 'Shows',
});

type Change = Parameters<typeof toSession>[0];
const player = (title: string, publicAddress: string | null): Session['player'] => ({
  ...toSession().player,
  title,
  machineId: `m-${title}`,
  publicAddress,
});
/** So many hours ago, for half an hour. */
const play = (id: string, hoursAgo: number, change: Change) =>
  viewing(toSession({ id, startedAtMs: clock.nowMs() - hoursAgo * hourMs, ...change }), 30 * minuteMs, 0);

const reason: Session['reasons'][number] = {
  code: 'video-codec',
  confidence: 'certain',
  evidence: { source: null, delivered: null },
  text: 'x',
  remedy: null,
};

beforeEach(async () => {
  dir = makeDataDir();
  clock = createStillClock();
  history = await openTestHistory(dir.dataDir, clock);
  history.record([
    ...play('s1', 24 * 40, { user: ada, item: episode(1, 1), player: player('Phone', '198.51.100.7') }),
    ...play('s2', 24 * 3, { user: ada, item: episode(1, 2), player: player('Phone', '198.51.100.7') }),
    ...play('s3', 2, {
      user: ada,
      item: episode(2, 1),
      player: player('TV', null),
      stream: toStream('transcode'),
      reasons: [reason],
    }),
    ...play('s4', 5, { user: bob, item: episode(1, 1), player: player('Web', '203.0.113.9') }),
  ]);
  await history.flush();
});
afterEach(async () => {
  await history.close();
  dir.remove();
});

test('people are found, sorted, called as the owner likes, and every sum is of their own plays', async () => {
  const names = async (question: Parameters<History['people']>[0]) =>
    (await history.people(question)).items.map(({ user }) => user.name);
  expect(await names({})).toEqual(['Ada', 'Böb']);
  expect(await names({ sort: 'plays', order: 'asc' })).toEqual(['Böb', 'Ada']);
  expect(await names({ text: 'bob' })).toEqual(['Böb']);
  expect(await names({ server: 'nobody' })).toEqual([]);
  expect(await history.people({ length: 1 })).toMatchObject({ total: 2, next: 1 });

  const renamed = await history.rename('501', 'Aunt Ada');
  expect(renamed).toMatchObject({ user: { name: 'Aunt Ada' }, friendlyName: 'Aunt Ada', plexName: 'Ada' });
  expect(await names({ text: 'aunt' })).toEqual(['Aunt Ada']);
  expect(await history.rename('777', 'Nobody')).toBeNull();

  const person = await history.person('501');
  expect(person).toMatchObject({
    user: { id: '501', name: 'Aunt Ada', thumb: '/ada' },
    firstAtMs: clock.nowMs() - 24 * 40 * hourMs,
    lastAtMs: clock.nowMs() - 2 * hourMs,
    last: { playId: 's3', title: 'Serial · Part 1', playerTitle: 'TV', address: '192.168.1.20' },
    totals: {
      day: { plays: 1, watchedMs: 30 * minuteMs },
      week: { plays: 2 },
      month: { plays: 2 },
      all: { plays: 3, watchedMs: 90 * minuteMs },
    },
  });
  expect(person?.players.map(({ title, plays }) => [title, plays])).toEqual([
    ['TV', 1],
    ['Phone', 2],
  ]);
  expect(person?.addresses.map(({ address, plays, players }) => [address, plays, players])).toEqual([
    ['192.168.1.20', 1, ['TV']],
    ['198.51.100.7', 2, ['Phone']],
  ]);
  expect(await history.person('777')).toBeNull();

  // The name lasts over a restart and over plays that come later, and goes when it is taken back.
  await history.close();
  history = await openTestHistory(dir.dataDir, clock);
  history.record(play('s5', 1, { user: ada, item: episode(2, 2) }));
  await history.flush();
  expect((await history.person('501'))?.user.name).toBe('Aunt Ada');
  expect((await history.rename('501', null))?.user.name).toBe('Ada');
});

test('a series tells who watched what of it, also of the episodes that only lie there', async () => {
  const { libraries } = history;
  const place = { server: 'server-1', section: '2' };
  await libraries.seeSections('server-1', [{ id: '2', title: 'Shows', type: 'show' }]);
  await libraries.begin(place, 'one');
  const stored = [episode(1, 1), episode(2, 2)].map((item) => ({ ...toSession({ item }).item, ratingKey: '5' }));
  await libraries.take(
    place,
    stored.map((item, index) => ({ ...item, ratingKey: String(index), bytes: 5, addedAtMs: 1_600_000_000_000 })),
  );
  await libraries.finish(place, { counts: { episode: 2 }, stamp: 'one', atMs: clock.nowMs() });

  const series = await history.item({ key: 'plex://show/9', kind: 'series' });
  expect(series).toMatchObject({ title: 'Serial', type: 'episode', totals: { all: { plays: 4 } }, copies: [] });
  expect(series?.watchers.map(({ user, plays }) => [user.name, plays])).toEqual([
    ['Ada', 3],
    ['Böb', 1],
  ]);
  const parts = series?.seasons.map(({ title, plays, users, episodes }) => [
    title,
    plays,
    users,
    episodes.map((one) => `${one.index}: ${one.plays}`),
  ]);
  expect(parts).toEqual([
    ['Season 1', 3, 2, ['1: 2', '2: 1']],
    ['Season 2', 1, 1, ['1: 1', '2: 0']],
  ]);
  expect(series?.decisions.map(({ decision, plays }) => [decision, plays])).toEqual([
    ['direct-play', 3],
    ['transcode', 1],
  ]);
  const filter = { series: 'plex://show/9', reason: 'video-codec' };
  expect(series?.reasons).toEqual([{ code: 'video-codec', plays: 1, filter }]);
  expect(series?.versions).toMatchObject([{ resolution: '4k', videoCodec: 'hevc', container: 'mkv', plays: 4 }]);
  expect(series?.libraries).toMatchObject([{ key: 'server-1:2', title: 'Shows', plays: 4 }]);

  const one = await history.item({ key: 'plex://episode/1-1' });
  expect(one).toMatchObject({ title: 'Part 1', grandparentTitle: 'Serial', seriesKey: 'plex://show/9', seasons: [] });
  expect(one?.copies).toMatchObject([{ bytes: 5, serverId: 'server-1' }]);
  const season = await history.item({ key: 'plex://show/9/1', kind: 'season' });
  expect(season).toMatchObject({ title: 'Season 1', grandparentTitle: 'Serial', totals: { all: { plays: 3 } } });
  // Never played, and still it has a page.
  expect(await history.item({ key: 'plex://episode/2-2' })).toMatchObject({
    title: 'Part 2',
    totals: { all: { plays: 0 } },
  });
  expect(await history.item({ key: 'plex://episode/none' })).toBeNull();
});
