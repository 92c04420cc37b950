// The chart of streams at once, with the highest peak and whose streams these were.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Chart, ChartStep } from '../../../src-contract/chart.ts';
import { toMomentFilter } from '../../../src-contract/play-filter.ts';
import { readRows } from '../answers.ts';
import { QUARTER_MS } from '../change-plays.ts';
import { toCondition, type Filter } from '../play-condition.ts';
import { lineColumns, toLine } from '../play-line.ts';
import { DAY_MS } from '../zone.ts';
import { findBucket, toSlot, toStep } from './buckets.ts';
import { readGaps } from './gaps.ts';
import { decisionSeries } from './grid.ts';
import { toDailyStep, toTimeBuckets } from './over-time.ts';
import type { Scope } from './scope.ts';
import { settleAllStreams, toSweepSql } from './streams.ts';

/** All streams, and those of each delivery. */
const series = [...decisionSeries, { key: 'all', filter: {} }];
type Peak = { key: string; streams: number; atMs: number };
const peakRow = z.object({ at: z.number() }).catchall(z.number().nullable());

/** The parts of a filter that the counted quarter hours know. */
const counted = new Set(['server', 'zone', 'from', 'to']);
const MOST_PLAYS = 100;

/** Plays may run into the range and out of it. */
const withoutRange = ({ from: _from, to: _to, ...filter }: Filter): Filter => filter;
const isWhole = (moment: unknown): boolean => typeof moment !== 'number' || moment % QUARTER_MS === 0;

/** A relation with the columns of `stream_quarter`, of the wanted server or of all. */
const toQuarters = async (connection: DuckDBConnection, { filter, firstMs, lastMs }: Scope) => {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== false);
  const known = asked.every(([name]) => counted.has(name)) && isWhole(filter.from) && isWhole(filter.to);
  if (known && (filter.server?.length ?? 0) <= 1) {
    await settleAllStreams(connection);
    const server = filter.server?.[0];
    return {
      sql: `(SELECT * FROM stream_quarter WHERE quarter >= ${Math.floor(firstMs / QUARTER_MS)}
        AND quarter < ${Math.ceil(lastMs / QUARTER_MS)} AND server_id ${server === undefined ? 'IS NULL' : '= $server'})`,
      values: server === undefined ? {} : { server },
      types: {},
    };
  }
  const { sql, values, types } = toCondition(withoutRange(filter));
  return { sql: `(${toSweepSql(sql, firstMs, lastMs, '(false, true), (false, false)')})`, values, types };
};

/** Greater than any moment: so many streams and their moment are compared as one number, and the latest of equals is told. */
const BEYOND = 10_000_000_000_000;

/** `at` is what quarter hours are gathered by, of their `begin_ms`; of each the peak of every series that has one. */
export const readPeaks = async (
  connection: DuckDBConnection,
  scope: Scope,
  at: string,
): Promise<{ at: number; peaks: Peak[] }[]> => {
  const { sql, values, types } = await toQuarters(connection, scope);
  const columns = series.map(({ key }) => {
    const which = key === 'all' ? 'decision IS NULL' : `decision = '${key}'`;
    return `(max(best) FILTER (${which}))::DOUBLE AS "${key}"`;
  });
  const rows = await readRows(
    connection,
    peakRow,
    `SELECT slot::DOUBLE AS "at", ${columns.join(', ')} FROM (
       SELECT ${at} AS slot, decision, max(streams::BIGINT * ${BEYOND} + at_ms) AS best
       FROM (SELECT *, quarter::BIGINT * ${QUARTER_MS} AS begin_ms FROM ${sql}) GROUP BY ALL) GROUP BY slot`,
    values,
    types,
  );
  return rows.map((row) => ({
    at: row.at,
    peaks: series.flatMap(({ key }) => {
      const best = row[key] ?? null;
      return best === null ? [] : [{ key, streams: Math.floor(best / BEYOND), atMs: best % BEYOND }];
    }),
  }));
};

const readPlaying = async (connection: DuckDBConnection, filter: Filter, atMs: number) => {
  const { sql, values, types } = toCondition({ ...withoutRange(filter), playingAtMs: atMs });
  const read = await connection.runAndReadAll(
    `WITH chosen AS MATERIALIZED (SELECT rowid AS row FROM play WHERE ${sql} LIMIT ${MOST_PLAYS})
     SELECT ${lineColumns} FROM play WHERE rowid IN (SELECT row FROM chosen) ORDER BY started_at_ms, id`,
    values,
    types,
  );
  return read.getRowObjectsJS().map(toLine);
};

export const drawConcurrency = async (
  connection: DuckDBConnection,
  scope: Scope,
  wanted: ChartStep | undefined,
): Promise<Chart> => {
  const rangeMs = scope.lastMs - scope.firstMs;
  const step = toStep(wanted ?? (rangeMs <= 3 * DAY_MS ? 'quarter-hour' : toDailyStep(scope)), scope.shownMs);
  const slot = toSlot(step, scope, 'begin_ms');
  const rows = (await readPeaks(connection, scope, slot.sql))
    .map((row) => ({ ...row, at: slot.toMs(row.at) }))
    .toSorted((one, other) => one.at - other.at);
  const { bounds, buckets } = toTimeBuckets(
    step,
    scope,
    rows.map((row) => row.at),
  );
  const best = new Map(series.map(({ key }) => [key, buckets.map(() => ({ streams: 0, atMs: 0 }))]));
  let peak: Peak | null = null;
  for (const row of rows) {
    const place = findBucket(bounds, Math.max(row.at, scope.fromMs ?? row.at));
    for (const found of row.peaks) {
      const line = best.get(found.key);
      const before = line?.[place];
      if (line && before && found.streams >= before.streams) line[place] = found;
      if (found.key === 'all' && found.streams >= (peak?.streams ?? 0)) peak = found;
    }
  }
  const all = best.get('all') ?? [];
  const shown = series.filter(({ key }) => key === 'all' || best.get(key)?.some(({ streams }) => streams > 0));
  return {
    kind: 'concurrency',
    chart: 'concurrency',
    unit: 'streams',
    axis: 'time',
    step,
    zone: scope.zone,
    fromMs: scope.fromMs,
    toMs: scope.toMs,
    buckets: buckets.map((bucket, index) => {
      const top = all[index];
      return {
        ...bucket,
        label: null,
        filter: top && top.streams > 0 ? toMomentFilter(top.atMs) : bucket.filter,
      };
    }),
    series: shown.map((one) => {
      const line = best.get(one.key) ?? [];
      return {
        ...one,
        label: null,
        values: line.map(({ streams }) => streams),
        moments: line.map(({ streams, atMs }, index) => (streams === 0 || atMs === all[index]?.atMs ? null : atMs)),
      };
    }),
    total: { plays: 0, watchedMs: 0 },
    gaps: await readGaps(connection, scope),
    peak: peak && {
      streams: peak.streams,
      atMs: peak.atMs,
      plays: await readPlaying(connection, scope.filter, peak.atMs),
      filter: toMomentFilter(peak.atMs),
    },
  };
};
