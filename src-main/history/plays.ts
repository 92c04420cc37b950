// Questions to the history: a page of plays, one play.
import { type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { Play, PlayFilter, PlayPage } from '../../src-contract/play.ts';
import { readNumber } from './answers.ts';
import { playColumns, toPlay } from './play-row.ts';

/** Newest first; plays that ended in the same millisecond keep one order, so that pages never repeat one. */
const newestFirst = 'ORDER BY stopped_at_ms DESC, id DESC';

const toCondition = (filter: PlayFilter): { sql: string; values: Record<string, DuckDBValue> } => {
  const conditions: string[] = [];
  const values: Record<string, DuckDBValue> = {};
  if (filter.server !== undefined) {
    conditions.push('server_id = $server');
    values['server'] = filter.server;
  }
  if (filter.user !== undefined) {
    conditions.push('user_id = $user');
    values['user'] = filter.user;
  }
  if (filter.includeShort !== true) conditions.push('NOT short');
  return { sql: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '', values };
};

export const readPlays = async (connection: DuckDBConnection, filter: PlayFilter): Promise<PlayPage> => {
  const { sql, values } = toCondition(filter);
  const total = (await readNumber(connection, `SELECT count(*) FROM play ${sql}`, values)) ?? 0;
  // The page is found by its narrow columns first: to sort whole rows up to a far page would need more memory than there is.
  const read = await connection.runAndReadAll(
    `WITH page AS MATERIALIZED (
       SELECT rowid AS row FROM play ${sql} ${newestFirst} LIMIT ${filter.length} OFFSET ${filter.start}
     ) SELECT ${playColumns} FROM play WHERE rowid IN (SELECT row FROM page) ${newestFirst}`,
    values,
  );
  const items = read.getRowObjectsJS().map(toPlay);
  const end = filter.start + items.length;
  return { items, total, next: items.length > 0 && end < total ? end : null };
};

export const readPlay = async (connection: DuckDBConnection, id: string): Promise<Play | null> => {
  const read = await connection.runAndReadAll(`SELECT ${playColumns} FROM play WHERE id = $id LIMIT 1`, { id });
  const row = read.getRowObjectsJS()[0];
  return row === undefined ? null : toPlay(row);
};
