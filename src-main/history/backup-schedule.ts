// When the history is backed up: soon after a start if the newest copy is old, then as often as chosen, never for nothing
// new; and whenever the owner asks.
import { statfs, writeFile } from 'node:fs/promises';
import type { BackupsView } from '../../src-contract/backup.ts';
import type { BackupSettings } from '../../src-contract/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { createTurns, type Turns } from '../lib/turns.ts';
import { readNumber } from './answers.ts';
import { backUp, describeBackup, listBackups, rotateBackups, type Backup } from './backups.ts';
import type { Database } from './database.ts';
import { backupDirIn, databasePathIn, suspicionPathOf } from './files.ts';

const firstLookMs = 60_000;
const lookMs = 3_600_000;
const hourMs = 3_600_000;

type Options = {
  database: () => Database;
  dataDir: string;
  chosen: () => BackupSettings;
  inTurn: Turns;
  clock: Clock;
  log: Log;
  /** Called after each try: with what went wrong, or null. */
  onOutcome: (failure: Error | null) => void;
};

/** No backup on closing: it would keep a computer that shuts down waiting, and the file is whole then anyway. */
export const createBackupSchedule = ({ database, dataDir, chosen, inTurn, clock, log, onOutcome }: Options) => {
  const oneByOne = createTurns();
  let running = Promise.resolve();
  let copying = false;
  let closed = false;
  let failure: string | null = null;
  let disarm = (): void => {};

  const dir = () => chosen().folder ?? backupDirIn(dataDir);
  const list = () => listBackups(backupDirIn(dataDir), dir());

  /** Rejects when it fails; what was there before stays. Null when there is nothing to back up. */
  const make = (label = ''): Promise<Backup | null> =>
    oneByOne(async () => {
      copying = true;
      try {
        const { withSecrets, keep } = chosen();
        const nowMs = clock.nowMs();
        const made = await backUp({
          database: database(),
          dataDir,
          dir: dir(),
          withSecrets,
          nowMs,
          log,
          label,
          inTurn,
        });
        await rotateBackups(dir(), keep);
        failure = null;
        onOutcome(null);
        return made;
      } catch (thrown) {
        const error = toError(thrown);
        failure = error.message;
        log.error('history: the backup failed', { error: error.message });
        await writeFile(suspicionPathOf(databasePathIn(dataDir)), '').catch(() =>
          log.warn('history: no suspicion noted'),
        );
        onOutcome(error);
        throw error;
      } finally {
        copying = false;
      }
    });

  const isDue = async (): Promise<boolean> => {
    const { on, everyHours } = chosen();
    if (!on) return false;
    const newest = (await listBackups(dir()))[0];
    if (!newest) return true;
    if (clock.nowMs() - newest.atMs < everyHours * hourMs) return false;
    return ((await inTurn(() => readNumber(database().reader, 'SELECT max(at_ms) FROM event'))) ?? 0) > newest.atMs;
  };
  const look = async (): Promise<void> => {
    try {
      if (await isDue()) await make();
    } catch (thrown) {
      // Told by `make`, but for a folder that cannot be read.
      failure ??= toError(thrown).message;
      onOutcome(toError(thrown));
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
    make,
    list,
    view: async (): Promise<BackupsView> => {
      const backups = [];
      for (const backup of await list()) backups.push(await describeBackup(backup));
      const free = await statfs(dir()).catch(() => null); // The folder may be away.
      const freeBytes = free && free.bavail * free.bsize;
      return { dir: dir(), backups, freeBytes, failure, running: copying };
    },
    close: async () => {
      closed = true;
      disarm();
      await running;
      await oneByOne(() => Promise.resolve());
    },
  };
};
