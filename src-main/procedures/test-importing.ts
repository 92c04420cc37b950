// Importing as procedures need it, for tests in which nothing is imported.
import type { ImportRooms } from './import.ts';

const refuse = () => Promise.reject(new Error('broken'));

export const noImporting: ImportRooms = {
  imports: {
    ...{ inspect: refuse, start: refuse, newestRow: refuse, ended: refuse, list: refuse, progress: refuse },
    ...{ cancel: refuse, undo: refuse, close: () => Promise.resolve() },
  },
  tautulli: { view: refuse, update: refuse, test: refuse, complete: (wanted) => wanted },
  backfill: { progress: refuse, start: refuse },
};
