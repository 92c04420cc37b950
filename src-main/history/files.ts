// The names of the history's files, and careful ways to copy and move them.
import { existsSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export const databasePathIn = (dataDir: string): string => join(dataDir, 'marquee.duckdb');
export const walPathOf = (path: string): string => `${path}.wal`;
/** Everything that belongs to one database: DuckDB may leave the last two behind when it dies during a checkpoint. */
export const partsOf = (path: string): string[] =>
  ['', '.wal', '.wal.checkpoint', '.wal.recovery'].map((end) => path + end);
/** Exists when something in the file could not be read; the next start then reads all of it. */
export const suspicionPathOf = (path: string): string => `${path}.suspect`;
export const backupDirIn = (dataDir: string): string => join(dataDir, 'backups');

/** `2026-11-23T16-25-00Z`: sorts by time and is a file name everywhere. */
export const toStamp = (atMs: number): string =>
  new Date(atMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');

/** Moves a file that cannot be used out of the way, under a name with the date. Nothing is ever overwritten. */
export const setAside = async (path: string, atMs: number): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const to = `${path}.unreadable-${toStamp(atMs)}${number === 1 ? '' : `-${number}`}`;
    if (existsSync(to)) continue;
    await rename(path, to);
    return to;
  }
};

/** Copies under a temporary name first, so that a half copy never carries the real one. */
export const copyWhole = async (from: string, to: string): Promise<void> => {
  await rm(`${to}.part`, { force: true });
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
};
