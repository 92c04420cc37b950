// Everybody who has watched something: how much, when first and last, and what the owner calls them.
import { listValue, type DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { PeoplePage, PeopleQuery, Person } from '../../../src-contract/people.ts';
import { readNumber, readRows } from '../answers.ts';
import { toSearchWords } from '../play-condition.ts';

/** Parts may be left out. */
export type PeopleQuestion = Partial<PeopleQuery>;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const text = z.string().nullable();
const row = z.object({
  id: z.string(),
  plexName: text,
  friendlyName: text,
  thumb: text,
  plays: number,
  watchedMs: number,
  firstAtMs: number.nullable(),
  lastAtMs: number.nullable(),
  lastRow: number.nullable(),
  total: number,
});

const sorts = {
  name: 'lower(strip_accents(name))',
  plays: 'plays',
  watchedMs: '"watchedMs"',
  first: '"firstAtMs"',
  last: '"lastAtMs"',
} as const;

const lastRow = z.object({
  row: number,
  playId: z.string(),
  title: z.string(),
  series: text,
  playerTitle: text,
  address: text,
});

type Last = NonNullable<Person['last']>;
const readLast = async (connection: DuckDBConnection, rows: readonly number[]): Promise<Map<number, Last>> => {
  if (rows.length === 0) return new Map();
  const found = await readRows(
    connection,
    lastRow,
    `SELECT rowid AS row, id AS "playId", coalesce(item->>'title', '') AS title, item->>'grandparentTitle' AS series,
       player_title AS "playerTitle", coalesce(player->>'publicAddress', player->>'address') AS address
     FROM play WHERE rowid IN (SELECT unnest([${rows.join(', ')}]))`,
  );
  return new Map(
    found.map(({ row: place, playId, title, series, playerTitle, address }) => [
      place,
      { playId, title: series === null ? title : `${series} · ${title}`, playerTitle: playerTitle ?? '', address },
    ]),
  );
};

/** `userId`: only this one, also where nothing that counts is known of him. */
export const readPeople = async (
  connection: DuckDBConnection,
  { text: wanted = '', server, sort = 'last', order = 'desc', start = 0, length = 50 }: PeopleQuestion,
  userId?: string,
): Promise<PeoplePage> => {
  const words = toSearchWords(wanted);
  const values = {
    ...(server === undefined ? {} : { server }),
    ...(userId === undefined ? {} : { userId }),
    ...(words.length === 0 ? {} : { words: listValue(words) }),
  };
  const within = `${server === undefined ? '' : 'AND server_id = $server'} ${userId === undefined ? '' : 'AND user_id = $userId'}`;
  const found = await readRows(
    connection,
    row,
    `WITH person AS (
       SELECT user_id AS id, count(*) FILTER (NOT short) AS plays,
         coalesce(sum(watched_ms) FILTER (NOT short), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs",
         max(begin_ms) AS "lastAtMs", arg_max(play.rowid, begin_ms) AS "lastRow"
       FROM play WHERE removed_at_ms IS NULL ${within} GROUP BY 1
     ), named AS (
       SELECT person.*, account.name AS "plexName", friendly_name.name AS "friendlyName", account.thumb AS thumb,
         coalesce(friendly_name.name, account.name, person.id) AS name
       FROM person LEFT JOIN account ON account.id = person.id LEFT JOIN friendly_name ON friendly_name.user_id = person.id
     ) SELECT * EXCLUDE (name), count(*) OVER () AS total FROM named
     ${
       words.length === 0
         ? ''
         : `WHERE list_bool_and(list_transform($words, lambda word:
              contains(lower(strip_accents(concat_ws(' ', "friendlyName", "plexName", id))), word)))`
     }
     ORDER BY ${sorts[sort]} ${order} NULLS LAST, id LIMIT ${length} OFFSET ${start}`,
    values,
  );
  const last = await readLast(
    connection,
    found.flatMap((one) => one.lastRow ?? []),
  );
  const items = found.map(({ id, plexName, friendlyName, thumb, lastRow: place, total: _total, ...rest }) => ({
    ...rest,
    user: { id, name: friendlyName ?? plexName ?? id, thumb },
    friendlyName,
    plexName: plexName ?? id,
    last: place === null ? null : (last.get(place) ?? null),
    filter: { user: id },
  }));
  const total = found[0]?.total ?? 0;
  return { items, total, next: items.length > 0 && start + items.length < total ? start + items.length : null };
};

/** False: nobody with this id has watched anything. A name of an import becomes the owner's own. */
export const renamePerson = async (
  writer: DuckDBConnection,
  userId: string,
  friendlyName: string | null,
): Promise<boolean> => {
  const known = await readNumber(writer, `SELECT count(*) FROM play WHERE user_id = $userId`, { userId });
  if (!known) return false;
  if (friendlyName === null) await writer.run('DELETE FROM friendly_name WHERE user_id = $userId', { userId });
  else {
    await writer.run(
      `INSERT INTO friendly_name VALUES ($userId, $friendlyName, NULL)
       ON CONFLICT DO UPDATE SET name = excluded.name, import_id = NULL`,
      { userId, friendlyName },
    );
  }
  return true;
};
export const ofUser = (userId: string) => ({ sql: 'user_id = $userId', values: { userId } });
