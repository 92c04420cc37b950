// What is summed up by itself: bandwidth from samples, streams at once, and the changes of sums.
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databasePathIn } from './files.ts';
import { started, toSession, viewing, minuteMs } from './testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory } from './testing/temp-history.ts';

let place: ReturnType<typeof makeDataDir>;
beforeEach(() => {
  place = makeDataDir();
});
afterEach(() => place.remove());

test('bandwidth is kept by place and time: the mean of a session’s minute, the sum of sessions, the highest minute', async () => {
  const beginMs = 1_700_000_100_000;
  const clock = createStillClock(beginMs);
  const history = await openTestHistory(place.dataDir, clock);
  const base = { state: 'playing' as const, positionMs: 0, speed: null, aheadMs: null };
  const away = toSession({
    id: 'away',
    startedAtMs: beginMs,
    network: { location: 'relay', secure: true, bandwidthKbps: 1 },
  });
  history.record([
    started(toSession({ id: 'one', startedAtMs: beginMs })),
    started(toSession({ id: 'two', startedAtMs: beginMs })),
    started(away),
  ]);
  await history.flush();
  for (let minute = 0; minute < 5; minute += 1) {
    const atMs = beginMs + minute * minuteMs;
    history.sample([
      { ...base, sessionId: 'one', atMs, bandwidthKbps: 1000 },
      { ...base, sessionId: 'one', atMs: atMs + 10_000, bandwidthKbps: 3000 },
      { ...base, sessionId: 'away', atMs, bandwidthKbps: 500 },
    ]);
    if (minute === 2) history.sample([{ ...base, sessionId: 'two', atMs, bandwidthKbps: 4000 }]);
  }
  await history.flush();
  clock.moveMs(20 * minuteMs);
  const chart = await history.chart({ chart: 'bandwidth', from: beginMs, to: beginMs + 5 * minuteMs, step: 'day' });
  expect(chart.series.map(({ key, values }) => [key, values])).toEqual([
    ['lan-peak', [6000]],
    ['lan-p95', [2800]],
    ['wan-peak', [500]],
    ['wan-p95', [500]],
  ]);
  await history.close();
});

test('streams are counted before anybody asks', async () => {
  const clock = createStillClock();
  const history = await openTestHistory(place.dataDir, clock);
  history.record(viewing(toSession({ startedAtMs: clock.nowMs() - 90 * minuteMs }), 60 * minuteMs, minuteMs));
  await history.flush();
  clock.moveMs(2 * minuteMs);
  // They take turns with it.
  for (let turn = 0; turn < 10; turn += 1) await history.plays({});
  await history.close();
  const instance = await DuckDBInstance.create(databasePathIn(place.dataDir));
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(
    'SELECT (SELECT count(*) FROM stream_stale), (SELECT count(*) FROM stream_quarter WHERE server_id IS NULL AND decision IS NULL)',
  );
  expect(read.getRowsJS()).toEqual([[0n, 5n]]);
  connection.closeSync();
  instance.closeSync();
});
