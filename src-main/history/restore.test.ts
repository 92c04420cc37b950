// A backup is made when asked, put back with everything that lies beside it, and a full disk costs none of those there are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type BackupSettings } from '../../src-contract/settings.ts';
import { silentLog } from '../lib/log.ts';
import { takeRestored } from '../take-restored.ts';
import { nameOf } from './backups.ts';
import { openHistory } from './open-history.ts';
import { minuteMs, started, stopped, toSession, viewing } from './testing/facts.ts';
import { countingId, createStillClock, makeDataDir } from './testing/temp-history.ts';
import { verifyFile } from './verify.ts';

let place: ReturnType<typeof makeDataDir>;
let chosen: BackupSettings;
beforeEach(() => {
  place = makeDataDir();
  chosen = { ...defaultSettings.backups, on: false };
});
afterEach(() => place.remove());

const open = (clock = createStillClock()) =>
  openHistory({
    dataDir: place.dataDir,
    site: 'test-site',
    log: silentLog,
    clock,
    newId: countingId,
    backups: () => chosen,
  });
type History = Awaited<ReturnType<typeof open>>;

const watch = async (history: History, ...ids: string[]) => {
  history.record(
    ids.flatMap((id) => viewing(toSession({ id, startedAtMs: 1_600_000_000_000 }), 5 * minuteMs, minuteMs)),
  );
  await history.flush();
};
const idsOf = async (history: History) => (await history.plays({})).items.map(({ id }) => id).toSorted();
const nameOfNewest = async (history: History) => (await history.backups.view()).backups[0]?.name ?? '';

test('what was recorded after a backup goes when it is put back, and comes again from the one made before', async () => {
  const clock = createStillClock();
  const history = await open(clock);
  await watch(history, 'one', 'two');
  await history.backups.make();
  const name = await nameOfNewest(history);
  clock.moveMs(5 * minuteMs);
  await watch(history, 'three');
  // Somebody is watching over the exchange: his play is whole all the same.
  const session = toSession({ id: 'over-it', startedAtMs: 1_600_000_100_000 });
  history.record([started(session)]);
  await history.flush();
  const answer = await history.backups.restore({ name, settings: false });
  expect(answer).toMatchObject({ kind: 'restored', restored: { plays: 2, atNextStart: [] } });
  expect(await idsOf(history)).toEqual(['one', 'two']);
  history.record([stopped(session, 1_600_000_100_000 + 10 * minuteMs, 10 * minuteMs)]);
  await watch(history, 'four');
  expect(await idsOf(history)).toEqual(['four', 'one', 'over-it', 'two']);

  const before = answer.kind === 'restored' ? (answer.restored.before ?? '') : '';
  expect(before).toMatch(/-before-restore$/);
  clock.moveMs(5 * minuteMs);
  expect(await history.backups.restore({ name: before, settings: false })).toMatchObject({ kind: 'restored' });
  expect(await idsOf(history)).toEqual(['one', 'three', 'two']);
  await history.close();
  const again = await open(clock);
  expect(await idsOf(again)).toEqual(['one', 'three', 'two']);
  expect(again.health()).toMatchObject({ ok: true });
  await again.close();
});

test('a backup that cannot be read changes nothing, nor does one that does not exist', async () => {
  const history = await open();
  await watch(history, 'one');
  await history.backups.make();
  const name = await nameOfNewest(history);
  const path = join(place.dataDir, 'backups', `${name}.duckdb`);
  writeFileSync(path, readFileSync(path).fill(7, 20_000, 60_000));
  await watch(history, 'two');
  expect(await history.backups.restore({ name, settings: true })).toEqual({ kind: 'unreadable' });
  expect(await history.backups.restore({ name: 'marquee-2001-01-01T00-00-00Z', settings: true })).toEqual({
    kind: 'unknown',
  });
  expect(await idsOf(history)).toEqual(['one', 'two']);
  expect(readdirSync(place.dataDir).filter((file) => file.includes('restor'))).toEqual([]);
  await history.close();
});

test('settings come along, secrets only when wanted; both are taken at the next start', async () => {
  const [settings, secrets] = [join(place.dataDir, 'settings.json'), join(place.dataDir, 'secrets.json')];
  writeFileSync(settings, '{"a":1}');
  writeFileSync(secrets, '{"key":"old"}', { mode: 0o600 });
  const clock = createStillClock();
  const history = await open(clock);
  await watch(history, 'one');
  await history.backups.make();
  const without = await nameOfNewest(history);
  chosen = { ...chosen, withSecrets: true, folder: join(place.dataDir, 'elsewhere') };
  clock.moveMs(minuteMs);
  const { dir, backups } = await history.backups.make();
  expect(dir).toBe(join(place.dataDir, 'elsewhere'));
  expect(backups.map((one) => [one.settings, one.secrets])).toEqual([
    [true, true],
    [true, false],
  ]);
  const beside = join(dir, `${backups[0]?.name}.secrets.json`);
  const others = process.platform === 'win32' ? 0 : statSync(beside).mode & 0o077;
  expect([existsSync(beside), others]).toEqual([true, 0]);

  writeFileSync(settings, '{"a":2}');
  writeFileSync(secrets, '{"key":"new"}');
  clock.moveMs(minuteMs);
  expect(await history.backups.restore({ name: without, settings: true })).toMatchObject({
    restored: { atNextStart: ['settings'] },
  });
  clock.moveMs(minuteMs);
  expect(await history.backups.restore({ name: backups[0]?.name ?? '', settings: true })).toMatchObject({
    restored: { atNextStart: ['settings', 'secrets'] },
  });
  expect(readFileSync(settings, 'utf8')).toBe('{"a":2}');
  await history.close();
  expect(takeRestored(place.dataDir, 0)).toEqual(['settings.json', 'secrets.json']);
  expect([readFileSync(settings, 'utf8'), readFileSync(secrets, 'utf8')]).toEqual(['{"a":1}', '{"key":"old"}']);
  expect(readdirSync(place.dataDir).filter((file) => file.includes('.broken-'))).toHaveLength(2);
  expect(takeRestored(place.dataDir, 0)).toEqual([]);
});

test('so many are kept, with what lies beside them', async () => {
  writeFileSync(join(place.dataDir, 'settings.json'), '{}');
  chosen = { ...chosen, keep: 2 };
  const clock = createStillClock();
  const history = await open(clock);
  for (const id of ['one', 'two', 'three', 'four']) {
    await watch(history, id);
    await history.backups.make();
    clock.moveMs(minuteMs);
  }
  const { backups } = await history.backups.view();
  expect(backups.length).toBeLessThanOrEqual(3);
  expect(readdirSync(join(place.dataDir, 'backups'))).toHaveLength(2 * backups.length);
  await history.close();
});

test('a folder that cannot be written fails the backup and says so, and the next good one takes that back', async () => {
  const blocked = join(place.dataDir, 'blocked');
  writeFileSync(blocked, 'a file');
  chosen = { ...chosen, folder: join(blocked, 'here') };
  const history = await open();
  await watch(history, 'one');
  await expect(history.backups.make()).rejects.toThrow(/ENOTDIR|EEXIST|ENOENT/);
  expect(history.health()).toMatchObject({ ok: false, text: expect.stringContaining('backup') });
  chosen = { ...chosen, folder: null };
  expect(await history.backups.make()).toMatchObject({ failure: null, backups: [{ why: 'regular' }] });
  expect(history.health()).toMatchObject({ ok: true });
  await history.close();
});

test.skipIf(process.platform === 'win32')(
  'on a disk without room the good backups stay and nothing half is left',
  async () => {
    const history = await open();
    for (let round = 0; round < 8; round += 1) {
      await watch(history, ...Array.from({ length: 150 }, (_, index) => `${round}-${index}`));
    }
    await history.backups.make();
    const good = join(place.dataDir, 'backups', `${await nameOfNewest(history)}.duckdb`);
    await history.close();
    const kept = readFileSync(good);
    // No file of this process can grow beyond 200 kB, and it is told so instead of being ended.
    const script = fileURLToPath(new URL('testing/try-backup.ts', import.meta.url));
    const limited = `trap '' XFSZ; ulimit -f 200; exec "$@"`;
    const tried = spawnSync('sh', ['-c', limited, 'sh', process.execPath, script, place.dataDir], { encoding: 'utf8' });
    expect(tried.stdout).toMatch(/^failed/);
    expect(readFileSync(good).equals(kept)).toBe(true);
    expect(readdirSync(join(place.dataDir, 'backups'))).toEqual([`${nameOf(good)}.duckdb`]);
    expect(await verifyFile(good)).toMatchObject({ plays: 1200 });
  },
);

test('a start after a kill in the middle of restoring finds the history', async () => {
  const history = await open();
  await watch(history, 'one');
  await history.backups.make();
  const backup = join(place.dataDir, 'backups', `${await nameOfNewest(history)}.duckdb`);
  await history.close();
  // Killed between taking the one away and putting the other in its place.
  mkdirSync(place.dataDir, { recursive: true });
  writeFileSync(join(place.dataDir, 'marquee.duckdb.restoring'), readFileSync(backup));
  rmSync(join(place.dataDir, 'marquee.duckdb'));
  const again = await open();
  expect(await idsOf(again)).toEqual(['one']);
  expect(existsSync(join(place.dataDir, 'marquee.duckdb.restoring'))).toBe(false);
  await again.close();
});
