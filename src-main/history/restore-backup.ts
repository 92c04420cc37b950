// Puts a backup in the place of the history while Marquee runs: checked first, and what was there is backed up.
import { rename, rm } from 'node:fs/promises';
import type { Restored } from '../../src-contract/backup.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { nameOf, type Backup } from './backups.ts';
import { layReady } from './companions.ts';
import { copyWhole, databasePathIn, partsOf } from './files.ts';
import { verifyFile } from './verify.ts';

export type RestoreAnswer = { kind: 'restored'; restored: Restored } | { kind: 'unknown' | 'unreadable' };

type Options = {
  dataDir: string;
  list: () => Promise<Backup[]>;
  /** Backs up what is there; rejects when that fails. */
  keep: () => Promise<Backup | null>;
  /** Closes the history, does what is asked, and opens it again, with nobody else at it. */
  whileShut: (act: () => Promise<void>) => Promise<void>;
  log: Log;
};

/** Rejects, with everything as it was, when what is there cannot be backed up. */
export const restoreBackup = async (
  { dataDir, list, keep, whileShut, log }: Options,
  { name, settings }: { name: string; settings: boolean },
): Promise<RestoreAnswer> => {
  const wanted = (await list()).find(({ path }) => nameOf(path) === name);
  if (!wanted) return { kind: 'unknown' };
  const path = databasePathIn(dataDir);
  // A start that finds this and no history takes it: so a kill at any moment leaves one or the other.
  const ready = `${path}.restoring`;
  let plays: number;
  try {
    await copyWhole(wanted.path, ready);
    ({ plays } = await verifyFile(ready));
  } catch (error) {
    log.error('history: this backup is no use', { path: wanted.path, error: toError(error).message });
    await rm(ready, { force: true });
    return { kind: 'unreadable' };
  }
  try {
    const before = await keep();
    await whileShut(async () => {
      for (const part of partsOf(path).toReversed()) await rm(part, { force: true });
      await rename(ready, path);
    });
    const atNextStart = settings ? await layReady(wanted.path, dataDir) : [];
    log.info('history: restored', { from: wanted.path, plays });
    return { kind: 'restored', restored: { plays, before: before && nameOf(before.path), atNextStart } };
  } catch (error) {
    await rm(ready, { force: true });
    throw error;
  }
};
