// Opens the history, whatever happened to its file: unreadable parts are set aside, the newest good backup takes over.
import { existsSync } from 'node:fs';
import { access, constants, copyFile, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { readNumber } from './answers.ts';
import { listBackups } from './backups.ts';
import { openDatabase, type Database } from './database.ts';
import {
  backupDirIn,
  copyWhole,
  databasePathIn,
  partsOf,
  setAside,
  suspicionPathOf,
  toStamp,
  walPathOf,
} from './files.ts';
import { HistoryError } from './history-error.ts';
import { readEverything, verifyFile } from './verify.ts';

/*
  open as it is ──fails──▶ without its WAL ──fails──▶ newest backup that verifies ──none──▶ begin anew
  (a torn end of the WAL is normal after a crash, DuckDB drops it; what it had not confirmed was never acknowledged)
*/
export type Restored =
  /** What was written since the last checkpoint is missing. */
  | { kind: 'without-wal'; aside: string[] }
  | { kind: 'backup'; aside: string[]; backupAtMs: number }
  | { kind: 'anew'; aside: string[] };

export type Opened = { database: Database; restored: Restored | null };

/** Larger files are read whole only by their daily backup, and by the start after one that failed. */
const readWholeUpToBytes = 8 * 1024 * 1024;

type Attempt = { dataDir: string; nowMs: number; log: Log; wholeUpToBytes: number; backupDir: string };

const sizeOf = async (path: string): Promise<number> => (existsSync(path) ? (await stat(path)).size : 0);

/** Every WAL begins with its version entry; DuckDB takes anything else for a torn end and drops it without a word. */
const isWal = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(3);
    const { bytesRead } = await file.read(head, 0, 3, 0);
    return bytesRead < 3 || head.equals(Buffer.from([0x64, 0x00, 0x62]));
  } finally {
    await file.close();
  }
};

/** A full disk or a foreign owner makes a good file look bad; nothing may be set aside for that. */
const refuseUnwritable = async (path: string): Promise<void> => {
  const target = existsSync(path) ? path : dirname(path);
  try {
    await access(target, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new HistoryError('unwritable', `Marquee may not write ${target}. Please check who owns it.`, error);
  }
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < 1024 * 1024) throw new HistoryError('unwritable', `The disk of ${dirname(path)} is full.`);
};

const openChecked = async (path: string, wholeUpToBytes: number): Promise<Database> => {
  const bytes = await sizeOf(path);
  const database = await openDatabase(path);
  try {
    const suspect = existsSync(suspicionPathOf(path));
    if (bytes > 0 && (suspect || bytes <= wholeUpToBytes) && (await hasTables(database)))
      await readEverything(database.reader);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** A file in which not even the first migration was finished has no tables, and that is fine. */
const hasTables = async (database: Database): Promise<boolean> => {
  const tables = await readNumber(database.reader, `SELECT count(*) FROM duckdb_tables() WHERE table_name = 'event'`);
  return tables === 1;
};

/** Throws on when someone else has the file or it may not be written; else null: it is unreadable. */
const tryOpen = async (path: string, { log, wholeUpToBytes }: Attempt): Promise<Database | null> => {
  try {
    return await openChecked(path, wholeUpToBytes);
  } catch (thrown) {
    if (thrown instanceof HistoryError) throw thrown;
    await refuseUnwritable(path);
    log.error('history: the file cannot be read', { path, error: toError(thrown).message });
    return null;
  }
};

const moveAside = async (paths: string[], nowMs: number, log: Log): Promise<string[]> => {
  const aside: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const to = await setAside(path, nowMs);
    log.warn('history: set aside', { to });
    aside.push(to);
  }
  return aside;
};

/** The copy is verified, not the original: what is read is what will be used. Null when no backup is good. */
const takeBackup = async (
  dirs: readonly string[],
  to: string,
  log: Log,
): Promise<{ atMs: number; events: number } | null> => {
  for (const backup of await listBackups(...dirs)) {
    try {
      await copyWhole(backup.path, to);
      const { events } = await verifyFile(to);
      return { atMs: backup.atMs, events };
    } catch (error) {
      log.error('history: this backup is no use', { path: backup.path, error: toError(error).message });
      await rm(to, { force: true });
    }
  }
  return null;
};

export const openOrRecover = async (
  dataDir: string,
  nowMs: number,
  log: Log,
  wholeUpToBytes = readWholeUpToBytes,
  backupDir = backupDirIn(dataDir),
): Promise<Opened> => {
  const opened = await openWhatever({ dataDir, nowMs, log, wholeUpToBytes, backupDir });
  await rm(suspicionPathOf(databasePathIn(dataDir)), { force: true });
  return opened;
};

const openWhatever = async (attempt: Attempt): Promise<Opened> => {
  const { dataDir, nowMs, log } = attempt;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = databasePathIn(dataDir);
  const restoring = `${path}.restoring`;
  await refuseUnwritable(path);
  if (!existsSync(path) && existsSync(restoring)) {
    // The last start was interrupted between setting the bad file aside and putting the good one in its place.
    const { mtimeMs } = await stat(restoring);
    await rename(restoring, path);
    return { database: await openDatabase(path), restored: { kind: 'backup', aside: [], backupAtMs: mtimeMs } };
  }
  const suspect = await copySuspectWal(path, nowMs);
  const asItIs = await tryOpen(path, attempt).catch(async (error: unknown) => {
    for (const copy of suspect) await rm(copy);
    throw error;
  });
  if (asItIs && suspect.length === 0) return { database: asItIs, restored: null };
  const [, ...walParts] = partsOf(path);
  const aside = asItIs ? suspect : [...suspect, ...(await moveAside(walParts, nowMs, log))];
  const withoutWal = asItIs ?? (aside.length > 0 ? await tryOpen(path, attempt) : null);
  const backup = await takeBackup([backupDirIn(dataDir), attempt.backupDir], restoring, log);
  if (withoutWal) {
    // All that was recorded since the last checkpoint was in the WAL; a backup can be newer than that.
    if ((await countEvents(withoutWal)) >= (backup?.events ?? 0)) {
      await rm(restoring, { force: true });
      return { database: withoutWal, restored: { kind: 'without-wal', aside } };
    }
    withoutWal.close();
  }
  aside.push(...(await moveAside(partsOf(path), nowMs, log)));
  if (backup) await rename(restoring, path);
  const restored: Restored = backup ? { kind: 'backup', aside, backupAtMs: backup.atMs } : { kind: 'anew', aside };
  return { database: await openDatabase(path), restored };
};

/** Copied before DuckDB drops it. */
const copySuspectWal = async (path: string, nowMs: number): Promise<string[]> => {
  const wal = walPathOf(path);
  if (!existsSync(wal) || (await isWal(wal))) return [];
  const copy = `${wal}.unreadable-${toStamp(nowMs)}`;
  await copyFile(wal, copy);
  return [copy];
};

const countEvents = async (database: Database): Promise<number> => {
  if (!(await hasTables(database))) return 0;
  return (await readNumber(database.reader, 'SELECT count(*) FROM event')) ?? 0;
};
