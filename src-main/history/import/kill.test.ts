// kill -9 in the middle of an import: whole parts are there or nothing of them, and the next run brings exactly the rest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { databasePathIn } from '../files.ts';
import { makeDataDir, openTestHistory } from '../testing/temp-history.ts';
import { startTautulli, toTautulliRow } from '../../../src-sim/start-tautulli.ts';
import { loadSqlite } from '../tautulli/sqlite.ts';

const rows = 24_000;
const firstS = 1_500_000_000;

/** Each row an hour long, two of three resuming the one before. */
const makeFile = (path: string): void => {
  const { Database } = loadSqlite();
  const database = new Database(path);
  database.exec(`
    CREATE TABLE session_history (id INTEGER PRIMARY KEY, reference_id, started, stopped, rating_key, user_id, title, media_type);
    INSERT INTO session_history
      WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${rows})
      SELECT n, n - (n - 1) % 3, ${firstS} + n * 4000, ${firstS} + n * 4000 + 3600, 1 + n / 3 % 500, n % 7, 'Film ' || (n / 3 % 500),
        'movie' FROM counted`);
  database.close();
};

let place: ReturnType<typeof makeDataDir>;
beforeEach(() => (place = makeDataDir()));
afterEach(() => place.remove());

/** Killed when it says that so many rows are dealt with. */
const importUntil = async (from: string, done: number): Promise<void> => {
  const script = fileURLToPath(new URL('../testing/importer.ts', import.meta.url));
  const child = spawn(process.execPath, [script, place.dataDir, from], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (Number(line) >= done) resolve();
    });
  });
  child.kill('SIGKILL');
  await gone;
};

/** What the tables hold, each counted by itself. */
const look = async () => {
  const database = await openDatabase(databasePathIn(place.dataDir));
  const read = await database.reader.runAndReadAll(`SELECT
    (SELECT count(*) FROM play)::INTEGER AS plays, (SELECT count(DISTINCT source_id) FROM play)::INTEGER AS rows,
    (SELECT count(*) FROM import_row)::INTEGER AS noted, (SELECT coalesce(sum(plays), 0) FROM play_quarter)::INTEGER AS summed,
    (SELECT count(DISTINCT group_id) FROM play)::INTEGER AS viewings,
    (SELECT count(*) FROM play WHERE item_key NOT IN (SELECT key FROM item) OR user_id NOT IN (SELECT id FROM account))::INTEGER AS nameless`);
  database.close();
  const [found] = read.getRowObjectsJS();
  return found ?? {};
};

const limit = { timeout: 120_000 };
test('killed between whole parts: nothing is doubled, nothing lost, and all of it can be undone', limit, async () => {
  const path = join(place.dataDir, 'tautulli.db');
  makeFile(path);
  // At its beginning, and when everything is read and none of it is safe.
  for (const done of [0, rows]) {
    await importUntil(path, done);
    const { plays } = await look();
    expect(await look()).toEqual({
      plays,
      rows: plays,
      noted: plays,
      summed: plays,
      viewings: expect.any(Number),
      nameless: 0,
    });
  }
  const history = await openTestHistory(place.dataDir);
  const runs = await history.imports.list();
  expect(runs.map(({ state }) => state)).not.toContain('running');
  const brought = runs.reduce((sum, { counts }) => sum + counts.added, 0);
  const begun = await history.imports.start({ source: { kind: 'file', path }, serverId: 'server-1' });
  if (begun.kind !== 'run') throw new Error(begun.kind);
  const run = await history.imports.ended(begun.run.importId);
  expect(run).toMatchObject({ state: 'finished', counts: { added: rows - brought, alreadyHere: brought } });
  await history.close();
  const all = { plays: rows, rows, noted: rows, summed: rows, viewings: rows / 3, nameless: 0 };
  expect(await look()).toEqual(all);
  const again = await openTestHistory(place.dataDir);
  for (const { importId } of await again.imports.list()) await again.imports.undo(importId);
  await again.close();
  expect(await look()).toEqual({ plays: 0, rows: 0, noted: 0, summed: 0, viewings: 0, nameless: 0 });
});

test('killed amid the pages of a running Tautulli, it goes on where it was, as the same import', limit, async () => {
  const pages = 16;
  const tautulli = await startTautulli(
    'server-1',
    Array.from({ length: pages * 1000 }, (_, index) => toTautulliRow(index + 1)),
  );
  tautulli.hold(14_000);
  await importUntil(tautulli.url, 10_000);
  // The first of three parts is safe when the second one is dealt with.
  const { plays } = await look();
  expect(Number(plays)).toBeGreaterThan(0);
  expect(Number(plays)).toBeLessThan(pages * 1000);
  tautulli.release();
  const before = tautulli.asked().length;
  const history = await openTestHistory(place.dataDir);
  const begun = await history.imports.start({
    source: { kind: 'api', url: tautulli.url, key: 'right-key' },
    serverId: 'server-1',
  });
  if (begun.kind !== 'run') throw new Error(begun.kind);
  const run = await history.imports.ended(begun.run.importId);
  // Three rows, of the last two days, are looked at again.
  expect(run).toMatchObject({ state: 'finished', counts: { added: pages * 1000, alreadyHere: 3 } });
  expect(tautulli.asked().length - before).toBeLessThan(pages - 2);
  expect(await history.imports.list()).toHaveLength(1);
  // Nothing is missing before it any more: from now on the highest number tells what is new.
  expect(await history.imports.newestRow('server-1')).toBe(pages * 1000);
  await history.imports.undo(begun.run.importId);
  await history.close();
  tautulli.close();
  expect(await look()).toEqual({ plays: 0, rows: 0, noted: 0, summed: 0, viewings: 0, nameless: 0 });
});
