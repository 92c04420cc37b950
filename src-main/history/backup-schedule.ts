// When the history is backed up: soon after a start if the newest copy is a day old, then daily, and never for nothing new.
import { writeFile } from 'node:fs/promises';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { readNumber } from './answers.ts';
import { backUp, listBackups, rotateBackups } from './backups.ts';
import type { Database } from './database.ts';
import { databasePathIn, suspicionPathOf } from './files.ts';

const firstLookMs = 60_000;
const lookMs = 3_600_000;
const dayMs = 86_400_000;
const keep = 5;

type Options = {
  database: () => Database;
  dataDir: string;
  clock: Clock;
  log: Log;
  /** Called after each try: with what went wrong, or null. */
  onOutcome: (failure: Error | null) => void;
};

const isDue = async (database: Database, dataDir: string, nowMs: number): Promise<boolean> => {
  const newest = (await listBackups(dataDir))[0];
  if (!newest) return true;
  if (nowMs - newest.atMs < dayMs) return false;
  return ((await readNumber(database.reader, 'SELECT max(at_ms) FROM event')) ?? 0) > newest.atMs;
};

/** No backup on closing: it would keep a computer that shuts down waiting, and the file is whole then anyway. */
export const createBackupSchedule = ({ database, dataDir, clock, log, onOutcome }: Options) => {
  let running = Promise.resolve();
  let closed = false;
  let disarm = (): void => {};

  const look = async (): Promise<void> => {
    try {
      const nowMs = clock.nowMs();
      if (!(await isDue(database(), dataDir, nowMs))) return;
      await backUp({ database: database(), dataDir, nowMs, log });
      await rotateBackups(dataDir, keep);
      onOutcome(null);
    } catch (thrown) {
      const error = toError(thrown);
      log.error('history: the backup failed', { error: error.message });
      await writeFile(suspicionPathOf(databasePathIn(dataDir)), '').catch(() =>
        log.warn('history: no suspicion noted'),
      );
      onOutcome(error);
    }
  };
  const arm = (delayMs: number): void => {
    if (closed) return;
    disarm = clock.after(delayMs, () => {
      running = look().then(() => arm(lookMs));
    });
  };
  arm(firstLookMs);
  return {
    close: async () => {
      closed = true;
      disarm();
      await running;
    },
  };
};
