// What lies in a library and was never played: by nobody, not even for a moment.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { LibraryDetail, NeverWatchedPage, NeverWatchedQuery } from '../../../src-contract/library.ts';
import { readRows } from '../answers.ts';
import { itemColumns, itemRow, standing } from './library-item.ts';
import type { Place } from './store-libraries.ts';

/** Parts may be left out. */
export type NeverWatchedQuestion = Partial<NeverWatchedQuery> & Place;

/*
  By guid, and by server and number, as plays are known that came without a guid. The keys of the library are the small
  side: however many plays there are, only those that are in it are kept.
*/
const unplayed = `WITH shelf AS MATERIALIZED (
    SELECT library_item.* FROM ${standing} WHERE library_item.server_id = $server AND section_id = $section
  ), key AS MATERIALIZED (
    SELECT item_key AS name FROM shelf UNION SELECT server_id || ':' || rating_key FROM shelf
  ), played AS MATERIALIZED (
    SELECT DISTINCT item_key FROM play WHERE removed_at_ms IS NULL AND item_key IN (SELECT name FROM key)
  ), unplayed AS (
    SELECT * FROM shelf WHERE item_key NOT IN (SELECT item_key FROM played)
      AND server_id || ':' || rating_key NOT IN (SELECT item_key FROM played)
  )`;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const sumRow = z.object({ items: number, durationMs: number, bytes: number });

export const sumNeverWatched = async (
  connection: DuckDBConnection,
  { server, section }: Place,
): Promise<NonNullable<LibraryDetail['neverWatched']>> => {
  const [sum] = await readRows(
    connection,
    sumRow,
    `${unplayed} SELECT count(*) AS items, coalesce(sum(duration_ms), 0) AS "durationMs", coalesce(sum(bytes), 0) AS bytes
     FROM unplayed`,
    { server, section },
  );
  return sum ?? { items: 0, durationMs: 0, bytes: 0 };
};

const sorts = {
  added: 'added_at_ms',
  title: 'lower(concat_ws(chr(31), grandparent_title, parent_title, title))',
  bytes: 'bytes',
  duration: 'duration_ms',
} as const;

export const readNeverWatched = async (
  connection: DuckDBConnection,
  { server, section, sort = 'added', order = 'asc', start = 0, length = 50 }: NeverWatchedQuestion,
): Promise<NeverWatchedPage> => {
  const place = { server, section };
  const { items: total, bytes } = await sumNeverWatched(connection, place);
  const items = await readRows(
    connection,
    itemRow,
    `${unplayed} SELECT ${itemColumns} FROM unplayed AS library_item
     ORDER BY ${sorts[sort]} ${order} NULLS LAST, parent_index, item_index, rating_key LIMIT ${length} OFFSET ${start}`,
    place,
  );
  return { items, total, bytes, next: items.length > 0 && start + items.length < total ? start + items.length : null };
};
