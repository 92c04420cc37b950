import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTexts } from './answers.ts';
import { backUp } from './backups.ts';
import { openDatabase } from './database.ts';
import { databasePathIn } from './files.ts';
import { silentLog } from '../lib/log.ts';
import { minuteMs, toSession, viewing } from './testing/facts.ts';
import { startWriter } from './testing/start-writer.ts';
import { createStillClock, makeDataDir, openTestHistory } from './testing/temp-history.ts';

let place: ReturnType<typeof makeDataDir>;
beforeEach(() => (place = makeDataDir()));
afterEach(() => place.remove());

/** Lets a writer fill the compile cache, on a history that is gone again before the first kill. */
const warmUp = async (): Promise<void> => {
  const writer = startWriter(place.dataDir, 'hold');
  await writer.hear((word) => word.kind === 'open');
  await writer.finish();
  rmSync(databasePathIn(place.dataDir));
};

/** Killed without waiting for a word: while the file is made, migrated, opened or replayed. */
const isBlind = (round: number): boolean => round < 3 || round % 10 === 3;
/** Different from kill to kill, the same in every run: from the middle of opening to many batches later. */
const toDelay = (round: number): number => (isBlind(round) ? 250 + round * 9 : (round * 37) % 90);

test(
  'kill -9 at any moment, 50 times: the file opens, and everything acknowledged is there, once',
  { timeout: 240_000 },
  async () => {
    const safe: string[] = [];
    await warmUp();
    for (let round = 0; round < 50; round += 1) {
      const writer = startWriter(place.dataDir, 'endless');
      if (!isBlind(round)) await writer.hear((word) => word.kind === (round % 5 === 0 ? 'open' : 'safe'));
      await new Promise((resolve) => setTimeout(resolve, toDelay(round)));
      await writer.kill();
      // Its tables may not be there yet.
      if (isBlind(round)) await openTestHistory(place.dataDir).then((history) => history.close());
      safe.push(...writer.said.filter((word) => word.kind === 'safe').flatMap((word) => word.ids));
      const database = await openDatabase(databasePathIn(place.dataDir));
      const read = await database.reader.runAndReadAll(
        `SELECT id, (SELECT count(*) FROM event WHERE session_id = play.id)::INTEGER AS told FROM play`,
      );
      const rows = read.getRowObjectsJS();
      database.close();
      const there = new Set(rows.map((row) => row['id']));
      expect(rows).toHaveLength(there.size);
      expect(safe.filter((id) => !there.has(id))).toEqual([]);
      expect(rows.filter((row) => row['told'] !== 2)).toEqual([]);
    }
    expect(safe.length).toBeGreaterThanOrEqual(30 * 5);
    const history = await openTestHistory(place.dataDir);
    expect(history.health()).toMatchObject({ ok: true });
    await history.close();
  },
);

test('a second process is refused and told the number of the first, which goes on', async () => {
  const first = startWriter(place.dataDir, 'hold');
  await first.hear((word) => word.kind === 'open');
  const second = startWriter(place.dataDir, 'hold');
  const { message } = await second.hear((word) => word.kind === 'refused');
  expect(message).toContain(`process ${first.pid} `);
  await first.finish();
  const third = startWriter(place.dataDir, 'hold');
  await third.hear((word) => word.kind === 'open');
  await third.finish();
});

test('this process holds the file once and keeps its lock through backups, refused openings and a WAL in use', async () => {
  const history = await openTestHistory(place.dataDir, createStillClock());
  history.record(viewing(toSession(), 5 * minuteMs, minuteMs));
  await history.flush();
  await expect(openTestHistory(place.dataDir)).rejects.toMatchObject({ kind: 'locked' });
  const path = databasePathIn(place.dataDir);
  expect(countHandles(path)).toBe(1);
  const other = startWriter(place.dataDir, 'hold');
  const { message } = await other.hear((word) => word.kind === 'refused');
  expect(message).toContain(`process ${process.pid} `);
  await history.close();
});

/** Only Linux says; elsewhere the refused second process below has to do. */
const countHandles = (path: string): number =>
  process.platform === 'linux'
    ? readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`) === path).length
    : 1;

const linkOf = (path: string): string | null => {
  try {
    return readlinkSync(path);
  } catch {
    return null; // Closed since the listing.
  }
};

test('a backup taken while recording goes on does not give the lock away', async () => {
  const database = await openDatabase(databasePathIn(place.dataDir));
  await database.writer.run('CREATE TABLE event AS SELECT 1 AS seq; CREATE TABLE play AS SELECT 1 AS id');
  const backup = await backUp({ database, dataDir: place.dataDir, nowMs: 0, log: silentLog });
  expect(backup).not.toBeNull();
  const other = startWriter(place.dataDir, 'hold');
  const { message } = await other.hear((word) => word.kind === 'refused');
  expect(message).toContain(`process ${process.pid} `);
  database.close();
});

/** Part of every Linux; other systems cannot change a running process's limits. */
const canLift = process.platform === 'linux';

test.skipIf(!canLift)(
  'a disk that is full pauses recording, says so, loses nothing, and goes on when there is room',
  async () => {
    // A limit on the size of any file does the same to DuckDB as a full disk, and can be lifted again.
    const writer = startWriter(place.dataDir, 'endless', 'trap "" XFSZ; ulimit -S -f 2048; exec "$@"');
    const { text } = await writer.hear((word) => word.kind === 'health' && !word.ok);
    expect(text).toMatch(/Recording is paused: \d+ facts wait/);
    const unsafe = await writer.hear((word) => word.kind === 'not-safe');
    execFileSync('prlimit', ['--pid', String(writer.pid), '--fsize=unlimited']);
    await writer.hear((word) => word.kind === 'health' && word.ok);
    const known = writer.said.length;
    await writer.hear((word) => word.kind === 'safe' && writer.said.indexOf(word) >= known);
    await writer.kill();
    const safe = writer.said.filter((word) => word.kind === 'safe').flatMap((word) => word.ids);
    const database = await openDatabase(databasePathIn(place.dataDir));
    const there = new Set(await readTexts(database.reader, 'SELECT id FROM play'));
    database.close();
    expect([...safe, ...unsafe.ids].filter((id) => !there.has(id))).toEqual([]);
  },
);
