// What the log says of an import: all that an owner started, and of a regular look beside a Tautulli only what is new.
import type { ImportCounts, ImportRun } from '../../../src-contract/import.ts';
import type { Log } from '../../lib/log.ts';

const isRegular = ({ source }: ImportRun): boolean => source === 'sync';

export const logStarted = (log: Log, run: ImportRun): void =>
  log[isRegular(run) ? 'debug' : 'info']('import: started', {
    from: run.name,
    serverId: run.serverId,
    rows: run.total,
  });

/** `before` is what the same import had brought earlier. */
export const logEnded = (log: Log, run: ImportRun, before: ImportCounts): void => {
  const { state, counts } = run;
  const isNews = counts.added + counts.replaced > before.added + before.replaced;
  const level = isRegular(run) && state === 'finished' && !isNews ? 'debug' : 'info';
  log[level]('import: ended', { state, ...counts });
};
