// The seasons and episodes of a series, the albums and tracks of an artist: those that were played, and those that lie there.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ItemDetail } from '../../../src-contract/item.ts';
import { readRows } from '../answers.ts';
import { standing } from '../libraries/library-item.ts';
import { counted } from '../totals.ts';

type Season = ItemDetail['seasons'][number];

const number = z.union([z.bigint(), z.number()]).transform(Number);
const text = z.string().nullable();
const episodeRow = z.object({
  key: z.string(),
  seasonKey: text,
  title: text,
  parentTitle: text,
  index: number.nullable(),
  parentIndex: number.nullable(),
  plays: number,
  watchedMs: number,
  users: z.string().transform((list) => z.array(z.string()).parse(JSON.parse(list))),
  lastAtMs: number.nullable(),
});
const MOST_EPISODES = 5_000;

const toIndex = (value: number | null): number | null => (value === null ? null : Math.round(value));

export const readSeasons = async (
  connection: DuckDBConnection,
  column: 'series_key' | 'season_key' | 'item_key',
  key: string,
): Promise<Season[]> => {
  const rows = await readRows(
    connection,
    episodeRow,
    `WITH played AS (
       SELECT item_key AS key, any_value(season_key) AS season_key, arg_max(item->>'title', begin_ms) AS title,
         arg_max(item->>'parentTitle', begin_ms) AS parent_title,
         arg_max(try_cast(item->>'index' AS DOUBLE), begin_ms) AS item_index,
         arg_max(try_cast(item->>'parentIndex' AS DOUBLE), begin_ms) AS parent_index, count(*) AS plays,
         coalesce(sum(watched_ms), 0) AS watched, list_sort(list(DISTINCT user_id)) AS users, max(begin_ms) AS last_ms
       FROM play WHERE ${counted} AND ${column} = $key AND item_key IS NOT NULL GROUP BY 1
     ), stored AS (
       SELECT item_key AS key, any_value(season_key) AS season_key, any_value(library_item.title) AS title,
         any_value(parent_title) AS parent_title, any_value(item_index) AS item_index,
         any_value(parent_index) AS parent_index
       FROM ${standing} WHERE ${column} = $key GROUP BY 1
     ) SELECT coalesce(played.key, stored.key) AS key, coalesce(played.season_key, stored.season_key) AS "seasonKey",
       coalesce(stored.title, played.title) AS title, coalesce(stored.parent_title, played.parent_title) AS "parentTitle",
       coalesce(stored.item_index, played.item_index) AS index,
       coalesce(stored.parent_index, played.parent_index) AS "parentIndex", coalesce(plays, 0) AS plays,
       coalesce(watched, 0) AS "watchedMs", coalesce(to_json(users)::VARCHAR, '[]') AS users, last_ms AS "lastAtMs"
     FROM played FULL JOIN stored ON stored.key = played.key
     ORDER BY "parentIndex" NULLS LAST, "parentTitle", "index" NULLS LAST, title, key LIMIT ${MOST_EPISODES}`,
    { key },
  );
  const seasons = new Map<string, { season: Season; users: Set<string> }>();
  for (const { seasonKey, parentTitle, parentIndex, users, title, index, ...rest } of rows) {
    const place = seasonKey ?? '';
    const known = seasons.get(place) ?? {
      users: new Set<string>(),
      season: {
        key: place,
        title: parentTitle ?? '',
        index: toIndex(parentIndex),
        plays: 0,
        watchedMs: 0,
        users: 0,
        lastAtMs: null,
        filter: { season: place },
        episodes: [],
      },
    };
    seasons.set(place, known);
    const { season } = known;
    for (const user of users) known.users.add(user);
    season.plays += rest.plays;
    season.watchedMs += rest.watchedMs;
    season.users = known.users.size;
    season.lastAtMs = rest.lastAtMs === null ? season.lastAtMs : Math.max(rest.lastAtMs, season.lastAtMs ?? 0);
    season.episodes.push({
      ...rest,
      title: title ?? rest.key,
      index: toIndex(index),
      users: users.length,
      filter: { item: rest.key },
    });
  }
  return [...seasons.values()].map(({ season }) => season);
};
