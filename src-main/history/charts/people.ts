// When people were first and last seen watching, and who and what is new.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Chart, ChartStep } from '../../../src-contract/chart.ts';
import { readRows } from '../answers.ts';
import { toCondition } from '../play-condition.ts';
import { DAY_MS } from '../zone.ts';
import { findBucket, toStep } from './buckets.ts';
import { toTimeBuckets } from './over-time.ts';
import type { Scope } from './scope.ts';
import { persons } from '../person-names.ts';

const number = z.union([z.bigint(), z.number()]).transform(Number);
const spanRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  thumb: z.string().nullable(),
  plays: number,
  watchedMs: number,
  firstAtMs: number,
  lastAtMs: number,
  firstRow: number,
  lastRow: number,
});
const titleRow = z.object({ row: number, playId: z.string(), title: z.string(), series: z.string().nullable() });
const MOST_PEOPLE = 100;

const ofNobody = ({ zone, fromMs, toMs }: Scope): Pick<Chart, 'zone' | 'fromMs' | 'toMs' | 'total' | 'gaps'> => ({
  zone,
  fromMs,
  toMs,
  total: { plays: 0, watchedMs: 0 },
  gaps: [],
});

export const readFirstLast = async (connection: DuckDBConnection, scope: Scope): Promise<Chart> => {
  const { sql, values, types } = scope.condition;
  const people = await readRows(
    connection,
    spanRow,
    `WITH person AS (
       SELECT user_id AS id, count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs",
         max(begin_ms) AS "lastAtMs", arg_min(rowid, begin_ms) AS "firstRow", arg_max(rowid, begin_ms) AS "lastRow"
       FROM play WHERE ${sql} GROUP BY 1
     ) SELECT person.*, account.name, account.thumb FROM person LEFT JOIN ${persons} AS account ON account.id = person.id
     ORDER BY "lastAtMs" DESC, person.id LIMIT ${MOST_PEOPLE}`,
    values,
    types,
  );
  const rows = people.flatMap(({ firstRow, lastRow }) => [firstRow, lastRow]);
  const titles = new Map(
    rows.length === 0
      ? []
      : (
          await readRows(
            connection,
            titleRow,
            `WITH chosen AS MATERIALIZED (
               SELECT rowid AS row, id, item_key FROM play WHERE rowid IN (SELECT unnest([${rows.join(', ')}]))
             ) SELECT row, id AS "playId", coalesce(item.title, '') AS title, grandparent_title AS series
             FROM chosen LEFT JOIN item ON item.key = chosen.item_key`,
          )
        ).map(({ row, playId, title, series }) => [
          row,
          { playId, title: series === null ? title : `${series} · ${title}` },
        ]),
  );
  return {
    kind: 'people',
    chart: 'first-last',
    unit: 'people',
    axis: 'value',
    step: null,
    ...ofNobody(scope),
    buckets: [],
    series: [],
    people: people.map(({ id, name, thumb, firstRow, lastRow, ...rest }) => ({
      ...rest,
      user: { id, name: name ?? id, thumb },
      first: titles.get(firstRow) ?? null,
      last: titles.get(lastRow) ?? null,
      filter: { user: id },
    })),
  };
};

const newRow = z.object({
  kind: z.enum(['user', 'player']),
  key: z.string(),
  label: z.string().nullable(),
  userName: z.string().nullable(),
  firstAtMs: number,
});

/** New is whose first play lies in the range, of all that the rest of the filter lets through. */
export const drawNewcomers = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<Chart> => {
  const { from: _from, to: _to, ...filter } = scope.filter;
  const { sql, values, types } = toCondition(filter);
  const within = `"firstAtMs" >= ${scope.fromMs ?? 0} ${scope.toMs === null ? '' : `AND "firstAtMs" < ${scope.toMs}`}`;
  const found = await readRows(
    connection,
    newRow,
    `WITH pair AS MATERIALIZED (
       SELECT user_id, player_key, arg_min(player_title, begin_ms) AS title, min(begin_ms) AS first_ms
       FROM play WHERE ${sql} GROUP BY ALL
     ), met AS (
       SELECT 'user' AS kind, user_id AS key, NULL AS label, user_id, min(first_ms) AS "firstAtMs" FROM pair GROUP BY ALL
       UNION ALL
       SELECT 'player', player_key, arg_min(title, first_ms), arg_min(user_id, first_ms), min(first_ms)
       FROM pair GROUP BY player_key
     )
     SELECT kind, key, CASE kind WHEN 'user' THEN account.name ELSE label END AS label,
       CASE kind WHEN 'player' THEN account.name END AS "userName", "firstAtMs"
     FROM met LEFT JOIN ${persons} AS account ON account.id = user_id
     WHERE ${within} ORDER BY "firstAtMs" DESC, kind, key`,
    values,
    types,
  );
  const step = toStep(wanted ?? (scope.lastMs - scope.firstMs <= 100 * DAY_MS ? 'day' : 'month'), scope.shownMs);
  const { bounds, buckets } = toTimeBuckets(
    step,
    scope,
    found.map(({ firstAtMs }) => firstAtMs),
  );
  const count = (kind: 'user' | 'player') => {
    const places = buckets.map(() => 0);
    for (const one of found) {
      if (one.kind !== kind) continue;
      const place = findBucket(bounds, one.firstAtMs);
      places[place] = (places[place] ?? 0) + 1;
    }
    return places;
  };
  return {
    kind: 'newcomers',
    chart: 'newcomers',
    unit: 'people',
    axis: 'time',
    step,
    ...ofNobody(scope),
    buckets: buckets.map((bucket) => ({ ...bucket, label: null })),
    series: [
      { key: 'users', label: null, filter: {}, values: count('user') },
      { key: 'players', label: null, filter: {}, values: count('player') },
    ],
    newcomers: found.slice(0, MOST_PEOPLE).map((one) => ({
      ...one,
      label: one.label ?? one.key,
      filter: one.kind === 'user' ? { user: one.key } : { player: one.key },
    })),
  };
};
