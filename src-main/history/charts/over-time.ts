// Charts over time and over the week: plays by their kind, their delivery, the reasons for it, the people.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ChartGrid, ChartName, ChartStep } from '../../../src-contract/chart.ts';
import { readRows } from '../answers.ts';
import { QUARTER_MS } from '../change-plays.ts';
import { DAY_MS, fromLocalMs, HOUR_MS, toLocalSql, toWeekday } from '../zone.ts';
import { findBucket, toBounds, toStep } from './buckets.ts';
import { toGrid, typeSeries, usedSeries, type BucketPlan, type Counted, type SeriesPlan } from './grid.ts';
import { readGaps } from './gaps.ts';
import { allPlays, toRelation, type Relation, type Scope } from './scope.ts';
import { persons } from '../person-names.ts';

const nameSchema = z.string();
type Row = { at: number; series: string; plays: number; watchedMs: number };

export const seriesSql = {
  type: `CASE WHEN live THEN 'live' ELSE type END`,
  decision: `coalesce(decision, 'unknown')`,
} as const;

/** Of very many rows; each would be slow to check. */
const count = async (
  connection: DuckDBConnection,
  { condition: { sql, values, types } }: Scope,
  { from, plays, watchedMs }: Relation,
  at: string,
  series: string,
  gathered = 'slot',
): Promise<Row[]> => {
  const read = await connection.runAndReadAll(
    `WITH counted AS (
       SELECT ${at} AS slot, ${series} AS series, ${plays} AS plays, ${watchedMs} AS watched FROM ${from}
       WHERE ${sql} GROUP BY ALL
     ) SELECT ${gathered}, sum(plays)::DOUBLE, sum(watched)::DOUBLE, series FROM counted GROUP BY ALL`,
    values,
    types,
  );
  const [ats = [], counts = [], times = [], names = []] = read.getColumnsJS();
  return ats.map((found, index) => ({
    at: Number(found),
    series: nameSchema.parse(names[index]),
    plays: Number(counts[index]),
    watchedMs: Number(times[index]),
  }));
};

/** The first day of the bucket that the day `slot` lies in, in SQL. */
export const firstDays: Partial<Record<ChartStep, string>> = {
  week: '(slot + 3) // 7 * 7 - 3',
  month: `date_diff('day', DATE '1970-01-01', date_trunc('month', DATE '1970-01-01' + slot::INTEGER))`,
  year: `date_diff('day', DATE '1970-01-01', date_trunc('year', DATE '1970-01-01' + slot::INTEGER))`,
};

export type OverTime = {
  chart: ChartName;
  step: ChartStep;
  /** An SQL expression, and what its values are called. */
  series: string;
  /** Null: one for each value. */
  plan: readonly SeriesPlan[] | null;
  from?: Relation;
  unit?: ChartGrid['unit'];
};

/** Buckets from the first moment that was asked for, or the first with a play, to the last. */
export const toTimeBuckets = (
  step: ChartStep,
  scope: Scope,
  moments: readonly number[],
): { bounds: number[]; buckets: BucketPlan[] } => {
  const firstMs = scope.fromMs ?? moments.reduce((least, atMs) => Math.min(least, atMs), Infinity);
  const lastMs = scope.toMs ?? moments.reduce((most, atMs) => Math.max(most, atMs + 1), -Infinity);
  if (!Number.isFinite(firstMs) || !Number.isFinite(lastMs)) return { bounds: [], buckets: [] };
  const bounds = toBounds(step, scope.offsets, firstMs, lastMs);
  return {
    bounds,
    buckets: bounds.slice(0, -1).map((fromMs, index) => {
      const toMs = bounds[index + 1] ?? fromMs;
      const from = Math.max(fromMs, scope.fromMs ?? fromMs);
      return { key: String(fromMs), fromMs, toMs, filter: { from, to: Math.min(toMs, scope.toMs ?? toMs) } };
    }),
  };
};

export const isFine = (step: ChartStep): boolean => step === 'hour' || step === 'quarter-hour';

export const drawOverTime = async (
  connection: DuckDBConnection,
  scope: Scope,
  { chart, step: wanted, series, plan, from, unit }: OverTime,
): Promise<ChartGrid> => {
  const step = toStep(wanted, scope.firstMs, scope.lastMs);
  const at = isFine(step) ? `begin_ms // ${QUARTER_MS}` : `${toLocalSql(scope.offsets, 'begin_ms')} // ${DAY_MS}`;
  const rows = (await count(connection, scope, from ?? toRelation(scope), at, series, firstDays[step])).map((one) => ({
    ...one,
    at: isFine(step) ? one.at * QUARTER_MS : fromLocalMs(scope.offsets, one.at * DAY_MS),
  }));
  const { bounds, buckets } = toTimeBuckets(
    step,
    scope,
    rows.map(({ at: atMs }) => atMs),
  );
  const counted = rows.map(({ at: atMs, ...rest }): Counted => {
    // The first moment of its day may lie before a range that begins within it.
    const place = findBucket(bounds, Math.max(atMs, scope.fromMs ?? atMs));
    return { ...rest, bucket: String(bounds[place] ?? '') };
  });
  const grid = toGrid({
    chart,
    axis: 'time',
    step,
    scope,
    buckets,
    series: usedSeries(
      plan ?? [...new Set(counted.map((one) => one.series))].map((key) => ({ key, filter: {} })),
      counted,
    ),
    counted,
    ...(unit === undefined ? {} : { unit }),
  });
  return { ...grid, gaps: await readGaps(connection, scope) };
};

const weekdays = Array.from({ length: 7 }, (_, index) => index + 1);
const hours = Array.from({ length: 24 }, (_, index) => index);
const timeless = { fromMs: null, toMs: null };

export const drawWeekdays = async (connection: DuckDBConnection, scope: Scope): Promise<ChartGrid> => {
  const at = `${toLocalSql(scope.offsets, 'begin_ms')} // ${DAY_MS}`;
  const rows = await count(connection, scope, toRelation(scope), at, seriesSql.type);
  const counted = rows.map(({ at: day, ...rest }) => ({ ...rest, bucket: String(toWeekday(day)) }));
  return toGrid({
    chart: 'weekdays',
    axis: 'weekday',
    scope,
    buckets: weekdays.map((weekday) => ({ key: String(weekday), ...timeless, filter: { weekday } })),
    series: usedSeries(typeSeries, counted),
    counted,
  });
};

export const drawHours = async (connection: DuckDBConnection, scope: Scope): Promise<ChartGrid> => {
  const at = `(${toLocalSql(scope.offsets, 'begin_ms')} // ${HOUR_MS}) % 24`;
  const rows = await count(connection, scope, toRelation(scope), at, seriesSql.type);
  const counted = rows.map(({ at: hour, ...rest }) => ({ ...rest, bucket: String(hour) }));
  return toGrid({
    chart: 'hours',
    axis: 'hour',
    scope,
    buckets: hours.map((hour) => ({ key: String(hour), ...timeless, filter: { hour } })),
    series: usedSeries(typeSeries, counted),
    counted,
  });
};

/** A line for each weekday, a column for each hour. */
export const drawWeekHours = async (connection: DuckDBConnection, scope: Scope): Promise<ChartGrid> => {
  // The first of January 1970 was a Thursday.
  const at = `(${toLocalSql(scope.offsets, 'begin_ms')} // ${HOUR_MS} + 72) % 168`;
  const rows = await count(connection, scope, toRelation(scope), at, `''`);
  return toGrid({
    chart: 'week-hours',
    axis: 'hour',
    scope,
    buckets: hours.map((hour) => ({ key: String(hour), ...timeless, filter: { hour } })),
    series: weekdays.map((weekday) => ({ key: String(weekday), filter: { weekday } })),
    counted: rows.map(({ at: hour, plays, watchedMs }) => ({
      plays,
      watchedMs,
      bucket: String(hour % 24),
      series: String(Math.floor(hour / 24) + 1),
    })),
  });
};

/** Days while there are few of them, then weeks, then months. */
export const toCoarse = ({ firstMs, lastMs }: Scope): ChartStep => {
  const days = (lastMs - firstMs) / DAY_MS;
  return days <= 100 ? 'day' : days <= 750 ? 'week' : 'month';
};

/** Days, as long as they can be told apart in a picture. */
export const toDailyStep = ({ firstMs, lastMs }: Scope): ChartStep =>
  (lastMs - firstMs) / DAY_MS <= 400 ? 'day' : 'week';

const nameRow = z.object({ key: z.string(), label: z.string().nullable() });

export const drawReasons = async (
  connection: DuckDBConnection,
  scope: Scope,
  step: ChartStep | undefined,
): Promise<ChartGrid> => {
  const { sql } = scope.condition;
  // A play with two reasons is in both lines.
  const each = `(SELECT begin_ms, watched_ms, unnest(string_split(trim(reason_codes, '|'), '|')) AS code
    FROM play WHERE ${sql} AND reason_codes IS NOT NULL) AS play`;
  const codes = await readRows(
    connection,
    nameRow,
    `SELECT code AS key, NULL AS label FROM ${each} GROUP BY 1 ORDER BY count(*) DESC, 1`,
    scope.condition.values,
    scope.condition.types,
  );
  return drawOverTime(
    connection,
    { ...scope, condition: { ...scope.condition, sql: 'true' } },
    {
      chart: 'reasons',
      step: step ?? toCoarse(scope),
      series: 'code',
      plan: codes.map(({ key }) => ({ key, filter: { reason: key } })),
      from: { ...allPlays, from: each },
    },
  );
};

export const drawWatchTime = async (
  connection: DuckDBConnection,
  scope: Scope,
  step: ChartStep | undefined,
  top: number,
): Promise<ChartGrid> => {
  const grid = await drawOverTime(connection, scope, {
    chart: 'watch-time',
    step: step ?? toCoarse(scope),
    series: 'user_id',
    plan: null,
    from: allPlays,
    unit: 'ms',
  });
  const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);
  const sorted = grid.series
    .map((one) => ({ one, sum: sum(one.values) }))
    .toSorted((first, second) => second.sum - first.sum || (first.one.key < second.one.key ? -1 : 1));
  const most = sorted.slice(0, top).map(({ one }) => one);
  const others = sorted.slice(top).map(({ one }) => one);
  const names = new Map(
    (await readRows(connection, nameRow, `SELECT id AS key, name AS label FROM ${persons}`)).map(({ key, label }) => [
      key,
      label,
    ]),
  );
  const rest = {
    key: 'rest',
    label: null,
    filter: null,
    values: grid.buckets.map((_, index) => sum(others.map(({ values }) => values[index] ?? 0))),
  };
  return {
    ...grid,
    series: [
      ...most.map((one) => ({ ...one, label: names.get(one.key) ?? one.key, filter: { user: one.key } })),
      ...(others.length > 0 ? [rest] : []),
    ],
  };
};
