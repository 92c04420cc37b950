// Writes what is told to others into a file of its own: the documented tables, and nothing else of the history.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Turns } from '../lib/turns.ts';
import { readNumber } from './answers.ts';
import { dataViews, selectView } from './data-views.ts';

/** Copied in one turn. */
const ROWS = 10_000;

export const copyViews = async (connection: DuckDBConnection, to: string, inTurn: Turns): Promise<void> => {
  await connection.run(`ATTACH '${to.replaceAll("'", "''")}' AS told`);
  try {
    await connection.run('BEGIN');
    try {
      for (const view of dataViews) {
        await inTurn(() => connection.run(`CREATE TABLE told."${view.name}" AS ${selectView(view, 'false')}`));
        const last = await inTurn(() => readNumber(connection, `SELECT max(rowid) FROM ${view.table}`));
        for (let from = 0; from <= (last ?? -1); from += ROWS) {
          const which = `rowid >= ${from} AND rowid < ${from + ROWS}`;
          await inTurn(() => connection.run(`INSERT INTO told."${view.name}" ${selectView(view, which)}`));
        }
      }
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => null); // What failed may have rolled back by itself.
      throw error;
    }
    await connection.run('CHECKPOINT told');
  } finally {
    await connection.run('DETACH told');
  }
};
