// Takes out again all that an import brought, and puts back what it had replaced, in one transaction.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportRun } from '../../../src-contract/import.ts';
import type { Turns } from '../../lib/turns.ts';
import { addSelected, dropPlays } from '../change-plays.ts';
import { inTransaction } from '../in-transaction.ts';
import { createTell, type Tell } from '../tell-plays.ts';
import { titlesSql } from '../titles.ts';
import { writeRun } from './runs.ts';
import { readAsideColumns } from './take-part.ts';

/** Inside the transaction that is open on the connection. */
const undoImport = async (connection: DuckDBConnection, importId: string, tell: Tell): Promise<void> => {
  const values = { import: importId };
  const brought = { sql: "import_id = $import AND origin = 'tautulli'", values };
  await tell('play-removed', brought);
  await dropPlays(connection, brought);
  const aside = await readAsideColumns(connection);
  const restored = { sql: 'id IN (SELECT id FROM play_aside WHERE aside_by = $import)', values };
  const sumUp = await addSelected(
    connection,
    `SELECT ${aside}, ${titlesSql} AS titles FROM play_aside WHERE aside_by = $import`,
    restored,
    values,
  );
  await sumUp();
  await tell('play-recorded', restored);
  await connection.run('DELETE FROM play_aside WHERE aside_by = $import', values);
  await connection.run(
    `UPDATE play SET source_id = NULL WHERE id IN
       (SELECT play_id FROM import_row WHERE import_id = $import AND outcome = 'matched')`,
    values,
  );
  // What resumed one of its plays now stands for itself, or for the first that is left.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE import_left AS
     SELECT group_id, arg_min(id, begin_ms) AS first FROM play
     WHERE group_id IN (SELECT play_id FROM import_row WHERE import_id = $import AND outcome <> 'matched')
     GROUP BY group_id`,
    values,
  );
  await connection.run(
    `UPDATE play SET group_id = import_left.first, resumed = play.id <> import_left.first
     FROM import_left WHERE play.group_id = import_left.group_id`,
  );
  await tell('play-changed', { sql: 'group_id IN (SELECT first FROM import_left)' });
  await connection.run('DELETE FROM import_row WHERE import_id = $import', values);
  await connection.run('DELETE FROM friendly_name WHERE import_id = $import', values);
  await connection.run('DELETE FROM account WHERE id NOT IN (SELECT user_id FROM play)');
};

type Means = { connection: DuckDBConnection; inTurn: Turns; site: string; nowMs: number };

/** In a turn of its own; resolves with how the run is noted from then on. */
export const undoRun = ({ connection, inTurn, site, nowMs }: Means, run: ImportRun): Promise<ImportRun> =>
  inTurn(() =>
    inTransaction(connection, async () => {
      const undone: ImportRun = { ...run, state: 'undone', finishedAtMs: nowMs };
      await undoImport(connection, run.importId, createTell(connection, { site, nowMs }));
      await writeRun(connection, undone);
      return undone;
    }),
  );
