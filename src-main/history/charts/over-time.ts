// Charts over time and over the week: plays by their kind, their delivery, the reasons for it, the people.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ChartGrid, ChartName, ChartStep, Series } from '../../../src-contract/chart.ts';
import { readRows } from '../answers.ts';
import { DAY_MS, HOUR_MS, toLocalSql, toWeekday } from '../zone.ts';
import { findBucket, toBounds, toSlot, toStep } from './buckets.ts';
import { toGrid, typeSeries, usedSeries, type BucketPlan, type Counted, type SeriesPlan } from './grid.ts';
import { readGaps } from './gaps.ts';
import { allPlays, toRelation, type Relation, type Scope } from './scope.ts';
import { persons } from '../person-names.ts';

const namesSchema = z.array(z.string());
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
): Promise<Row[]> => {
  const read = await connection.runAndReadAll(
    `SELECT ${at}, (${plays})::DOUBLE, (${watchedMs})::DOUBLE, ${series} FROM ${from} WHERE ${sql} GROUP BY ALL`,
    values,
    types,
  );
  const [ats = [], counts = [], times = [], found = []] = read.getColumnsJS();
  const names = namesSchema.parse(found);
  return names.map((name, index) => ({
    at: Number(ats[index]),
    series: name,
    plays: Number(counts[index]),
    watchedMs: Number(times[index]),
  }));
};

const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0);

export type OverTime = {
  chart: ChartName;
  step: ChartStep;
  /** An SQL expression of its name. */
  series: string;
  /** What such a name stands for; a play is in each of these lines. */
  toNames?: (name: string) => string[];
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

export const drawOverTime = async (
  connection: DuckDBConnection,
  scope: Scope,
  { chart, step: wanted, series, toNames, plan, from, unit }: OverTime,
): Promise<ChartGrid> => {
  const step = toStep(wanted, scope.shownMs);
  const slot = toSlot(step, scope, 'begin_ms');
  const found = await count(connection, scope, from ?? toRelation(scope), slot.sql, series);
  // Thousands of rows have a few hundred moments.
  const moments = new Map([...new Set(found.map(({ at }) => at))].map((at) => [at, slot.toMs(at)]));
  const { bounds, buckets } = toTimeBuckets(step, scope, [...moments.values()]);
  // The first moment of its day may lie before a range that begins within it.
  const keys = new Map(
    [...moments].map(([at, atMs]) => [
      at,
      String(bounds[findBucket(bounds, Math.max(atMs, scope.fromMs ?? atMs))] ?? ''),
    ]),
  );
  const toCounted = ({ at, plays, watchedMs }: Row, name: string): Counted => ({
    bucket: keys.get(at) ?? '',
    series: name,
    plays,
    watchedMs,
  });
  const counted = toNames
    ? found.flatMap((row) => toNames(row.series).map((name) => toCounted(row, name)))
    : found.map((row) => toCounted(row, row.series));
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
    // A play in two lines is one play.
    total: { plays: sum(found.map(({ plays }) => plays)), watchedMs: sum(found.map(({ watchedMs }) => watchedMs)) },
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

const byMost = (series: readonly Series[]): Series[] =>
  series
    .map((one) => ({ one, sum: sum(one.values) }))
    .toSorted((first, second) => second.sum - first.sum || (first.one.key < second.one.key ? -1 : 1))
    .map(({ one }) => one);

export const drawReasons = async (
  connection: DuckDBConnection,
  scope: Scope,
  step: ChartStep | undefined,
): Promise<ChartGrid> => {
  const { sql, values, types } = scope.condition;
  const grid = await drawOverTime(
    connection,
    { ...scope, condition: { sql: `${sql} AND reason_codes IS NOT NULL`, values, types } },
    {
      chart: 'reasons',
      step: step ?? toCoarse(scope),
      // Those that a play has are counted as one, and told apart afterwards.
      series: 'reason_codes',
      toNames: (codes) => codes.split('|').filter((code) => code !== ''),
      plan: null,
      from: allPlays,
    },
  );
  return { ...grid, series: byMost(grid.series).map((one) => ({ ...one, filter: { reason: one.key } })) };
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
  const sorted = byMost(grid.series);
  const [most, others] = [sorted.slice(0, top), sorted.slice(top)];
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
