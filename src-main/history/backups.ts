// Copies of the history: rotating, each verified by opening it, never an empty one over a good one.
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup as Told } from '../../src-contract/backup.ts';
import type { Log } from '../lib/log.ts';
import type { Turns } from '../lib/turns.ts';
import { readNumber } from './answers.ts';
import { companionsOf, copyCompanions, removeCompanions } from './companions.ts';
import { copyDatabase } from './copy-database.ts';
import type { Database } from './database.ts';
import { backupDirIn, partsOf, toStamp } from './files.ts';
import { verifyFile } from './verify.ts';

export type Backup = { path: string; atMs: number; bytes: number };

const named = /^marquee-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(?:-before-(\d+|restore))?\.duckdb$/;

const toAtMs = (name: string): number | null => {
  const stamp = named.exec(name)?.[1];
  if (stamp === undefined) return null;
  const atMs = Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)Z/, 'T$1:$2:$3Z'));
  return Number.isNaN(atMs) ? null : atMs;
};

/** Newest first; those of the folder beside the history and, where another one is chosen, of that. */
export const listBackups = async (...dirs: readonly string[]): Promise<Backup[]> => {
  const backups: Backup[] = [];
  for (const dir of new Set(dirs)) {
    await mkdir(dir, { recursive: true });
    for (const name of await readdir(dir)) {
      const atMs = toAtMs(name);
      if (atMs === null) continue;
      const path = join(dir, name);
      backups.push({ path, atMs, bytes: (await stat(path)).size });
    }
  }
  return backups.toSorted((one, other) => other.atMs - one.atMs);
};

export const nameOf = (path: string): string => /([^/\\]+)\.duckdb$/.exec(path)?.[1] ?? '';

export const describeBackup = async ({ path, atMs, bytes }: Backup): Promise<Told> => {
  const before = named.exec(`${nameOf(path)}.duckdb`)?.[2];
  const why = before === undefined ? 'regular' : before === 'restore' ? 'before-restore' : 'before-update';
  return { name: nameOf(path), atMs, bytes, why, ...(await companionsOf(path)) };
};

/** All but the newest `keep`; the largest stays too, so that a history begun anew never crowds out the old one. */
export const toDrop = (newestFirst: readonly Backup[], keep: number): Backup[] => {
  const largest = newestFirst.reduce<Backup | null>(
    (most, backup) => (most === null || backup.bytes > most.bytes ? backup : most),
    null,
  );
  return newestFirst.slice(keep).filter((backup) => backup !== largest);
};

type Options = {
  database: Database;
  dataDir: string;
  /** Where to; beside the history otherwise. */
  dir?: string;
  withSecrets?: boolean;
  nowMs: number;
  log: Log;
  label?: string;
  inTurn?: Turns;
};

/**
 * Copies through DuckDB while recording goes on: opening the live file for a file copy would give its lock away.
 * Null when there is nothing worth a copy. Throws when the copy does not open or lacks something.
 */
export const backUp = async (options: Options): Promise<Backup | null> => {
  const { database, dataDir, dir = backupDirIn(dataDir), nowMs, log, label = '' } = options;
  const { inTurn = (task) => task(), withSecrets = false } = options;
  await mkdir(dir, { recursive: true });
  const path = join(dir, `marquee-${toStamp(nowMs)}${label}.duckdb`);
  const part = `${path}.part`;
  const connection = await database.connect();
  try {
    const events = (await inTurn(() => readNumber(connection, 'SELECT count(*) FROM event'))) ?? 0;
    const plays = (await inTurn(() => readNumber(connection, 'SELECT count(*) FROM play'))) ?? 0;
    if (events + plays === 0) return null;
    await removeParts(part);
    await copyDatabase({ connection, to: part, inTurn });
    const copied = await verifyFile(part);
    if (copied.events < events || copied.plays < plays) {
      throw new Error(`The copy has ${copied.events} of ${events} events and ${copied.plays} of ${plays} plays.`);
    }
    await copyCompanions(dataDir, path, withSecrets);
    await rename(part, path);
    const { size } = await stat(path);
    log.info('history: backed up', { path, ...copied });
    return { path, atMs: nowMs, bytes: size };
  } catch (error) {
    await removeParts(part);
    throw error;
  } finally {
    connection.closeSync();
  }
};

const removeParts = async (path: string): Promise<void> => {
  for (const part of partsOf(path)) await rm(part, { force: true });
};

export const rotateBackups = async (dir: string, keep: number): Promise<void> => {
  for (const { path } of toDrop(await listBackups(dir), keep)) {
    await rm(path, { force: true });
    await removeCompanions(path);
  }
};
