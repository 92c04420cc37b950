// Importing as procedures need it, for tests: where nothing is imported, and where everything went well.
import type { BackfillView, ImportReport, ImportRun, TautulliTest, TautulliView } from '../../src-contract/import.ts';
import type { ImportRooms } from './import.ts';

const refuse = () => Promise.reject(new Error('broken'));

export const noImporting: ImportRooms = {
  imports: {
    inspect: refuse,
    start: refuse,
    newestRow: refuse,
    ended: refuse,
    list: refuse,
    progress: refuse,
    cancel: refuse,
    undo: refuse,
    close: () => Promise.resolve(),
  },
  tautulli: { view: refuse, update: refuse, test: refuse, complete: (wanted) => wanted },
  backfill: { progress: refuse, start: refuse },
};

const counts = { rows: 3, added: 1, alreadyHere: 0, matched: 1, replaced: 0, unusable: 1 };

export const aReport: ImportReport = {
  name: '/data/tautulli.db',
  version: 'v2.17.2',
  server: { id: 'attic', name: 'Attic', known: true },
  counts,
  fromMs: 1000,
  untilMs: 2000,
  users: [{ id: '501', name: 'Ada', plays: 2, known: true }],
  unusable: [{ why: 'never-stopped', says: 'It never ended.', rows: 1, examples: [3] }],
  remarks: [],
};

export const aRun: ImportRun = {
  importId: 'i1',
  source: 'file',
  name: '/data/tautulli.db',
  serverId: 'attic',
  state: 'finished',
  startedAtMs: 1000,
  finishedAtMs: 2000,
  done: 3,
  total: 3,
  counts,
  failure: null,
};

export const aTautulli: TautulliView = {
  url: 'http://127.0.0.1:8181',
  hasKey: true,
  intervalMs: 300_000,
  fixed: false,
  lastRun: { atMs: 1000, ok: true, says: '1 new, 0 that Marquee saw itself.', added: 1, matched: 0 },
  nextRunAtMs: 301_000,
  added: 1,
  matched: 0,
};

export const aTautulliTest: TautulliTest = {
  kind: 'answered',
  version: 'v2.17.2',
  serverId: 'attic',
  serverName: 'Attic',
  known: true,
  plays: 3,
};

export const aBackfill: BackfillView = {
  serverId: 'attic',
  past: 'never',
  running: false,
  done: 0,
  total: null,
  added: 0,
  lastRunAtMs: null,
  failure: null,
};

export const someImporting: ImportRooms = {
  imports: {
    ...noImporting.imports,
    inspect: async () => ({ kind: 'report', report: aReport }),
    start: async () => ({ kind: 'run', run: aRun }),
    list: async () => [aRun],
    progress: async () => aRun,
    cancel: async () => aRun,
    undo: async () => ({ kind: 'run', run: aRun }),
  },
  tautulli: {
    view: async () => aTautulli,
    update: async () => aTautulli,
    test: async () => aTautulliTest,
    complete: (wanted) => wanted,
  },
  backfill: { progress: async () => [aBackfill], start: async () => aBackfill },
};
