import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../lib/log.ts';
import { toDrop, type Backup } from './backups.ts';
import { openDatabase } from './database.ts';
import { databasePathIn } from './files.ts';
import { migrate } from './migrations/migrate.ts';
import { minuteMs, toSession, viewing } from './testing/facts.ts';
import { createStillClock, makeDataDir, openTestHistory } from './testing/temp-history.ts';
import { verifyFile } from './verify.ts';

let place: ReturnType<typeof makeDataDir>;
beforeEach(() => (place = makeDataDir()));
afterEach(() => place.remove());

const backups = () => {
  try {
    return readdirSync(join(place.dataDir, 'backups')).toSorted();
  } catch {
    return []; // No backup was ever made.
  }
};

describe('which backups go', () => {
  const backup = (day: number, bytes: number): Backup => ({ path: `day-${day}`, atMs: day, bytes });
  const cases: [string, Backup[], string[]][] = [
    ['none while there are few', [backup(2, 10), backup(1, 10)], []],
    ['the oldest ones', [backup(4, 13), backup(3, 12), backup(2, 11), backup(1, 10)], ['day-2', 'day-1']],
    ['but never the largest', [backup(4, 3), backup(3, 2), backup(2, 1), backup(1, 900)], ['day-2']],
  ];
  test.each(cases)('%s', (_, newestFirst, gone) => {
    expect(toDrop(newestFirst, 2).map((one) => one.path)).toEqual(gone);
  });
});

test('a backup is made a minute after the start, then daily when there is news; an empty history makes none', async () => {
  const clock = createStillClock();
  const history = await openTestHistory(place.dataDir, clock);
  clock.moveMs(61_000);
  await history.close();
  expect(backups()).toEqual([]);

  const again = await openTestHistory(place.dataDir, clock);
  again.record(viewing(toSession({ startedAtMs: clock.nowMs() - 10 * minuteMs }), 5 * minuteMs, minuteMs));
  await again.flush();
  clock.moveMs(61_000);
  await again.close();
  expect(backups()).toHaveLength(1);
  expect(await verifyFile(join(place.dataDir, 'backups', backups()[0] ?? ''))).toEqual({ events: 3, plays: 1 });

  const sameDay = await openTestHistory(place.dataDir, clock);
  clock.moveMs(61_000);
  await sameDay.close();
  expect(backups()).toHaveLength(1);

  clock.moveMs(25 * 3_600_000);
  const nothingNew = await openTestHistory(place.dataDir, clock);
  clock.moveMs(61_000);
  await nothingNew.close();
  expect(backups()).toHaveLength(1);

  const news = await openTestHistory(place.dataDir, clock);
  news.record(viewing(toSession({ id: 'next', startedAtMs: clock.nowMs() - 10 * minuteMs }), 5 * minuteMs, minuteMs));
  await news.flush();
  clock.moveMs(61_000);
  await news.close();
  expect(backups()).toHaveLength(2);
});

describe('migrations', () => {
  const first = { number: 1, name: 'one', sql: 'CREATE TABLE one (a INTEGER); INSERT INTO one VALUES (7)' };
  const second = { number: 2, name: 'two', sql: 'ALTER TABLE one ADD COLUMN b INTEGER' };
  const broken = { number: 3, name: 'three', sql: 'CREATE TABLE half (a INTEGER); SELECT * FROM nowhere' };

  test('run once each, copy the file before the first, and leave no half step', async () => {
    const database = await openDatabase(databasePathIn(place.dataDir));
    const copies: number[] = [];
    const run = (list: (typeof first)[]) =>
      migrate(database.writer, {
        migrations: list,
        nowMs: 0,
        log: silentLog,
        copyFirst: async (from) => void copies.push(from),
      });
    await run([first]);
    expect(copies).toEqual([]);
    await run([first, second]);
    await run([first, second]);
    expect(copies).toEqual([1]);
    await expect(run([first, second, broken])).rejects.toThrow(/nowhere/);
    const left = await database.reader.runAndReadAll(
      `SELECT (SELECT max(number) FROM migration)::INTEGER AS number,
              (SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half')::INTEGER AS half, a, b FROM one`,
    );
    expect(left.getRowObjectsJS()).toEqual([{ number: 2, half: 0, a: 7, b: null }]);
    database.close();
    rmSync(databasePathIn(place.dataDir));
  });
});
