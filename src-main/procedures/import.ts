// Importing from Tautulli, running beside one, and filling in from Plex's own history.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Imports } from '../history/import/orders.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import type { BackfillRoom } from '../open-backfill.ts';
import type { TautulliRoom } from '../open-tautulli.ts';

export type ImportRooms = {
  imports: Imports;
  tautulli: Pick<TautulliRoom, 'view' | 'update' | 'test' | 'complete'>;
  backfill: Pick<BackfillRoom, 'progress' | 'start'>;
};

const os = implement(contract);

export const importBranches = ({ imports, tautulli, backfill }: ImportRooms, log: Log) => {
  /** Whatever the database throws, a person can only wait or look at the health; the log keeps the reason. */
  const orNull = async <Answer>(work: Promise<Answer>): Promise<{ answer: Answer } | null> =>
    work.then(
      (answer) => ({ answer }),
      (error: unknown) => {
        log.error('An import failed', { reason: toError(error).message });
        return null;
      },
    );
  return {
    imports: {
      inspect: os.imports.inspect.handler(async ({ input, errors }) => {
        const found = await orNull(imports.inspect(tautulli.complete(input)));
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        const { answer } = found;
        if (answer.kind === 'report') return answer.report;
        throw errors.IMPORT_SOURCE_UNREADABLE(answer.kind === 'unreadable' ? { message: answer.says } : {});
      }),
      start: os.imports.start.handler(async ({ input, errors }) => {
        const found = await orNull(imports.start(tautulli.complete(input)));
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        const { answer } = found;
        if (answer.kind === 'run') return answer.run;
        if (answer.kind === 'running') throw errors.IMPORT_RUNNING();
        if (answer.kind === 'no-server') throw errors.IMPORT_SERVER_UNKNOWN();
        throw errors.IMPORT_SOURCE_UNREADABLE(answer.kind === 'unreadable' ? { message: answer.says } : {});
      }),
      list: os.imports.list.handler(async ({ errors }) => {
        const found = await orNull(imports.list());
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        return found.answer;
      }),
      progress: os.imports.progress.handler(async ({ input, errors }) => {
        const found = await orNull(imports.progress(input.importId));
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        if (!found.answer) throw errors.UNKNOWN_IMPORT();
        return found.answer;
      }),
      cancel: os.imports.cancel.handler(async ({ input, errors }) => {
        const found = await orNull(imports.cancel(input.importId));
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        if (!found.answer) throw errors.UNKNOWN_IMPORT();
        return found.answer;
      }),
      undo: os.imports.undo.handler(async ({ input, errors }) => {
        const found = await orNull(imports.undo(input.importId));
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        const { answer } = found;
        if (answer.kind === 'run') return answer.run;
        throw answer.kind === 'running' ? errors.IMPORT_RUNNING() : errors.UNKNOWN_IMPORT();
      }),
    },
    tautulli: {
      get: os.tautulli.get.handler(() => tautulli.view()),
      update: os.tautulli.update.handler(async ({ input, errors }) => {
        const kept = await orNull(tautulli.update(input));
        if (!kept) throw errors.SETTINGS_NOT_KEPT();
        if (!kept.answer) throw errors.SETTINGS_FIXED();
        return kept.answer;
      }),
      test: os.tautulli.test.handler(({ input }) => tautulli.test(input)),
    },
    backfill: {
      progress: os.backfill.progress.handler(async ({ errors }) => {
        const found = await orNull(backfill.progress());
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        return found.answer;
      }),
      start: os.backfill.start.handler(async ({ input, errors }) => {
        const found = await orNull(backfill.start(input.serverId));
        if (!found) throw errors.HISTORY_UNAVAILABLE();
        if (!found.answer) throw errors.UNKNOWN_SERVER();
        return found.answer;
      }),
    },
  };
};
