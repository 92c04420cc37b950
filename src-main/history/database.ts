// The one open DuckDB file of this process: one `create`, then connections; a second process is refused by name.
import { closeSync, openSync } from 'node:fs';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { toError } from '../lib/to-error.ts';
import { HistoryError } from './history-error.ts';
import { readOwner, removeOwner, writeOwner } from './owner-file.ts';

export type Database = {
  /** For the recorder alone: one transaction at a time. */
  writer: DuckDBConnection;
  reader: DuckDBConnection;
  /** For the outbox alone, which would wait behind long questions of others, and they behind it. */
  teller: DuckDBConnection;
  connect: () => Promise<DuckDBConnection>;
  /** False after an error that DuckDB itself calls fatal; then only closing and opening again helps. */
  isAlive: () => Promise<boolean>;
  close: () => void;
};

/*
  The lock that keeps other processes out belongs to the process, not to the handle: closing a second handle of the
  same file gives it away (POSIX fcntl). So this process must know by itself what it has open, in one place.
*/
const openHere = new Set<string>();

/** Who raises it for a while puts this back. */
export const USUAL_MEMORY = '160MB';

const limits = {
  memory_limit: USUAL_MEMORY,
  threads: '2',
  // A checkpoint rewrites the newest part of every table, so it may wait a little longer than DuckDB's 16 MB.
  wal_autocheckpoint: '32MB',
  // JSON in zstd is a twelfth of the size, but only in this newer layout of the file.
  storage_compatibility_version: 'latest',
  // Rows that were chosen are read by their numbers: up to so many (50, unless told) no other part of the table is looked at.
  dynamic_or_filter_threshold: '1000',
  // It packs values for sorting by what the statistics say when a question is planned; a row that is committed before the
  // question runs may not fit them. Seen in DuckDB 1.5.5: garbage rows and a crash with it on, garbage still, but rarely,
  // with it off. What keeps questions and commits apart is their turns, in open-history.ts.
  disabled_optimizers: 'compressed_materialization',
};

/** DuckDB says "Could not set lock on file … (PID 123)" on Linux and macOS; Windows refuses every second opening. */
const lockHolder = (error: Error, path: string): { pid: number | null } | null => {
  if (error.message.includes('Could not set lock on file')) {
    const pid = /\(PID (\d+)\)/.exec(error.message)?.[1];
    return { pid: pid === undefined ? readOwner(path) : Number(pid) };
  }
  if (process.platform !== 'win32') return null;
  try {
    closeSync(openSync(path, 'r+'));
    return null;
  } catch {
    return { pid: readOwner(path) };
  }
};

const refuse = (pid: number | null, path: string, cause?: unknown): HistoryError =>
  new HistoryError(
    'locked',
    `Marquee is already running${pid === null ? '' : ` as process ${pid}`} and has the history ${path} open. ` +
      'Only one Marquee can use a data folder.',
    cause,
  );

const connectTo = async (path: string): Promise<DuckDBInstance> => {
  try {
    return await DuckDBInstance.create(path, limits);
  } catch (thrown) {
    const error = toError(thrown);
    const holder = lockHolder(error, path);
    if (holder) throw refuse(holder.pid, path, error);
    throw error;
  }
};

/** Throws a HistoryError of kind `locked` when someone has it, and whatever DuckDB says when the file is unreadable. */
export const openDatabase = async (path: string): Promise<Database> => {
  if (openHere.has(path)) throw refuse(process.pid, path);
  openHere.add(path);
  let instance: DuckDBInstance | undefined;
  try {
    instance = await connectTo(path);
    const [writer, reader, teller] = [await instance.connect(), await instance.connect(), await instance.connect()];
    writeOwner(path);
    return { writer, reader, teller, ...rest(instance, path, [writer, reader, teller]) };
  } catch (error) {
    instance?.closeSync();
    openHere.delete(path);
    throw error;
  }
};

const rest = (instance: DuckDBInstance, path: string, connections: DuckDBConnection[]) => {
  let closed = false;
  return {
    connect: () => instance.connect(),
    isAlive: async () => {
      try {
        const probe = await instance.connect();
        await probe.run('SELECT count(*) FROM migration');
        probe.closeSync();
        return true;
      } catch {
        return false; // Whatever it says: it does not answer.
      }
    },
    close: () => {
      if (closed) return;
      closed = true;
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
      removeOwner(path);
      openHere.delete(path);
    },
  };
};
