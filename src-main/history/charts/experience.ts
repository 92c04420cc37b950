// How well plays went for their viewers: how many stopped to buffer, how long they waited, how soon the picture came.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ChartGrid, ChartName, ChartStep, Series } from '../../../src-contract/chart.ts';
import { readRows } from '../answers.ts';
import { QUARTER_MS } from '../change-plays.ts';
import { DAY_MS, fromLocalMs, toLocalSql } from '../zone.ts';
import { findBucket, isFine, toStep } from './buckets.ts';
import { readGaps } from './gaps.ts';
import { decisionSeries } from './grid.ts';
import { toCoarse, toTimeBuckets } from './over-time.ts';
import type { Scope } from './scope.ts';

const number = z.union([z.bigint(), z.number()]).transform(Number);
const momentRow = z.object({ at: number });
const row = z.object({
  place: number,
  decision: z.string(),
  plays: number,
  watched: number,
  stalled: number,
  waited: number,
});
const pictureRow = z.object({ place: number, plays: number, watched: number, middle: number, slow: number });

type Spread = { step: ChartStep; buckets: ReturnType<typeof toTimeBuckets>['buckets']; placed: string; at: string };

/** Only of what we saw ourselves is it known how it went; `only` is a further condition. */
const toWhere = ({ condition: { sql } }: Scope, only = 'true'): string =>
  `${sql} AND experience IS NOT NULL AND ${only}`;

/** A median of a month is not made of those of its days: plays are told their bucket before they are summed up. */
const spread = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
  where: string,
): Promise<Spread> => {
  const { offsets, condition, fromMs } = scope;
  const step = toStep(wanted ?? toCoarse(scope), scope.firstMs, scope.lastMs);
  const at = isFine(step) ? `begin_ms // ${QUARTER_MS}` : `${toLocalSql(offsets, 'begin_ms')} // ${DAY_MS}`;
  const toMoment = (found: number) => (isFine(step) ? found * QUARTER_MS : fromLocalMs(offsets, found * DAY_MS));
  const found = await readRows(
    connection,
    momentRow,
    `SELECT DISTINCT ${at} AS at FROM play WHERE ${where} ORDER BY 1`,
    condition.values,
    condition.types,
  );
  const moments = found.map((one) => ({ at: one.at, atMs: toMoment(one.at) }));
  const { bounds, buckets } = toTimeBuckets(
    step,
    scope,
    moments.map(({ atMs }) => atMs),
  );
  const placed = moments.map((one) => `(${one.at}, ${findBucket(bounds, Math.max(one.atMs, fromMs ?? one.atMs))})`);
  return { step, buckets, placed: placed.join(', '), at };
};

/** Rows of plays with the place of their bucket; none where there is no play. */
const readPlaced = async <Row>(
  connection: DuckDBConnection,
  { condition: { values, types } }: Scope,
  { placed, at }: Spread,
  schema: z.ZodType<Row>,
  columns: string,
  where: string,
): Promise<Row[]> =>
  placed === ''
    ? []
    : readRows(
        connection,
        schema,
        `WITH counted AS (
           SELECT ${at} AS slot, coalesce(decision, 'unknown') AS decision, buffer_count, watched_ms, stalled_ms, first_frame_ms
           FROM play WHERE ${where}
         ) SELECT place, ${columns} FROM counted JOIN (VALUES ${placed}) places(slot, place) USING (slot) GROUP BY ALL`,
        values,
        types,
      );

const toChart = async (
  connection: DuckDBConnection,
  scope: Scope,
  { step, buckets }: Spread,
  drawn: Pick<ChartGrid, 'unit' | 'series' | 'total'> & { chart: ChartName },
): Promise<ChartGrid> => ({
  kind: 'grid',
  axis: 'time',
  step,
  zone: scope.zone,
  fromMs: scope.fromMs,
  toMs: scope.toMs,
  buckets: buckets.map((bucket) => ({ ...bucket, label: null })),
  gaps: await readGaps(connection, scope),
  ...drawn,
});

const toTotal = (rows: readonly { plays: number; watched: number }[]): ChartGrid['total'] => ({
  plays: rows.reduce((sum, { plays }) => sum + plays, 0),
  watchedMs: rows.reduce((sum, { watched }) => sum + watched, 0),
});

type Row = z.infer<typeof row>;
const readStalls = async (connection: DuckDBConnection, scope: Scope, wanted: ChartStep | undefined) => {
  const where = toWhere(scope);
  const spreaded = await spread(connection, scope, wanted, where);
  const columns = `decision, count(*) AS plays, coalesce(sum(watched_ms), 0) AS watched,
    count_if(buffer_count > 0) AS stalled, coalesce(sum(stalled_ms), 0) AS waited`;
  const rows = await readPlaced(connection, scope, spreaded, row, columns, where);
  const byPlace = new Map<number, Row[]>();
  for (const one of rows) byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  const used = decisionSeries.filter(({ key }) => rows.some(({ decision }) => decision === key));
  const toSeries = (key: string, of: (row: Row) => boolean, say: (rows: readonly Row[]) => number | null): Series => ({
    key,
    label: null,
    filter: key === 'all' ? { stalled: true } : { decision: key, stalled: true },
    values: spreaded.buckets.map((_, place) => say((byPlace.get(place) ?? []).filter(of))),
  });
  return { spreaded, rows, used, toSeries };
};

/** In percent, to a tenth; null where nothing was played. */
const toShare = (rows: readonly Row[]): number | null => {
  const plays = rows.reduce((sum, one) => sum + one.plays, 0);
  return plays === 0 ? null : Math.round((rows.reduce((sum, { stalled }) => sum + stalled, 0) / plays) * 1000) / 10;
};

/** Which share of the plays stopped to buffer: of all, and by how they were delivered. */
export const drawStalls = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<ChartGrid> => {
  const { spreaded, rows, used, toSeries } = await readStalls(connection, scope, wanted);
  return toChart(connection, scope, spreaded, {
    chart: 'stalls',
    unit: 'percent',
    series: [
      toSeries('all', () => true, toShare),
      ...used.map(({ key }) => toSeries(key, ({ decision }) => decision === key, toShare)),
    ],
    total: toTotal(rows),
  });
};

/** How long viewers waited because it stopped to buffer. */
export const drawWaiting = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<ChartGrid> => {
  const { spreaded, rows, used, toSeries } = await readStalls(connection, scope, wanted);
  return toChart(connection, scope, spreaded, {
    chart: 'waiting',
    unit: 'wait',
    series: used.map(({ key }) =>
      toSeries(
        key,
        ({ decision }) => decision === key,
        (some) => some.reduce((sum, { waited }) => sum + waited, 0),
      ),
    ),
    total: toTotal(rows),
  });
};

/** How long until the first picture: for half of the plays at most so long, and for nine of ten. */
export const drawFirstPicture = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<ChartGrid> => {
  const where = toWhere(scope, 'first_frame_ms IS NOT NULL');
  const spreaded = await spread(connection, scope, wanted, where);
  const columns = `count(*) AS plays, coalesce(sum(watched_ms), 0) AS watched,
    quantile_disc(first_frame_ms, 0.5) AS middle, quantile_disc(first_frame_ms, 0.9) AS slow`;
  const rows = await readPlaced(connection, scope, spreaded, pictureRow, columns, where);
  const byPlace = new Map(rows.map((one) => [one.place, one]));
  const toSeries = (key: string, say: (found: z.infer<typeof pictureRow>) => number): Series => ({
    key,
    label: null,
    filter: {},
    values: spreaded.buckets.map((_, place) => {
      const found = byPlace.get(place);
      return found === undefined ? null : say(found);
    }),
  });
  return toChart(connection, scope, spreaded, {
    chart: 'first-picture',
    unit: 'wait',
    series: [toSeries('middle', ({ middle }) => middle), toSeries('slow', ({ slow }) => slow)],
    total: toTotal(rows),
  });
};
