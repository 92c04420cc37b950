// Copies of the history: rotating, each verified by opening it, never an empty one over a good one.
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../lib/log.ts';
import { readNumber, readTexts } from './answers.ts';
import type { Database } from './database.ts';
import { backupDirIn, partsOf, toStamp } from './files.ts';
import { verifyFile } from './verify.ts';

export type Backup = { path: string; atMs: number; bytes: number };

const named = /^marquee-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(-before-\d+)?\.duckdb$/;

const toAtMs = (name: string): number | null => {
  const stamp = named.exec(name)?.[1];
  if (stamp === undefined) return null;
  const atMs = Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)Z/, 'T$1:$2:$3Z'));
  return Number.isNaN(atMs) ? null : atMs;
};

/** Newest first. */
export const listBackups = async (dataDir: string): Promise<Backup[]> => {
  const dir = backupDirIn(dataDir);
  await mkdir(dir, { recursive: true });
  const backups: Backup[] = [];
  for (const name of await readdir(dir)) {
    const atMs = toAtMs(name);
    if (atMs === null) continue;
    const path = join(dir, name);
    backups.push({ path, atMs, bytes: (await stat(path)).size });
  }
  return backups.toSorted((one, other) => other.atMs - one.atMs);
};

/** All but the newest `keep`; the largest stays too, so that a history begun anew never crowds out the old one. */
export const toDrop = (newestFirst: readonly Backup[], keep: number): Backup[] => {
  const largest = newestFirst.reduce<Backup | null>(
    (most, backup) => (most === null || backup.bytes > most.bytes ? backup : most),
    null,
  );
  return newestFirst.slice(keep).filter((backup) => backup !== largest);
};

type Options = { database: Database; dataDir: string; nowMs: number; log: Log; label?: string };

/**
 * Copies through DuckDB while recording goes on: opening the live file for a file copy would give its lock away.
 * Null when there is nothing worth a copy. Throws when the copy does not open or lacks something.
 */
export const backUp = async ({ database, dataDir, nowMs, log, label = '' }: Options): Promise<Backup | null> => {
  const dir = backupDirIn(dataDir);
  await mkdir(dir, { recursive: true });
  const path = join(dir, `marquee-${toStamp(nowMs)}${label}.duckdb`);
  const part = `${path}.part`;
  const connection = await database.connect();
  try {
    const events = (await readNumber(connection, 'SELECT count(*) FROM event')) ?? 0;
    if (events === 0) return null;
    await removeParts(part);
    const [live = ''] = await readTexts(connection, 'SELECT current_database()');
    await connection.run(`ATTACH '${part.replaceAll("'", "''")}' AS backup_copy`);
    try {
      await connection.run(`COPY FROM DATABASE "${live}" TO backup_copy`);
    } finally {
      await connection.run('DETACH backup_copy');
    }
    const copied = await verifyFile(part);
    if (copied.events < events) throw new Error(`The copy has ${copied.events} of ${events} events.`);
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

export const rotateBackups = async (dataDir: string, keep: number): Promise<void> => {
  for (const backup of toDrop(await listBackups(dataDir), keep)) await rm(backup.path, { force: true });
};
