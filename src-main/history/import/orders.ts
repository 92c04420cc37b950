// What can be asked about imports from Tautulli, and what is answered.
import type { ImportReport, ImportRun, ImportWanted } from '../../../src-contract/import.ts';

/** What came of an order: a typed refusal is no bug. */
export type Refusal =
  | { kind: 'running' }
  | { kind: 'no-server' }
  | { kind: 'unreadable'; says: string }
  | { kind: 'unknown' };
export type Started = { kind: 'run'; run: ImportRun } | Refusal;

/** `into`: an import that goes on with each start, as beside a running Tautulli; `after`: only rows with higher numbers. */
export type How = { into?: string; after?: number };

export type Imports = {
  inspect: (wanted: ImportWanted) => Promise<{ kind: 'report'; report: ImportReport } | Refusal>;
  /** Resolves when it has begun; `ended` tells of its end. */
  start: (wanted: ImportWanted, how?: How) => Promise<Started>;
  /** The highest number of a row that came from a Tautulli of this server; 0: none. */
  newestRow: (serverId: string) => Promise<number>;
  ended: (importId: string) => Promise<ImportRun | null>;
  list: () => Promise<ImportRun[]>;
  progress: (importId: string) => Promise<ImportRun | null>;
  cancel: (importId: string) => Promise<ImportRun | null>;
  undo: (importId: string) => Promise<Started>;
  close: () => Promise<void>;
};
