// One item, series or season: totals, who watched it, from which files and how, and the parts of a series.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ItemDetail, ItemQuery } from '../../../src-contract/item.ts';
import { reasonCodeSchema } from '../../../src-contract/reason.ts';
import { decisionSchema } from '../../../src-contract/words.ts';
import { readRows } from '../answers.ts';
import { itemColumns, itemRow, standing } from '../libraries/library-item.ts';
import { counted, readTotals } from '../totals.ts';
import { readSeasons } from './seasons.ts';

/** Parts may be left out. */
export type ItemQuestion = Partial<ItemQuery> & Pick<ItemQuery, 'key'>;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const text = z.string().nullable();
const columnOf = { item: 'item_key', series: 'series_key', season: 'season_key' } as const;
const MOST_WATCHERS = 200;

const nameRow = z.object({
  title: text,
  parentTitle: text,
  grandparentTitle: text,
  type: text,
  year: number.nullable(),
  durationMs: number.nullable(),
  serverId: text,
  thumb: text,
  grandparentThumb: text,
  seriesKey: text,
  seasonKey: text,
});
type Name = z.infer<typeof nameRow>;

/** As the history has it, or else a library: also what was never played has a page. */
const readName = async (connection: DuckDBConnection, column: string, key: string): Promise<Name | null> => {
  const shared = `title, parent_title AS "parentTitle", grandparent_title AS "grandparentTitle"`;
  const isItem = column === 'item_key';
  const [played] = await readRows(
    connection,
    nameRow,
    `SELECT ${shared}, type, year, duration_ms AS "durationMs", server_id AS "serverId", thumb,
       grandparent_thumb AS "grandparentThumb", series_key AS "seriesKey", season_key AS "seasonKey"
     FROM item WHERE ${isItem ? 'key' : column} = $key ORDER BY seen_at_ms DESC LIMIT 1`,
    { key },
  );
  if (played) return played;
  const [stored] = await readRows(
    connection,
    nameRow,
    `SELECT library_item.title, parent_title AS "parentTitle", grandparent_title AS "grandparentTitle",
       library_item.type AS type, year, duration_ms AS "durationMs", library_item.server_id AS "serverId", thumb,
       NULL AS "grandparentThumb", series_key AS "seriesKey", season_key AS "seasonKey"
     FROM ${standing} WHERE ${column} = $key ORDER BY added_at_ms DESC LIMIT 1`,
    { key },
  );
  return stored ?? null;
};

const watcherRow = z.object({
  id: z.string(),
  name: text,
  thumb: text,
  plays: number,
  watchedMs: number,
  watchedItems: number,
  percent: number.nullable(),
  lastAtMs: number,
});
const readWatchers = async (connection: DuckDBConnection, kind: ItemQuery['kind'], key: string) => {
  const rows = await readRows(
    connection,
    watcherRow,
    `SELECT play.user_id AS id, coalesce(any_value(friendly_name.name), arg_max(user_name, begin_ms)) AS name,
       arg_max(user_thumb, begin_ms) AS thumb, count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs",
       count(DISTINCT item_key) FILTER (watched) AS "watchedItems", max(percent) AS percent, max(begin_ms) AS "lastAtMs"
     FROM play LEFT JOIN friendly_name ON friendly_name.user_id = play.user_id
     WHERE ${counted} AND ${columnOf[kind]} = $key
     GROUP BY play.user_id ORDER BY "lastAtMs" DESC, id LIMIT ${MOST_WATCHERS}`,
    { key },
  );
  return rows.map(({ id, name, thumb, ...rest }) => ({
    ...rest,
    user: { id, name: name ?? id, thumb },
    filter: { [kind]: key, user: id },
  }));
};

const libraryRow = z.object({
  key: z.string(),
  serverId: z.string(),
  title: text,
  plays: number,
  watchedMs: number,
});
const versionRow = z.object({
  resolution: text,
  videoCodec: text,
  audioCodec: text,
  container: text,
  plays: number,
  lastAtMs: number,
});
const decisionRow = z.object({ decision: decisionSchema.nullable(), plays: number, watchedMs: number });
const reasonRow = z.object({ code: z.string(), plays: number });
/** Of the newest so many plays: what each was delivered from is told in full, which takes long to look through. */
const MOST_PLAYS = 2_000;

const readUse = async (connection: DuckDBConnection, kind: ItemQuery['kind'], key: string) => {
  const where = `${counted} AND ${columnOf[kind]} = $key`;
  const libraries = await readRows(
    connection,
    libraryRow,
    `SELECT play.server_id || ':' || library_id AS key, play.server_id AS "serverId", any_value(library.title) AS title,
       count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs"
     FROM play LEFT JOIN library ON library.server_id = play.server_id AND library.id = library_id
     WHERE ${where} AND library_id IS NOT NULL
     GROUP BY play.server_id, library_id ORDER BY plays DESC, 1`,
    { key },
  );
  const versions = await readRows(
    connection,
    versionRow,
    `WITH newest AS MATERIALIZED (
       SELECT stream, begin_ms FROM play WHERE ${where} AND stream IS NOT NULL ORDER BY begin_ms DESC LIMIT ${MOST_PLAYS}
     ) SELECT stream->>'$.video.source.resolution' AS resolution, stream->>'$.video.source.codec' AS "videoCodec",
       stream->>'$.audio.source.codec' AS "audioCodec", stream->>'$.container.source.container' AS container,
       count(*) AS plays, max(begin_ms) AS "lastAtMs"
     FROM newest GROUP BY 1, 2, 3, 4 ORDER BY plays DESC, "lastAtMs" DESC LIMIT 50`,
    { key },
  );
  const decisions = await readRows(
    connection,
    decisionRow,
    `SELECT decision, count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs" FROM play WHERE ${where}
     GROUP BY 1 ORDER BY plays DESC, 1`,
    { key },
  );
  const reasons = await readRows(
    connection,
    reasonRow,
    `SELECT code, count(*) AS plays FROM (
       SELECT unnest(string_split(trim(reason_codes, '|'), '|')) AS code FROM play WHERE ${where} AND reason_codes IS NOT NULL
     ) GROUP BY 1 ORDER BY plays DESC, 1`,
    { key },
  );
  return {
    libraries: libraries.map((one) => ({
      ...one,
      title: one.title ?? one.key,
      filter: { [kind]: key, library: one.key },
    })),
    versions: versions.filter(({ resolution, videoCodec, audioCodec }) => resolution ?? videoCodec ?? audioCodec),
    decisions: decisions.map((one) => ({ ...one, filter: { [kind]: key, decision: one.decision ?? 'unknown' } })),
    reasons: reasons.flatMap(({ code, plays }) => {
      const known = reasonCodeSchema.safeParse(code);
      return known.success ? [{ code: known.data, plays, filter: { [kind]: key, reason: known.data } }] : [];
    }),
  };
};

/** What stands above an item is its series, what stands above a season too; a series is itself. */
const toTitles = (kind: ItemQuery['kind'], { title, parentTitle, grandparentTitle }: Name, key: string) => {
  if (kind === 'series') return { title: grandparentTitle ?? title ?? key, parentTitle: null, grandparentTitle: null };
  if (kind === 'season') return { title: parentTitle ?? title ?? key, parentTitle: null, grandparentTitle };
  return { title: title ?? key, parentTitle, grandparentTitle };
};

export const readItem = async (
  connection: DuckDBConnection,
  { key, kind = 'item' }: ItemQuestion,
  nowMs: number,
): Promise<ItemDetail | null> => {
  const column = columnOf[kind];
  const name = await readName(connection, column, key);
  if (!name) return null;
  const { totals, firstAtMs, lastAtMs } = await readTotals(
    connection,
    { sql: `${column} = $key`, values: { key } },
    nowMs,
  );
  const copies =
    kind === 'item'
      ? await readRows(
          connection,
          itemRow,
          `SELECT ${itemColumns} FROM ${standing} WHERE item_key = $key ORDER BY library_item.server_id, rating_key LIMIT 50`,
          { key },
        )
      : [];
  return {
    kind,
    key,
    ...toTitles(kind, name, key),
    type: name.type ?? 'other',
    year: kind === 'item' ? name.year : null,
    durationMs: kind === 'item' ? name.durationMs : null,
    serverId: name.serverId,
    thumb: kind === 'item' ? name.thumb : (name.grandparentThumb ?? name.thumb),
    seriesKey: name.seriesKey,
    seasonKey: kind === 'series' ? null : name.seasonKey,
    totals,
    firstAtMs,
    lastAtMs,
    watchers: await readWatchers(connection, kind, key),
    ...(await readUse(connection, kind, key)),
    seasons: kind === 'item' ? [] : await readSeasons(connection, column, key),
    copies,
    filter: { [kind]: key },
  };
};
