// What a chart is about: its plays, its range, its zone, and whether the sums of quarter hours are enough for it.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ChartQuery } from '../../../src-contract/chart.ts';
import { QUARTER_MS } from '../change-plays.ts';
import { toCondition, toRange, type Condition, type Filter } from '../play-condition.ts';
import { readBounds, settleFilter } from '../settle-filter.ts';
import { DAY_MS, fromLocalMs, toDay, toLocalMs, toOffsets, type Offset } from '../zone.ts';

export type Asked = Filter & Partial<Pick<ChartQuery, 'by' | 'days'>>;

export type Scope = {
  filter: Filter;
  condition: Condition;
  zone: string;
  offsets: Offset[];
  /** As asked; null: open. */
  fromMs: number | null;
  toMs: number | null;
  /** Where something is: within the above, and within the history. */
  firstMs: number;
  lastMs: number;
  /** How much time a chart over time shows: what was asked for, else where something is. */
  shownMs: number;
  by: 'plays' | 'duration';
};

/** A week, a month or a year that a range lies in begins before it and ends after it. */
const YEAR_MS = 366 * DAY_MS;

export const toScope = async (connection: DuckDBConnection, given: Asked, nowMs: number): Promise<Scope> => {
  const asked: Asked = await settleFilter(connection, given);
  const { zone = 'UTC', by = 'plays', days, ...rest } = asked;
  let range = toRange(asked);
  if (days !== undefined) {
    const offsets = toOffsets(zone, nowMs - (days + 2) * DAY_MS, nowMs + 2 * DAY_MS);
    const today = toDay(toLocalMs(offsets, nowMs));
    range = {
      fromMs: fromLocalMs(offsets, (today - days + 1) * DAY_MS),
      toMs: fromLocalMs(offsets, (today + 1) * DAY_MS),
    };
  }
  const { from: _from, to: _to, ...others } = rest;
  const filter: Filter = {
    ...others,
    zone,
    ...(range.fromMs === null ? {} : { from: range.fromMs }),
    ...(range.toMs === null ? {} : { to: range.toMs }),
  };
  const bounds = await readBounds(connection);
  const quarterMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS;
  const endMs = (bounds.lastMs ?? quarterMs) + QUARTER_MS;
  // Nobody can have played anything later: a chart until the end of time would be a wall of nothing.
  const latestMs = Math.max(nowMs, endMs) + YEAR_MS;
  const toKnown = (atMs: number | null): number | null => (atMs === null ? null : Math.min(atMs, latestMs));
  const [fromMs, toMs] = [toKnown(range.fromMs), toKnown(range.toMs)];
  const firstMs = Math.max(fromMs ?? 0, bounds.firstMs ?? quarterMs);
  const lastMs = Math.max(firstMs, Math.min(toMs ?? Infinity, endMs));
  const [shownFromMs, shownToMs] = [fromMs ?? firstMs, toMs ?? lastMs];
  return {
    filter,
    condition: toCondition(filter),
    zone,
    offsets: toOffsets(zone, shownFromMs - YEAR_MS, Math.max(shownToMs, lastMs) + YEAR_MS),
    fromMs,
    toMs,
    firstMs,
    lastMs,
    shownMs: shownToMs - shownFromMs,
    by,
  };
};

/** The parts of a filter that the sums know. */
const summed = new Set([
  'server',
  'type',
  'decision',
  'includeShort',
  'zone',
  'from',
  'to',
  'weekday',
  'hour',
  'between',
]);
const isWhole = (moment: unknown): boolean => typeof moment !== 'number' || moment % QUARTER_MS === 0;

export type Relation = { from: string; plays: string; watchedMs: string };
const plays: Relation = { from: 'play', plays: 'count(*)', watchedMs: 'coalesce(sum(watched_ms), 0)' };
const sums: Relation = {
  from: `(SELECT quarter::BIGINT * ${QUARTER_MS} AS begin_ms, server_id, type, live, decision, short, plays AS count,
    watched_ms, NULL::BIGINT AS removed_at_ms FROM play_quarter) AS play`,
  plays: 'coalesce(sum(count), 0)',
  watchedMs: 'coalesce(sum(watched_ms), 0)',
};

/** The sums where they say the same as the plays, as for every chart over time without an unusual filter. */
export const toRelation = ({ filter }: Pick<Scope, 'filter'>): Relation => {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== false);
  const isSummed = asked.every(([name]) => summed.has(name)) && isWhole(filter.from) && isWhole(filter.to);
  // Watched or not is no part of the sums, nor is what was deleted.
  return isSummed && filter.watched === undefined && filter.stalled === undefined ? sums : plays;
};
export const allPlays = plays;
