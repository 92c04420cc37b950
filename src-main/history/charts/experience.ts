// How well plays went for their viewers: how many stopped to buffer, how long they waited, how soon the picture came.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ChartGrid, ChartName, ChartStep, Series } from '../../../src-contract/chart.ts';
import { readRows } from '../answers.ts';
import { findBucket, toSlot, toStep } from './buckets.ts';
import { readGaps } from './gaps.ts';
import { decisionSeries } from './grid.ts';
import { toCoarse, toTimeBuckets } from './over-time.ts';
import type { Scope } from './scope.ts';

const number = z.union([z.bigint(), z.number()]).transform(Number);
const slotRow = z.object({ slot: number });
const row = slotRow.extend({
  decision: z.string().nullable(),
  plays: number,
  watched: number,
  stalled: number,
  waited: number,
});
const pictureRow = slotRow.extend({ plays: number, watched: number, waits: z.tuple([number, number]) });

/**
 * As the table `play`: those of which it is known how they went, as of all that we saw ourselves. Whoever knows how long a
 * play waited knows that, and to look into the text of each other one takes long.
 */
export const seenPlays = `(SELECT * FROM play WHERE stalled_ms IS NOT NULL
  UNION ALL SELECT * FROM play WHERE stalled_ms IS NULL AND experience IS NOT NULL) AS play`;

type Buckets = { step: ChartStep; buckets: ReturnType<typeof toTimeBuckets>['buckets'] };

/** What is asked of plays, `columns` by bucket; each row with the place of its own. */
const readBuckets = async <Row extends z.infer<typeof slotRow>>(
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
  { schema, columns, from }: { schema: z.ZodType<Row>; columns: string; from: string },
): Promise<Buckets & { rows: (Row & { place: number })[] }> => {
  const { sql, values, types } = scope.condition;
  const step = toStep(wanted ?? toCoarse(scope), scope.shownMs);
  const slot = toSlot(step, scope, 'begin_ms');
  const found = await readRows(
    connection,
    schema,
    // Where all lie in one bucket there is nothing to group by, and nothing at all would be a row of its own.
    `SELECT ${slot.sql} AS slot, ${columns} FROM ${from} WHERE ${sql} GROUP BY ALL HAVING count(*) > 0`,
    values,
    types,
  );
  const moments = found.map((one) => slot.toMs(one.slot));
  const { bounds, buckets } = toTimeBuckets(step, scope, moments);
  // The first moment of a bucket may lie before a range that begins within it.
  const toPlace = (atMs: number): number => findBucket(bounds, Math.max(atMs, scope.fromMs ?? atMs));
  return { step, buckets, rows: found.map((one) => ({ ...one, place: toPlace(slot.toMs(one.slot)) })) };
};

const toChart = async (
  connection: DuckDBConnection,
  scope: Scope,
  { step, buckets }: Buckets,
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
  const { rows, ...spread } = await readBuckets(connection, scope, wanted, {
    schema: row,
    columns: `decision, count(*) AS plays, coalesce(sum(watched_ms), 0) AS watched,
      count_if(buffer_count > 0) AS stalled, coalesce(sum(stalled_ms), 0) AS waited`,
    from: seenPlays,
  });
  const byPlace = new Map<number, Row[]>();
  for (const one of rows) byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  const toKey = (found: Row): string => found.decision ?? 'unknown';
  const used = decisionSeries.filter(({ key }) => rows.some((found) => toKey(found) === key));
  const toSeries = (key: string, say: (rows: readonly Row[]) => number | null): Series => ({
    key,
    label: null,
    filter: key === 'all' ? { stalled: true } : { decision: key, stalled: true },
    values: spread.buckets.map((_, place) =>
      say((byPlace.get(place) ?? []).filter((found) => key === 'all' || toKey(found) === key)),
    ),
  });
  return { spread, rows, used, toSeries };
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
  const { spread, rows, used, toSeries } = await readStalls(connection, scope, wanted);
  return toChart(connection, scope, spread, {
    chart: 'stalls',
    unit: 'percent',
    series: [{ key: 'all' }, ...used].map(({ key }) => toSeries(key, toShare)),
    total: toTotal(rows),
  });
};

/** How long viewers waited because it stopped to buffer. */
export const drawWaiting = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<ChartGrid> => {
  const { spread, rows, used, toSeries } = await readStalls(connection, scope, wanted);
  return toChart(connection, scope, spread, {
    chart: 'waiting',
    unit: 'wait',
    series: used.map(({ key }) => toSeries(key, (some) => some.reduce((sum, { waited }) => sum + waited, 0))),
    total: toTotal(rows),
  });
};

/** How long until the first picture: for half of the plays at most so long, and for nine of ten. */
export const drawFirstPicture = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<ChartGrid> => {
  const { rows, ...spread } = await readBuckets(connection, scope, wanted, {
    schema: pictureRow,
    columns: `count(*) AS plays, coalesce(sum(watched_ms), 0) AS watched,
      quantile_disc(first_frame_ms, [0.5, 0.9]) AS waits`,
    from: '(SELECT * FROM play WHERE first_frame_ms IS NOT NULL) AS play',
  });
  const byPlace = new Map(rows.map((one) => [one.place, one]));
  const toSeries = (key: string, say: (found: z.infer<typeof pictureRow>) => number): Series => ({
    key,
    label: null,
    filter: {},
    values: spread.buckets.map((_, place) => {
      const found = byPlace.get(place);
      return found === undefined ? null : say(found);
    }),
  });
  return toChart(connection, scope, spread, {
    chart: 'first-picture',
    unit: 'wait',
    series: [toSeries('middle', ({ waits: [middle] }) => middle), toSeries('slow', ({ waits: [, slow] }) => slow)],
    total: toTotal(rows),
  });
};
