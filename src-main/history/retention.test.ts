// What the owner chose about his history is in force: short plays, watched plays, and what is let go of.
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type HistorySettings } from '../../src-contract/settings.ts';
import { readNumber, readTexts } from './answers.ts';
import { databasePathIn } from './files.ts';
import type { History } from './history.ts';
import { minuteMs, started, toSession, viewing } from './testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory } from './testing/temp-history.ts';

const dayMs = 86_400_000;
const page = { start: 0, length: 50 };

let place: ReturnType<typeof makeDataDir>;
let clock: ReturnType<typeof createStillClock>;
let history: History;
beforeEach(async () => {
  place = makeDataDir();
  clock = createStillClock(400 * dayMs);
  history = await openTestHistory(place.dataDir, clock);
});
afterEach(async () => {
  await history.close();
  place.remove();
});

const choose = (change: Partial<HistorySettings>) => history.follow({ ...defaultSettings.history, ...change });
const listed = async () => (await history.plays(page)).items.map(({ id }) => id).toSorted();
const watch = async (id: string, forMs: number, item = {}) => {
  history.record(viewing(toSession({ id, startedAtMs: 0, item }), forMs, forMs));
  await history.flush();
};

test('plays that the owner finds too short are neither listed nor counted, old ones and new ones', async () => {
  await watch('three minutes', 3 * minuteMs);
  await watch('one minute', minuteMs);
  await watch('track', 20_000, { type: 'track', durationMs: 200_000 });
  expect(await listed()).toEqual(['three minutes', 'track']);
  choose({ shortVideoSeconds: 300, shortTrackSeconds: 30 });
  expect(await listed()).toEqual([]);
  await watch('four minutes', 4 * minuteMs);
  await watch('six minutes', 6 * minuteMs);
  expect(await listed()).toEqual(['six minutes']);
  choose({ shortVideoSeconds: 30, shortTrackSeconds: 0 });
  expect((await history.plays(page)).total).toBe(5);
  // What is summed up for the charts goes along.
  choose({ shortVideoSeconds: 300, shortTrackSeconds: 0 });
  await history.plays(page);
  await history.close();
  const instance = await DuckDBInstance.create(databasePathIn(place.dataDir));
  const connection = await instance.connect();
  expect(await readNumber(connection, 'SELECT sum(plays) FROM play_quarter WHERE NOT short')).toBe(2);
  instance.closeSync();
  history = await openTestHistory(place.dataDir, clock);
});

test('a viewing counts as watched from the share on that the owner chose', async () => {
  const isWatched = async (id: string) => (await history.play(id))?.watched;
  await watch('before', 90 * minuteMs);
  choose({ watchedPercent: 95 });
  await watch('after', 90 * minuteMs);
  expect([await isWatched('before'), await isWatched('after')]).toEqual([true, false]);
});

/** What is in the file, read when nobody has it open. */
const look = async () => {
  await history.close();
  const instance = await DuckDBInstance.create(databasePathIn(place.dataDir));
  const connection = await instance.connect();
  const seqs = await readTexts(connection, 'SELECT seq::VARCHAR FROM event ORDER BY seq');
  const samples = await readNumber(connection, 'SELECT count(*) FROM sample');
  const plays = await readNumber(connection, 'SELECT count(*) FROM play');
  instance.closeSync();
  history = await openTestHistory(place.dataDir, clock);
  return { seqs: seqs.map(Number), samples, plays };
};
const sample = (sessionId: string, atMs: number) =>
  history.sample([
    { sessionId, atMs, positionMs: 1, state: 'playing', bandwidthKbps: null, speed: null, aheadMs: null },
  ]);
/** Some minutes after the start. */
const letGo = async () => {
  clock.moveMs(10 * minuteMs);
  await history.plays(page);
};

test('details that are older than the owner wants are let go of, and plays stay', async () => {
  await watch('old', 100 * minuteMs);
  sample('old', dayMs);
  history.record(viewing(toSession({ id: 'new', startedAtMs: 300 * dayMs }), minuteMs, minuteMs));
  sample('new', 300 * dayMs);
  await history.flush();
  choose({ eventDays: 200, sampleDays: 101 });
  await letGo();
  expect(await look()).toEqual({ seqs: [4, 5, 6], samples: 1, plays: 2 });
  choose({ eventDays: 1, sampleDays: 1 });
  await letGo();
  // The highest stays, so that numbers go on.
  expect(await look()).toEqual({ seqs: [6], samples: 0, plays: 2 });
  await watch('newest', 100 * minuteMs);
  expect((await look()).seqs).toEqual([6, 7, 8, 9]);
});

test('where nothing was ever watched there is one look, and the next one hours later', async () => {
  const delays: number[] = [];
  const { after } = clock;
  clock.after = (delayMs, callback) => {
    delays.push(delayMs);
    return after(delayMs, callback);
  };
  clock.moveMs(10 * minuteMs);
  await expect.poll(() => delays).toContain(dayMs / 4);
});

test('what an old conversion cost stays, in one row instead of one for each minute', async () => {
  await watch('old', 100 * minuteMs);
  const cost = (sessionId: string, atMs: number, processorPercent: number, spanMs = minuteMs) => ({
    sessionId,
    serverId: 'server-1',
    atMs,
    spanMs,
    processorPercent,
  });
  history.record([started(toSession({ id: 'open' }))]);
  await history.flush();
  await history.transcodes.recordCosts([
    cost('old', dayMs, 40),
    cost('old', dayMs + minuteMs, 10, 2 * minuteMs),
    cost('new', 399 * dayMs, 5),
    cost('new', 399 * dayMs + minuteMs, 7),
    cost('open', dayMs, 5),
    cost('open', dayMs + minuteMs, 7),
  ]);
  const rows = async () => {
    await history.close();
    const instance = await DuckDBInstance.create(databasePathIn(place.dataDir));
    const connection = await instance.connect();
    const found = await readTexts(
      connection,
      `SELECT concat_ws(' ', session_id, at_ms, span_ms, processor_percent) FROM transcode_cost ORDER BY session_id, at_ms`,
    );
    instance.closeSync();
    history = await openTestHistory(place.dataDir, clock);
    return found;
  };
  choose({ sampleDays: 90 });
  await letGo();
  expect(await rows()).toEqual([
    `new ${399 * dayMs} ${minuteMs} 5.0`,
    `new ${399 * dayMs + minuteMs} ${minuteMs} 7.0`,
    `old ${dayMs + minuteMs} ${3 * minuteMs} 20.0`,
    `open ${dayMs} ${minuteMs} 5.0`,
    `open ${dayMs + minuteMs} ${minuteMs} 7.0`,
  ]);
});

test('nothing goes that is still to be published, that is part of an open session, or that is wanted for ever', async () => {
  await history.outbox.begin('a broker');
  await watch('one', 100 * minuteMs);
  choose({ eventDays: 1 });
  await letGo();
  expect((await look()).seqs).toEqual([1, 2, 3]);
  await history.outbox.move('a broker', { seq: 2, stream: null, streamSeq: null });
  choose({ eventDays: 1 });
  await letGo();
  expect((await look()).seqs).toEqual([3]);
  await history.outbox.move('a broker', { seq: 100, stream: null, streamSeq: null });
  history.record([started(toSession({ id: 'open' }))]);
  sample('open', 0);
  await history.flush();
  await watch('two', 100 * minuteMs);
  choose({ eventDays: 1, sampleDays: 1 });
  await letGo();
  expect(await look()).toMatchObject({ seqs: [4, 5, 6, 7], samples: 1 });
  choose({ eventDays: null, sampleDays: null });
  await letGo();
  expect((await look()).seqs).toEqual([4, 5, 6, 7]);
});

test('the times in which a server was not watched are told, also one that goes on', async () => {
  const about = { serverId: 'server-1' };
  history.record([
    // Of one that has never been heard, that it is not there is no sign of it.
    { ...about, id: '0', atMs: 5 * minuteMs, kind: 'server-down', why: 'It hangs.' },
    { ...about, id: 'a', atMs: 10 * minuteMs, kind: 'gap-opened', why: 'server-down' },
    { ...about, id: 'b', atMs: 20 * minuteMs, kind: 'gap-closed', fromMs: 10 * minuteMs },
    { ...about, id: 'c', atMs: 50 * minuteMs, kind: 'gap-opened', why: 'unauthorized' },
  ]);
  await history.flush();
  const first = { ...about, fromMs: 10 * minuteMs, toMs: 20 * minuteMs, why: 'server-down' };
  const second = { ...about, fromMs: 50 * minuteMs, toMs: null, why: 'unauthorized' };
  const ask = (fromMin: number, toMin: number, serverId = 'server-1') =>
    history.gaps({ serverId, fromMs: fromMin * minuteMs, toMs: toMin * minuteMs });
  const sinceMs = 10 * minuteMs;
  expect(await ask(0, 60)).toEqual({ sinceMs, gaps: [first, second] });
  expect(await ask(15, 40)).toEqual({ sinceMs, gaps: [first] });
  expect(await ask(30, 40)).toEqual({ sinceMs, gaps: [] });
  expect(await ask(0, 60, 'another')).toEqual({ sinceMs: null, gaps: [] });
});
