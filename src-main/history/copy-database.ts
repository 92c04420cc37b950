// Copies the open history into another file as it stood at one moment, in many short turns: nobody waits for long.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Turns } from '../lib/turns.ts';
import { readRows, readTexts } from './answers.ts';

/** Copied in one turn. DuckDB keeps the rows in their order by itself; sorting them took more memory than it may have. */
const ROWS = 50_000;

const rowsSchema = z.object({ last: z.bigint().transform(Number).nullable() });

type Options = { connection: DuckDBConnection; to: string; inTurn: Turns };

/** The connection has to be free of transactions. One transaction sees everything as it was when it first looked. */
export const copyDatabase = async ({ connection, to, inTurn }: Options): Promise<void> => {
  const [live = ''] = await readTexts(connection, 'SELECT current_database()');
  await connection.run(`ATTACH '${to.replaceAll("'", "''")}' AS backup_copy`);
  try {
    await inTurn(() => connection.run(`COPY FROM DATABASE "${live}" TO backup_copy (SCHEMA)`));
    await connection.run('BEGIN');
    try {
      const tables = await inTurn(() =>
        readTexts(
          connection,
          `SELECT table_name FROM duckdb_tables() WHERE database_name = '${live}' AND NOT internal`,
        ),
      );
      const lasts = await inTurn(async () => {
        const found = new Map<string, number>();
        for (const table of tables) {
          const [row] = await readRows(connection, rowsSchema, `SELECT max(rowid) AS last FROM "${live}"."${table}"`);
          if (row && row.last !== null) found.set(table, row.last);
        }
        return found;
      });
      for (const [table, last] of lasts) {
        for (let from = 0; from <= last; from += ROWS) {
          const which = `rowid >= ${from} AND rowid < ${from + ROWS}`;
          await inTurn(() =>
            connection.run(`INSERT INTO backup_copy."${table}" SELECT * FROM "${live}"."${table}" WHERE ${which}`),
          );
        }
      }
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => null); // What failed may have rolled back by itself.
      throw error;
    }
  } finally {
    await connection.run('DETACH backup_copy');
  }
};
