// Plays of other sites in a real history: beside its own, over restarts, and once each.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Play } from '../../../src-contract/play.ts';
import type { History } from '../history.ts';
import { foldPlay } from '../play-fold.ts';
import { minuteMs, stopped, toSession, viewing } from '../testing/facts.ts';
import { makeDataDir, openTestHistory } from '../testing/temp-history.ts';
import type { Received } from './plan-collected.ts';

let place: ReturnType<typeof makeDataDir>;
let history: History;
beforeEach(async () => {
  place = makeDataDir();
  history = await openTestHistory(place.dataDir);
});
afterEach(async () => {
  await history.close();
  place.remove();
});

const toPlay = (id: string, startedAtMs: number, change: Partial<Play> = {}): Play => {
  const session = toSession({ id, startedAtMs });
  const { play } = foldPlay([], stopped(session, startedAtMs + 5 * minuteMs, 5 * minuteMs), null);
  return { ...play, ...change };
};
let seq = 0;
const told = (site: string, play: Play, removed = false): Received => ({
  site,
  play,
  evidence: null,
  removed,
  stream: 'stream',
  streamSeq: (seq += 1),
});
const held = async (): Promise<string[]> => {
  const { items, total } = await history.plays({ start: 0, length: 100, includeShort: true });
  expect(items).toHaveLength(total);
  return items.map(({ id }) => id).toSorted();
};

test('what others told is in the history, over a restart and told again', async () => {
  const words = [
    told('attic', toPlay('a', 0)),
    told('cellar', toPlay('b', minuteMs)),
    told('attic', toPlay('c', 9 * minuteMs)),
  ];
  await history.collect(words);
  expect(await held()).toEqual(['a', 'b', 'c']);
  const { experience: _, ...play } = toPlay('a', 0);
  expect(await history.play('a')).toMatchObject(play);
  await history.close();
  history = await openTestHistory(place.dataDir);
  await history.collect(words);
  await history.collect([told('attic', toPlay('a', 0, { percent: 12 })), told('cellar', toPlay('b', minuteMs), true)]);
  expect(await held()).toEqual(['a', 'c']);
  expect((await history.play('a'))?.percent).toBe(12);
});

test('two sites beside one server, and this one as the third, make one play', async () => {
  await history.collect([told('attic', toPlay('a', 0))]);
  await history.collect([told('cellar', toPlay('b', 4000))]);
  expect(await held()).toEqual(['a']);
  history.record(viewing(toSession({ id: 'own', startedAtMs: 2000 }), 5 * minuteMs, 5 * minuteMs));
  await history.flush();
  const own = await history.play('own');
  if (!own) throw new Error('Not recorded');
  await history.collect([told('test-site', own)]);
  expect(await held()).toEqual(['own']);
  await history.collect([told('test-site', own), told('garage', toPlay('g', 3000))]);
  expect(await held()).toEqual(['own']);
});

test('one site’s withdrawal brings the other’s to light, across batches', async () => {
  await history.collect([told('attic', toPlay('a', 0)), told('cellar', toPlay('b', 4000))]);
  expect(await held()).toEqual(['a']);
  await history.collect([told('attic', toPlay('a', 0), true)]);
  expect(await held()).toEqual(['b']);
});

test('what was deleted here stays deleted when its own Marquee changes it, and can still come back', async () => {
  await history.collect([told('attic', toPlay('a', 0)), told('attic', toPlay('b', 30 * minuteMs))]);
  expect(await history.remove(['a'])).toBe(1);
  await history.collect([told('attic', toPlay('a', 0, { percent: 12 })), told('attic', toPlay('b', 30 * minuteMs))]);
  expect(await held()).toEqual(['b']);
  expect((await history.chart({ chart: 'hours', includeShort: true })).total.plays).toBe(1);
  expect(await history.restore(['a'])).toBe(1);
  expect(await held()).toEqual(['a', 'b']);
  expect((await history.play('a'))?.percent).toBe(12);
});

test('collecting and recording at once disturb each other in nothing', async () => {
  const rounds = 40;
  const collect = async () => {
    for (let round = 0; round < rounds; round += 1) {
      await history.collect([told('attic', toPlay(`a${round}`, round * 10 * minuteMs))]);
    }
  };
  const record = async () => {
    for (let round = 0; round < rounds; round += 1) {
      const session = toSession({ id: `own${round}`, startedAtMs: (round * 10 + 5) * minuteMs });
      history.record(viewing(session, 5 * minuteMs, minuteMs));
      await history.flush();
    }
  };
  await Promise.all([collect(), record()]);
  expect(await held()).toHaveLength(2 * rounds);
  expect(history.health()).toMatchObject({ ok: true });
});

test('a collected viewing is no part of what is watched here', async () => {
  await history.collect([told('attic', toPlay('a', 0, { watched: false, serverId: 'elsewhere' }))]);
  history.record(viewing(toSession({ id: 'own', startedAtMs: 20 * minuteMs }), 5 * minuteMs, 5 * minuteMs));
  await history.flush();
  expect((await history.play('own'))?.groupId).toBe('own');
});
