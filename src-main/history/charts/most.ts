// Charts of the most: people, titles, series, platforms, players, libraries; and two things crossed with each other.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ChartGrid, ChartName } from '../../../src-contract/chart.ts';
import { readRows } from '../answers.ts';
import { decisionSeries, toGrid, typeSeries, usedSeries, type BucketPlan, type SeriesPlan } from './grid.ts';
import { seenPlays } from './experience.ts';
import { seriesSql } from './over-time.ts';
import type { Scope } from './scope.ts';
import { libraryNames } from '../library-names.ts';
import { persons } from '../person-names.ts';

const number = z.union([z.bigint(), z.number()]).transform(Number);
const countedRow = z.object({ bucket: z.string(), series: z.string(), plays: number, watchedMs: number });
const labelRow = z.object({ key: z.string(), label: z.string().nullable() });
const timeless = { fromMs: null, toMs: null };
const REST = 'rest';

type Thing = {
  key: string;
  /** What `key` is made of; to make it for each play would take long. */
  columns?: string;
  /** Rows without it are not of this chart. */
  only?: string;
  /** Names of keys: a question with the columns `key` and `label`. */
  names: string | null;
  toFilter: (key: string) => Record<string, string>;
};

const things = {
  users: { key: 'user_id', names: `SELECT id AS key, name AS label FROM ${persons}`, toFilter: (user) => ({ user }) },
  platforms: { key: `coalesce(platform, 'unknown')`, names: null, toFilter: (platform) => ({ platform }) },
  players: {
    key: 'player_key',
    names: 'SELECT player_key AS key, any_value(player_title) AS label FROM play GROUP BY 1',
    toFilter: (player) => ({ player }),
  },
  libraries: {
    columns: 'server_id, library_id',
    key: `CASE WHEN library_id IS NULL THEN 'unknown' ELSE server_id || ':' || library_id END`,
    names: `SELECT key, label FROM ${libraryNames}`,
    toFilter: (library) => ({ library }),
  },
  titles: {
    key: 'item_key',
    only: 'item_key IS NOT NULL',
    names: `SELECT key, CASE WHEN grandparent_title IS NULL THEN title ELSE grandparent_title || ' · ' || title END AS label
      FROM item`,
    toFilter: (item) => ({ item }),
  },
  series: {
    key: 'series_key',
    only: `type = 'episode' AND series_key IS NOT NULL`,
    names: 'SELECT series_key AS key, any_value(grandparent_title) AS label FROM item GROUP BY 1',
    toFilter: (series) => ({ series }),
  },
} satisfies Record<string, Thing>;

const readLabels = async (
  connection: DuckDBConnection,
  { names }: Thing,
  keys: readonly string[],
): Promise<Map<string, string>> => {
  if (names === null || keys.length === 0) return new Map();
  const list = keys.map((key) => `'${key.replaceAll("'", "''")}'`).join(', ');
  const rows = await readRows(
    connection,
    labelRow,
    `SELECT key, label FROM (${names}) WHERE list_contains([${list}], key)`,
  );
  return new Map(rows.flatMap(({ key, label }) => (label === null ? [] : [[key, label]])));
};

/** Everything about the top ones by series, and the others in one bucket; sums are of all. */
const drawMost = async (
  connection: DuckDBConnection,
  scope: Scope,
  options: {
    chart: ChartName;
    thing: Thing;
    series: string;
    /** What such a series is called, where it would take long to say it of each play. */
    called?: string;
    plan: readonly SeriesPlan[];
    top: number;
    /** Those with the most of this series come first. */
    first?: string;
    /** Of which plays; all, unless told. */
    from?: string;
  },
): Promise<ChartGrid> => {
  const { chart, thing, series, called = 'series', plan, top, first, from = 'play' } = options;
  const { sql, values, types } = scope.condition;
  const where = `${sql} ${thing.only === undefined ? '' : `AND ${thing.only}`}`;
  const measure = scope.by === 'duration' ? '"watchedMs"' : 'plays';
  const ofFirst = first === undefined ? '' : `coalesce(sum(${measure}) FILTER (series = '${first}'), 0) DESC,`;
  const counted = await readRows(
    connection,
    countedRow,
    `WITH counted AS MATERIALIZED (
       SELECT ${thing.key} AS bucket, ${called} AS series, plays, "watchedMs" FROM (
         SELECT ${thing.columns ?? thing.key.replace(/^coalesce\((\w+),.*$/, '$1')}, ${series} AS series, count(*) AS plays,
           coalesce(sum(watched_ms), 0) AS "watchedMs"
         FROM ${from} WHERE ${where} GROUP BY ALL)
     ), most AS MATERIALIZED (
       SELECT bucket FROM counted GROUP BY 1 ORDER BY ${ofFirst} sum(${measure}) DESC, bucket LIMIT ${top}
     )
     SELECT coalesce(most.bucket, '${REST}') AS bucket, series, sum(plays) AS plays, sum("watchedMs") AS "watchedMs"
     FROM counted LEFT JOIN most USING (bucket) GROUP BY ALL`,
    values,
    types,
  );
  const sums = new Map<string, number>();
  const firsts = new Map<string, number>();
  for (const row of counted) {
    const amount = scope.by === 'duration' ? row.watchedMs : row.plays;
    sums.set(row.bucket, (sums.get(row.bucket) ?? 0) + amount);
    if (row.series === first) firsts.set(row.bucket, amount);
  }
  const keys = [...sums.keys()]
    .filter((key) => key !== REST)
    .toSorted(
      (one, other) =>
        (firsts.get(other) ?? 0) - (firsts.get(one) ?? 0) ||
        (sums.get(other) ?? 0) - (sums.get(one) ?? 0) ||
        (one < other ? -1 : 1),
    );
  const labels = await readLabels(connection, thing, keys);
  const buckets: BucketPlan[] = keys.map((key) => ({
    key,
    label: labels.get(key) ?? key,
    ...timeless,
    filter: thing.toFilter(key),
  }));
  if (sums.has(REST)) buckets.push({ key: REST, ...timeless, filter: null });
  return toGrid({ chart, axis: 'value', scope, buckets, series: usedSeries(plan, counted), counted });
};

const stallSeries: readonly SeriesPlan[] = [
  { key: 'stalled', filter: { stalled: true } },
  { key: 'smooth', filter: { stalled: false } },
];
const byType = { series: seriesSql.type, plan: typeSeries };
const byDecision = { series: seriesSql.decision, plan: decisionSeries };
const together = { series: `'plays'`, plan: [{ key: 'plays', filter: {} }] };

export const most = {
  users: (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'users', thing: things.users, top, ...byType }),
  platforms: (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'platforms', thing: things.platforms, top, ...byType }),
  players: (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'players', thing: things.players, top, ...byType }),
  libraries: (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'libraries', thing: things.libraries, top, ...byType }),
  titles: (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'titles', thing: things.titles, top, ...together }),
  series: (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'series', thing: things.series, top, ...together }),
  'platforms-by-decision': (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'platforms-by-decision', thing: things.platforms, top, ...byDecision }),
  'users-by-decision': (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, { chart: 'users-by-decision', thing: things.users, top, ...byDecision }),
  'players-by-stalls': (connection: DuckDBConnection, scope: Scope, top: number) =>
    drawMost(connection, scope, {
      chart: 'players-by-stalls',
      thing: things.players,
      from: seenPlays,
      series: 'buffer_count > 0',
      called: `CASE WHEN series THEN 'stalled' ELSE 'smooth' END`,
      plan: stallSeries,
      first: 'stalled',
      top,
    }),
} as const;

/** From the best to the worst, then what nobody said. */
const ranks = ['4k', '2k', '1080', '720', '576', '480', 'sd', '360', '240', 'unknown'];
const byRank = (one: string, other: string): number => {
  const rank = (value: string) => (ranks.includes(value) ? ranks.indexOf(value) : ranks.length - 1.5);
  return rank(one) - rank(other) || (one < other ? -1 : 1);
};

/** What is stored, as buckets, and what was delivered of it, as series; only of what has a picture. */
export const drawResolutions = async (connection: DuckDBConnection, scope: Scope): Promise<ChartGrid> => {
  const { sql, values, types } = scope.condition;
  const counted = await readRows(
    connection,
    countedRow,
    `SELECT coalesce(source_resolution, 'unknown') AS bucket, coalesce(delivered_resolution, 'unknown') AS series,
       count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs"
     FROM play WHERE ${sql} AND (source_resolution IS NOT NULL OR delivered_resolution IS NOT NULL) GROUP BY ALL`,
    values,
    types,
  );
  const keysOf = (name: 'bucket' | 'series') => [...new Set(counted.map((row) => row[name]))].toSorted(byRank);
  return toGrid({
    chart: 'resolutions',
    axis: 'value',
    scope,
    buckets: keysOf('bucket').map((key) => ({ key, ...timeless, filter: { sourceResolution: key } })),
    series: keysOf('series').map((key) => ({ key, filter: { deliveredResolution: key } })),
    counted,
  });
};

const tenths = ['0-9', '10-19', '20-29', '30-39', '40-49', '50-59', '60-69', '70-79', '80-89', '90-100'];

export const drawCompletion = async (connection: DuckDBConnection, scope: Scope): Promise<ChartGrid> => {
  const { sql, values, types } = scope.condition;
  // By whole percents first: there are few, and to round each play down takes as long as to count it.
  const counted = await readRows(
    connection,
    countedRow.extend({ bucket: number.transform((tenth) => tenths[tenth] ?? '') }),
    `SELECT least(floor(percent / 10), 9)::INTEGER AS bucket, series, sum(plays) AS plays, sum("watchedMs") AS "watchedMs"
     FROM (
       SELECT percent, ${seriesSql.type} AS series, count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs"
       FROM play WHERE ${sql} AND percent IS NOT NULL GROUP BY ALL
     ) GROUP BY ALL`,
    values,
    types,
  );
  return toGrid({
    chart: 'completion',
    axis: 'value',
    scope,
    buckets: tenths.map((key) => ({ key, ...timeless, filter: { completion: key } })),
    series: usedSeries(typeSeries, counted),
    counted,
  });
};
