// Writes what is told to others into a file of its own: the documented tables, and nothing else of the history.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Turns } from '../lib/turns.ts';
import { readNumber } from './answers.ts';
import { dataViews, selectView } from './data-views.ts';
import { USUAL_MEMORY } from './database.ts';

/** Copied in one turn. */
const ROWS = 10_000;

/** A part of plays in plain columns needs so much while it is packed; the history's own limit is too little for it. */
const MEMORY = '320MB';

export const copyViews = async (connection: DuckDBConnection, to: string, inTurn: Turns): Promise<void> => {
  await connection.run(`ATTACH '${to.replaceAll("'", "''")}' AS told`);
  try {
    await connection.run(`SET memory_limit = '${MEMORY}'`);
    // Each part is stored as it comes: one transaction over all of them would hold them in memory until its end.
    for (const view of dataViews) {
      await inTurn(() => connection.run(`CREATE TABLE told."${view.name}" AS ${selectView(view, 'false')}`));
      const last = await inTurn(() => readNumber(connection, `SELECT max(rowid) FROM ${view.table}`));
      for (let from = 0; from <= (last ?? -1); from += ROWS) {
        const which = `rowid >= ${from} AND rowid < ${from + ROWS}`;
        await inTurn(() => connection.run(`INSERT INTO told."${view.name}" ${selectView(view, which)}`));
      }
    }
    await connection.run('CHECKPOINT told');
  } finally {
    await connection.run('DETACH told');
    // Refused while more than that is held; the copy is good all the same, and the next one puts it back.
    await connection.run(`SET memory_limit = '${USUAL_MEMORY}'`).catch(() => null);
  }
};
