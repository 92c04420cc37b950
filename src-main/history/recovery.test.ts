import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Event } from '../../src-contract/event.ts';
import { defaultSettings } from '../../src-contract/settings.ts';
import { silentLog } from '../lib/log.ts';
import { readNumber } from './answers.ts';
import { createTurns } from '../lib/turns.ts';
import { createBackupSchedule } from './backup-schedule.ts';
import { openDatabase } from './database.ts';
import { databasePathIn } from './files.ts';
import { openOrRecover } from './recovery.ts';
import { minuteMs, toSession, viewing } from './testing/facts.ts';
import { startWriter } from './testing/start-writer.ts';
import { createStillClock, makeDataDir, openTestHistory } from './testing/temp-history.ts';

let place: ReturnType<typeof makeDataDir>;
let path: string;
beforeEach(() => {
  place = makeDataDir();
  path = databasePathIn(place.dataDir);
});
afterEach(() => place.remove());

const all = { start: 0, length: 1000, includeShort: true };
const dayMs = 86_400_000;

const recordSome = async (name: string, count: number, clock = createStillClock()): Promise<void> => {
  const history = await openTestHistory(place.dataDir, clock);
  const sessions = Array.from({ length: count }, (_, number) =>
    toSession({
      id: `${name}-${number}`,
      startedAtMs: clock.nowMs() - 10 * minuteMs,
      item: { guid: `${name}-${number}` },
    }),
  );
  history.record(sessions.flatMap((session) => viewing(session, 5 * minuteMs, minuteMs)));
  await history.flush();
  await history.close();
};

/** A history of yesterday with its backup, and some more of today. */
const recordTwoDays = async (): Promise<void> => {
  const clock = createStillClock();
  await recordSome('yesterday', 300, clock);
  const history = await openTestHistory(place.dataDir, clock);
  clock.moveMs(60_000);
  await history.close();
  clock.moveMs(dayMs / 2);
  await recordSome('today', 100, clock);
};

const openAgain = async () => {
  const clock = createStillClock(1_700_000_000_000 + 2 * dayMs);
  const stored: Event[] = [];
  const history = await openTestHistory(place.dataDir, clock);
  history.onStored((events) => stored.push(...events));
  await history.flush();
  const { total } = await history.plays(all);
  const health = history.health();
  await history.close();
  return { total, health, stored };
};

const files = () => readdirSync(place.dataDir).toSorted();
const flip = (file: string, from: number, every: number): void => {
  const bytes = readFileSync(file);
  for (let at = from; at < bytes.length; at += every) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
};

describe('a file that cannot be read is set aside, and yesterday’s backup takes over', () => {
  const damages: [string, () => void][] = [
    ['cut in half', () => truncateSync(path, readFileSync(path).length >> 1)],
    ['cut to its first bytes', () => truncateSync(path, 3000)],
    ['empty', () => writeFileSync(path, '')],
    ['something else', () => writeFileSync(path, 'not a database at all')],
    ['flipped bytes in the header', () => flip(path, 4100, 1e9)],
    ['flipped bytes in the data', () => flip(path, 14_000, 40_000)],
    ['one flipped byte in every block', () => flip(path, 12_288 + 200_000, 262_144)],
  ];
  test.each(damages)('%s', async (_, damage) => {
    await recordTwoDays();
    damage();
    const broken = readFileSync(path);
    const { total, health, stored } = await openAgain();
    expect(total).toBe(300);
    expect(health.ok).toBe(false);
    expect(health.text).toContain('the backup of 2023-11-14');
    const aside = files().find((name) => name.startsWith('marquee.duckdb.unreadable-'));
    expect(health.text).toContain(aside);
    expect(readFileSync(join(place.dataDir, aside ?? '')).equals(broken)).toBe(true);
    expect(stored.map((event) => event.kind)).toEqual(['gap-opened', 'gap-closed']);
    expect(stored[0]).toMatchObject({ why: 'database-restored', serverId: 'server-1' });
    const again = await openAgain();
    expect(again).toMatchObject({ total: 300, stored: [], health: { ok: true } });
  });
});

test('without any backup a new history is begun, and the broken file is kept', async () => {
  await recordSome('only', 10);
  truncateSync(path, 5000);
  const { total, health } = await openAgain();
  expect(total).toBe(0);
  expect(health.text).toContain('a new one was begun');
  expect(files().filter((name) => name.includes('unreadable'))).toHaveLength(1);
});

test('a broken backup is passed over for the next one that is good', async () => {
  await recordTwoDays();
  const dir = join(place.dataDir, 'backups');
  writeFileSync(join(dir, 'marquee-2023-11-15T22-00-00Z.duckdb'), 'torn');
  writeFileSync(join(dir, 'notes.txt'), 'not a backup');
  truncateSync(path, 5000);
  expect((await openAgain()).total).toBe(300);
});

test('a start that was interrupted while restoring is finished by the next', async () => {
  await recordTwoDays();
  const [backup = ''] = readdirSync(join(place.dataDir, 'backups'));
  copyFileSync(join(place.dataDir, 'backups', backup), `${path}.restoring`);
  rmSync(path);
  const { total, health, stored } = await openAgain();
  expect([total, health.ok, stored.length]).toEqual([300, false, 2]);
});

describe('the WAL of a killed process', () => {
  const killWriter = async (): Promise<number> => {
    const writer = startWriter(place.dataDir, 'endless');
    await writer.hear((word) => word.kind === 'safe');
    await writer.kill();
    expect(existsSync(`${path}.wal`)).toBe(true);
    return writer.said.filter((word) => word.kind === 'safe').flatMap((word) => word.ids).length;
  };

  test('is replayed, also with a torn end', async () => {
    const safe = await killWriter();
    writeFileSync(
      `${path}.wal`,
      Buffer.concat([readFileSync(`${path}.wal`), Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 1])]),
    );
    const { total, health } = await openAgain();
    expect(total).toBeGreaterThanOrEqual(safe);
    expect(health.ok).toBe(true);
  });

  test.each([
    ['garbage', () => writeFileSync(`${path}.wal`, Buffer.alloc(9000, 0xab))],
    ['zeros', () => writeFileSync(`${path}.wal`, Buffer.alloc(9000))],
    ['a flipped byte', () => flip(`${path}.wal`, readFileSync(`${path}.wal`).length >> 1, 1e9)],
  ])('that is %s is kept aside; the rest of the history opens and says what is missing', async (_, damage) => {
    await recordSome('before', 50);
    await killWriter();
    damage();
    const broken = readFileSync(`${path}.wal`);
    const { total, health, stored } = await openAgain();
    expect(total).toBe(50);
    expect(health.text).toContain('The newest part of the history could not be read');
    const aside = files().find((name) => name.startsWith('marquee.duckdb.wal.unreadable-'));
    expect(readFileSync(join(place.dataDir, aside ?? '')).equals(broken)).toBe(true);
    expect(stored.map((event) => event.kind)).toEqual(['gap-opened', 'gap-closed']);
  });

  test('gives way to a backup that knows more than the file without it', async () => {
    await recordTwoDays();
    const [backup = ''] = readdirSync(join(place.dataDir, 'backups'));
    const kept = readFileSync(join(place.dataDir, 'backups', backup));
    place.remove();
    mkdirSync(join(place.dataDir, 'backups'), { recursive: true });
    await killWriter();
    writeFileSync(join(place.dataDir, 'backups', backup), kept);
    writeFileSync(`${path}.wal`, Buffer.alloc(9000, 0xab));
    expect((await openAgain()).total).toBe(300);
  });
});

test('damage that only the backup finds is healed by the next start', async () => {
  await recordTwoDays();
  const whole = await openDatabase(path);
  const block = await readNumber(
    whole.reader,
    `SELECT min(block_id) FROM pragma_storage_info('event') WHERE column_name = 'body' AND block_id > 0`,
  );
  whole.close();
  flip(path, 3 * 4_096 + (block ?? 0) * 262_144 + 100, 1e9);
  const unread = await openOrRecover(place.dataDir, 0, silentLog, 0);
  expect(unread.restored).toBeNull();
  const clock = createStillClock(1_700_000_000_000 + 3 * dayMs);
  const outcome = await new Promise<Error | null>((resolve) => {
    createBackupSchedule({
      database: () => unread.database,
      dataDir: place.dataDir,
      chosen: () => defaultSettings.backups,
      inTurn: createTurns(),
      clock,
      log: silentLog,
      onOutcome: resolve,
    });
    clock.moveMs(60_000);
  });
  expect(outcome).toBeInstanceOf(Error);
  unread.database.close();
  const healed = await openOrRecover(place.dataDir, 0, silentLog, 0);
  expect(healed.restored?.kind).toBe('backup');
  healed.database.close();
  expect(files().filter((name) => name.endsWith('.suspect'))).toEqual([]);
});

test('a file of a newer Marquee is left as it is', async () => {
  await recordSome('future', 1);
  const database = await openDatabase(path);
  await database.writer.run(`INSERT INTO migration VALUES (99, 'from the future', 0)`);
  database.close();
  const before = readFileSync(path);
  await expect(openAgain()).rejects.toMatchObject({ kind: 'too-new' });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(files()).toEqual(['marquee.duckdb']);
});
