// Reads a whole database once, so that a flipped byte anywhere is found now and not on the day it is needed.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { readNumber, readTexts } from './answers.ts';

export type Counts = { events: number; plays: number };

/** Every block has a checksum, which DuckDB compares when it reads the block. Throws when anything is unreadable. */
export const readEverything = async (connection: DuckDBConnection): Promise<Counts> => {
  const names = await readTexts(
    connection,
    'SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal',
  );
  for (const name of names) await connection.run(`SELECT bit_xor(hash(t)) FROM "${name}" AS t`);
  return {
    events: (await readNumber(connection, 'SELECT count(*) FROM event')) ?? 0,
    plays: (await readNumber(connection, 'SELECT count(*) FROM play')) ?? 0,
  };
};

/** Opens a file that is not the live one, reads all of it, and closes it. Throws when it is not a good history. */
export const verifyFile = async (path: string): Promise<Counts> => {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', memory_limit: '128MB', threads: '1' });
  try {
    const connection = await instance.connect();
    const counts = await readEverything(connection);
    connection.closeSync();
    return counts;
  } finally {
    instance.closeSync();
  }
};
