// Bandwidth over time, from the samples of sessions: within each five minutes the mean and the highest minute.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Chart, ChartStep } from '../../../src-contract/chart.ts';
import { readNumber, readRows } from '../answers.ts';
import { toCondition, type Filter } from '../play-condition.ts';
import { DAY_MS, fromLocalMs, toLocalSql } from '../zone.ts';
import { findBucket, isFine, toStep } from './buckets.ts';
import { readGaps } from './gaps.ts';
import { toDailyStep, toTimeBuckets } from './over-time.ts';
import type { Scope } from './scope.ts';

const SLOT_MS = 300_000;
const MINUTE_MS = 60_000;
/** So many samples are summed up at once; those of months would need more memory than charts do otherwise. */
const PART_MS = 7 * DAY_MS;

/**
 * A question with the columns of `bandwidth_slot`. What a session needs in a minute is the mean of its samples there; a
 * minute's need is the sum over its sessions. Relayed streams leave the house, too.
 */
const toSlotSql = (where: string): string => `
  SELECT (minute // 5)::INTEGER AS slot, server_id, location, (sum(kbps) / 5)::BIGINT AS mean_kbps, max(kbps)::BIGINT AS peak_kbps
  FROM (
    SELECT minute, server_id, location, sum(kbps) AS kbps FROM (
      SELECT at_ms // ${MINUTE_MS} AS minute, session_id, server_id,
        CASE location WHEN 'lan' THEN 'lan' ELSE 'wan' END AS location, avg(bandwidth_kbps) AS kbps
      FROM sample WHERE bandwidth_kbps IS NOT NULL AND state <> 'paused' AND server_id IS NOT NULL AND location IS NOT NULL
        AND ${where} GROUP BY ALL
    ) GROUP BY ALL
  ) GROUP BY ALL`;

/** Keeps what complete slots needed, before their samples are dropped with time. */
export const settleBandwidth = async (connection: DuckDBConnection, nowMs: number): Promise<void> => {
  const last = (await readNumber(connection, 'SELECT max(slot) FROM bandwidth_slot')) ?? -1;
  const since = `at_ms >= ${(last + 1) * SLOT_MS}`;
  const firstMs = await readNumber(connection, `SELECT min(at_ms) FROM sample WHERE ${since}`);
  // One slot late: what is sampled now is stored a moment later.
  const endMs = (Math.floor(nowMs / SLOT_MS) - 1) * SLOT_MS;
  for (let fromMs = Math.floor((firstMs ?? endMs) / SLOT_MS) * SLOT_MS; fromMs < endMs; fromMs += PART_MS) {
    const toMs = Math.min(endMs, fromMs + PART_MS);
    await connection.run(
      `INSERT INTO bandwidth_slot ${toSlotSql(`at_ms >= ${fromMs} AND at_ms < ${toMs}`)} ORDER BY slot`,
    );
  }
};

const number = z.union([z.bigint(), z.number()]).transform(Number);
const row = z.object({ at: number, location: z.string(), peak: number, p95: number });
const series = ['lan', 'wan'].flatMap((location) =>
  ['peak', 'p95'].map((measure) => ({ key: `${location}-${measure}`, label: null, filter: { location } })),
);

/** The parts of a filter that the slots know. */
const known = new Set(['zone', 'from', 'to', 'server']);

const toSlots = async (connection: DuckDBConnection, scope: Scope, nowMs: number) => {
  const { filter } = scope;
  // Somebody may be watching whose play is not over: no play says where samples are.
  const [firstMs, lastMs] = [scope.fromMs ?? 0, scope.toMs ?? nowMs];
  const within = `slot >= ${Math.floor(firstMs / SLOT_MS)} AND slot < ${Math.ceil(lastMs / SLOT_MS)}`;
  const isKnown = Object.entries(filter).every(
    ([name, value]) => value === undefined || value === false || known.has(name),
  );
  if (isKnown) {
    await settleBandwidth(connection, nowMs);
    const { sql, values, types } = toCondition(
      filter.server ? { server: filter.server, includeShort: true } : { includeShort: true },
    );
    return {
      sql: `(SELECT * FROM (SELECT *, NULL AS removed_at_ms FROM bandwidth_slot) WHERE ${within} AND ${sql})`,
      values,
      types,
    };
  }
  const { from: _from, to: _to, ...rest }: Filter = filter;
  const { sql, values, types } = toCondition(rest);
  const ofThese = `at_ms >= ${firstMs} AND at_ms < ${lastMs} AND session_id IN (SELECT id FROM play WHERE ${sql})`;
  return { sql: `(${toSlotSql(ofThese)})`, values, types };
};

/** The 95th percentile is over the five-minute means of the time in which anything was sent that way. */
export const drawBandwidth = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
  nowMs: number,
): Promise<Chart> => {
  const step = toStep(wanted ?? toDailyStep(scope), scope.shownMs);
  const beginMs = `(slot::BIGINT * ${SLOT_MS})`;
  const at = isFine(step) ? `${beginMs} // 900000` : `${toLocalSql(scope.offsets, beginMs)} // ${DAY_MS}`;
  const { sql, values, types } = await toSlots(connection, scope, nowMs);
  const toMoment = (found: number) => (isFine(step) ? found * 900_000 : fromLocalMs(scope.offsets, found * DAY_MS));
  const firsts = (
    await readRows(
      connection,
      z.object({ at: number }),
      `SELECT DISTINCT ${at} AS at FROM ${sql} ORDER BY 1`,
      values,
      types,
    )
  ).map((one) => ({ ...one, atMs: toMoment(one.at) }));
  const { bounds, buckets } = toTimeBuckets(
    step,
    scope,
    firsts.map(({ atMs }) => atMs),
  );
  // A percentile of a month is not made of those of its days: slots are told their bucket first.
  const places = firsts.map(
    ({ at: key, atMs }) => `(${key}, ${findBucket(bounds, Math.max(atMs, scope.fromMs ?? atMs))})`,
  );
  const rows =
    places.length === 0
      ? []
      : await readRows(
          connection,
          row,
          `WITH slot AS (
             SELECT slot, ${at} AS key, location, sum(mean_kbps) AS mean_kbps, sum(peak_kbps) AS peak_kbps FROM ${sql} GROUP BY ALL
           ) SELECT place AS at, location, max(peak_kbps) AS peak, quantile_disc(mean_kbps, 0.95) AS p95
           FROM slot JOIN (VALUES ${places.join(', ')}) places(key, place) USING (key) GROUP BY ALL`,
          values,
          types,
        );
  const cells = new Map<string, number>(
    rows.flatMap((one) => [
      [`${one.location}-peak ${one.at}`, one.peak] as const,
      [`${one.location}-p95 ${one.at}`, one.p95] as const,
    ]),
  );
  return {
    kind: 'grid',
    chart: 'bandwidth',
    unit: 'kbps',
    axis: 'time',
    step,
    zone: scope.zone,
    fromMs: scope.fromMs,
    toMs: scope.toMs,
    buckets: buckets.map((bucket) => ({ ...bucket, label: null })),
    series: series.map((one) => ({
      ...one,
      values: buckets.map((_, place) => cells.get(`${one.key} ${place}`) ?? null),
    })),
    total: { plays: 0, watchedMs: 0 },
    gaps: await readGaps(connection, scope),
  };
};
