// Opens the database, whatever its state, and brings its tables up to date.
import type { BackupSettings } from '../../src-contract/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { backUp } from './backups.ts';
import { migrate } from './migrations/migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { openOrRecover, type Opened } from './recovery.ts';

type Options = { dataDir: string; log: Log; clock: Clock; backups: () => BackupSettings };

/** Leaves nothing open when it throws. */
export const openOrMigrate = async ({ dataDir, log, clock, backups }: Options): Promise<Opened> => {
  const opened = await openOrRecover(dataDir, clock.nowMs(), log, undefined, backups().folder ?? undefined);
  const { database } = opened;
  try {
    await migrate(database.writer, {
      migrations,
      nowMs: clock.nowMs(),
      log,
      copyFirst: async (from) => {
        await backUp({ database, dataDir, nowMs: clock.nowMs(), log, label: `-before-${from + 1}` });
      },
    });
    return opened;
  } catch (error) {
    database.close();
    throw error;
  }
};
