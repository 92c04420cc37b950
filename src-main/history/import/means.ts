// What DuckDB may do while an import is on its way: more memory, fewer checkpoints. What it was before is put back at the end.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { toError } from '../../lib/to-error.ts';

const importing = {
  memory_limit: '224MB',
  // With two, the one that has nothing to do keeps asking for work: it takes a core from the reading.
  threads: '1',
  // A checkpoint packs the newest plays anew each time, so there are fewer of them meanwhile.
  wal_autocheckpoint: '64MB',
  // It takes a file for small, and would hold all of its rows in memory to find the others in them.
  disabled_optimizers: 'compressed_materialization,build_side_probe_side',
  // Gives back at once what one step of a part needed and the next does not: 80 MB.
  allocator_background_threads: 'true',
} as const;

type Settings = Readonly<Record<string, string>>;

const readSettings = async (connection: DuckDBConnection): Promise<Settings> => {
  const names = Object.keys(importing);
  const read = await connection.runAndReadAll(
    `SELECT ${names.map((name) => `current_setting('${name}')::VARCHAR AS ${name}`).join(', ')}`,
  );
  return z.record(z.string(), z.string()).parse(read.getRowObjectsJS()[0]);
};

/** One by one: it may hold more memory than that for a moment; then it keeps its larger limit until the next import. */
const put = async (connection: DuckDBConnection, settings: Settings): Promise<void> => {
  for (const [name, value] of Object.entries(settings))
    await connection.run(`SET ${name} = '${value}'`).catch(() => null);
};

export const isOutOfMemory = ({ message }: Error): boolean => message.startsWith('Out of Memory Error');

/** Until the work has ended. */
export const giveMore = (connection: DuckDBConnection): Promise<void> => put(connection, { memory_limit: '512MB' });

/** Once more with more memory, when that was what it lacked. */
export const orWithMore = async <Answer>(
  connection: DuckDBConnection,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work();
  } catch (thrown) {
    if (!isOutOfMemory(toError(thrown))) throw thrown;
    await giveMore(connection);
    return work();
  }
};

/** Does some work with more means. */
export type Means = <Answer>(connection: DuckDBConnection, work: () => Promise<Answer>) => Promise<Answer>;

/** Nothing may be on its way yet: what is in force now is what is put back when the last work has ended. */
export const openMeans = async (now: DuckDBConnection): Promise<Means> => {
  const usual = await readSettings(now);
  let working = 0;
  return async (connection, work) => {
    working += 1;
    try {
      await put(connection, importing);
      return await work();
    } finally {
      working -= 1;
      if (working === 0) await put(connection, usual);
    }
  };
};
