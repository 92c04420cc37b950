// The cards of the first page: thirteen, as Tautulli has them.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import {
  cardNameSchema,
  type CardLine,
  type CardName,
  type Home,
  type HomeQuery,
} from '../../../src-contract/chart.ts';
import { toMomentFilter } from '../../../src-contract/play-filter.ts';
import { readRows } from '../answers.ts';
import { readAddedLately, readLibraryTotals } from '../libraries/library-cards.ts';
import { readPeaks } from './concurrency.ts';
import { toScope, type Scope } from './scope.ts';
import { settleAllStreams } from './streams.ts';
import type { Database } from '../database.ts';
import { personOfPlay, persons } from '../person-names.ts';

/** Parts may be left out. */
export type HomeQuestion = Partial<HomeQuery>;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const groups = ['movies', 'series', 'artists', 'libraries', 'users', 'platforms'] as const;
type Group = (typeof groups)[number];

const row = z.object({
  name: z.enum(groups),
  key: z.string(),
  plays: number,
  watchedMs: number,
  users: number,
  lastAtMs: number,
  most: number,
  popular: number,
  label: z.string().nullable(),
  detail: z.string().nullable(),
  serverId: z.string().nullable(),
  thumb: z.string().nullable(),
});
type Row = z.infer<typeof row>;

const keys: Record<Group, { key: string; where: string }> = {
  movies: { key: 'item_key', where: `type = 'movie' AND NOT coalesce(live, false)` },
  series: { key: 'series_key', where: `type = 'episode' AND NOT coalesce(live, false)` },
  artists: { key: 'series_key', where: `type = 'track' AND NOT coalesce(live, false)` },
  libraries: { key: `server_id || ':' || library_id`, where: 'library_id IS NOT NULL' },
  users: { key: 'user_key', where: 'true' },
  platforms: { key: 'platform', where: 'platform IS NOT NULL' },
};

const columns: Record<Group, string> = {
  movies: 'item_key',
  series: 'series_key',
  artists: 'series_key',
  libraries: 'server_id, library_id',
  users: 'user_id AS user_key',
  platforms: 'platform',
};

/** With a type, recordings of live television are not among the plays that it opens, as they are not counted. */
const filters: Record<Group, (key: string) => Record<string, string>> = {
  movies: (item) => ({ item, type: 'movie' }),
  series: (series) => ({ series, type: 'episode' }),
  artists: (series) => ({ series, type: 'track' }),
  libraries: (library) => ({ library }),
  users: (user) => ({ user }),
  platforms: (platform) => ({ platform }),
};

const summedUp = 'count(*) AS plays, sum(watched_ms) AS watched, max(begin_ms) AS last_ms';
/** These have few values, so plays are counted once for them all. */
const broad: readonly Group[] = ['libraries', 'users', 'platforms'];
const broadColumns = 'server_id, library_id, platform, user_id';

/** One question for all. */
const readGroups = (connection: DuckDBConnection, scope: Scope, top: number): Promise<Row[]> => {
  const { sql, values, types } = scope.condition;
  const measure = scope.by === 'duration' ? '"watchedMs" DESC, plays DESC' : 'plays DESC, "watchedMs" DESC';
  // By person first: to count different people in one go would need far more memory.
  const each = groups.map((name) => {
    const { key, where } = keys[name];
    const [from, sums] = broad.includes(name)
      ? [`broad WHERE ${where}`, 'sum(plays) AS plays, sum(watched) AS watched, max(last_ms) AS last_ms']
      : [`play WHERE ${sql} AND ${where}`, summedUp];
    return `SELECT '${name}' AS name, ${key} AS key, sum(plays) AS plays, coalesce(sum(watched), 0) AS "watchedMs",
      count(*) AS users, max(last_ms) AS "lastAtMs" FROM (
        SELECT ${columns[name]}, user_id, ${sums} FROM ${from} GROUP BY ALL
      ) GROUP BY ALL`;
  });
  return readRows(
    connection,
    row,
    `WITH broad AS MATERIALIZED (
       SELECT ${broadColumns}, ${summedUp} FROM play WHERE ${sql} GROUP BY ALL
     ), counted AS MATERIALIZED (
       SELECT *, row_number() OVER (PARTITION BY name ORDER BY ${measure}, key) AS most,
         row_number() OVER (PARTITION BY name ORDER BY users DESC, ${measure}, key) AS popular
       FROM (${each.join(' UNION ALL ')}) WHERE key IS NOT NULL
       QUALIFY most <= ${top} OR popular <= ${top}
     ), shown AS (
       SELECT series_key, arg_max(grandparent_title, seen_at_ms) AS title, arg_max(server_id, seen_at_ms) AS server_id,
         arg_max(coalesce(grandparent_thumb, thumb), seen_at_ms) AS thumb
       FROM item WHERE series_key IN (SELECT key FROM counted WHERE name IN ('series', 'artists')) GROUP BY 1
     )
     SELECT counted.*,
       coalesce(item.title, shown.title, account.name, library.title) AS label,
       coalesce(item.year::VARCHAR, library.type) AS detail,
       coalesce(item.server_id, shown.server_id, library.server_id) AS "serverId",
       coalesce(item.thumb, shown.thumb, account.thumb) AS thumb
     FROM counted
       LEFT JOIN item ON counted.name = 'movies' AND item.key = counted.key
       LEFT JOIN shown ON counted.name IN ('series', 'artists') AND shown.series_key = counted.key
       LEFT JOIN ${persons} AS account ON counted.name = 'users' AND account.id = counted.key
       LEFT JOIN library ON counted.name = 'libraries' AND library.server_id || ':' || library.id = counted.key`,
    values,
    types,
  );
};

const toCardLine = (found: Row): CardLine => ({
  key: found.key,
  label: found.label ?? found.key,
  detail: found.detail,
  serverId: found.serverId,
  thumb: found.thumb,
  plays: found.plays,
  watchedMs: found.watchedMs,
  users: found.users,
  lastAtMs: found.lastAtMs,
  count: null,
  filter: filters[found.name](found.key),
});

const latelyRow = z.object({
  id: z.string(),
  title: z.string(),
  series: z.string().nullable(),
  user: z.string(),
  serverId: z.string(),
  itemKey: z.string().nullable(),
  thumb: z.string().nullable(),
  stoppedAtMs: number,
  watchedMs: number.nullable(),
});

const readLately = async (connection: DuckDBConnection, scope: Scope, top: number): Promise<CardLine[]> => {
  const { sql, values, types } = scope.condition;
  const found = await readRows(
    connection,
    latelyRow,
    `WITH lately AS MATERIALIZED (
       SELECT rowid AS row FROM play WHERE ${sql} AND watched ORDER BY stopped_at_ms DESC, rowid DESC LIMIT ${top}
     ) SELECT id, item->>'title' AS title, item->>'grandparentTitle' AS series, ${personOfPlay} AS user,
       server_id AS "serverId", item_key AS "itemKey", item->>'thumb' AS thumb, stopped_at_ms AS "stoppedAtMs",
       watched_ms AS "watchedMs"
     FROM play WHERE rowid IN (SELECT row FROM lately) ORDER BY stopped_at_ms DESC, rowid DESC`,
    values,
    types,
  );
  return found.map(({ id, title, series, user, itemKey, stoppedAtMs, ...rest }) => ({
    ...rest,
    key: id,
    label: series === null ? title : `${series} · ${title}`,
    detail: user,
    plays: null,
    users: null,
    lastAtMs: stoppedAtMs,
    count: null,
    filter: itemKey === null ? null : { item: itemKey },
  }));
};

const readConcurrent = async (connection: DuckDBConnection, scope: Scope): Promise<CardLine[]> => {
  const [whole] = await readPeaks(connection, scope, '0');
  return ['all', 'transcode', 'copy', 'direct-play'].flatMap((key) => {
    const peak = whole?.peaks.find((one) => one.key === key);
    if (!peak) return [];
    const { atMs, streams } = peak;
    return [
      {
        key,
        label: key,
        detail: null,
        serverId: null,
        thumb: null,
        plays: null,
        watchedMs: null,
        users: null,
        lastAtMs: atMs,
        count: streams,
        filter: { ...toMomentFilter(atMs), ...(key === 'all' ? {} : { decision: key }) },
      },
    ];
  });
};

const readOthers = async (connection: DuckDBConnection, scope: Scope, asked: HomeQuestion, top: number) => ({
  'recently-watched': await readLately(connection, scope, top),
  concurrent: await readConcurrent(connection, scope),
  'library-totals': await readLibraryTotals(connection, { servers: asked.server, top }),
  'recently-added': await readAddedLately(connection, { servers: asked.server, top }),
});

/** Two connections, so that one question is planned while another is worked out. Streams are counted before, as for charts. */
export const readHome = async (
  { reader, writer }: Pick<Database, 'reader' | 'writer'>,
  { top = 5, ...asked }: HomeQuestion,
  nowMs: number,
): Promise<Home> => {
  await settleAllStreams(writer);
  const scope = await toScope(reader, asked, nowMs);
  const [found, others] = await Promise.all([readGroups(writer, scope, top), readOthers(reader, scope, asked, top)]);
  const ofGroup = (name: Group, order: 'most' | 'popular'): CardLine[] =>
    found
      .filter((one) => one.name === name && one[order] <= top)
      .toSorted((one, other) => one[order] - other[order])
      .map(toCardLine);
  const cards: Record<CardName, CardLine[]> = {
    'top-movies': ofGroup('movies', 'most'),
    'popular-movies': ofGroup('movies', 'popular'),
    'top-series': ofGroup('series', 'most'),
    'popular-series': ofGroup('series', 'popular'),
    'top-artists': ofGroup('artists', 'most'),
    'popular-artists': ofGroup('artists', 'popular'),
    libraries: ofGroup('libraries', 'most'),
    users: ofGroup('users', 'most'),
    platforms: ofGroup('platforms', 'most'),
    ...others,
  };
  return {
    fromMs: scope.fromMs,
    toMs: scope.toMs,
    cards: cardNameSchema.options.map((card) => ({ card, lines: cards[card] })),
  };
};
