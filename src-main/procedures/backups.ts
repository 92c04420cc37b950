// Backups: which there are, one more, and one put back in the place of the history.
import { implement } from '@orpc/server';
import type { BackupsView, Restored } from '../../src-contract/backup.ts';
import { contract } from '../../src-contract/contract.ts';
import type { ImportRun } from '../../src-contract/import.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { orUnavailable } from './or-unavailable.ts';

export type BackupsRoom = {
  view: () => Promise<BackupsView>;
  /** Rejects when it fails. */
  make: () => Promise<BackupsView>;
  restore: (wanted: {
    name: string;
    settings: boolean;
  }) => Promise<{ kind: 'restored'; restored: Restored } | { kind: 'unknown' | 'unreadable' }>;
};

const os = implement(contract.backups);

export const backupsBranch = (
  room: BackupsRoom,
  imports: { list: () => Promise<Pick<ImportRun, 'state'>[]> },
  log: Log,
) => {
  const why = (error: unknown) => {
    const { message } = toError(error);
    log.error('A backup failed', { reason: message });
    return {
      message: `The backup could not be made: ${message.replace(/\.?$/, '.')} Those from before are as they were.`,
    };
  };
  return {
    list: os.list.handler(({ errors }) => orUnavailable(log, room.view, errors.HISTORY_UNAVAILABLE)),
    make: os.make.handler(async ({ errors }) => {
      try {
        return await room.make();
      } catch (error) {
        throw errors.BACKUP_FAILED(why(error));
      }
    }),
    restore: os.restore.handler(async ({ input, errors }) => {
      const runs = await orUnavailable(log, imports.list, errors.HISTORY_UNAVAILABLE);
      if (runs.some(({ state }) => state === 'running' || state === 'undoing')) throw errors.IMPORT_RUNNING();
      const answer = await room.restore(input).catch((error: unknown) => {
        throw errors.BACKUP_FAILED(why(error));
      });
      if (answer.kind === 'restored') return answer.restored;
      throw answer.kind === 'unknown' ? errors.UNKNOWN_BACKUP() : errors.BACKUP_UNREADABLE();
    }),
  };
};
