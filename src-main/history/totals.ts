// How often and how long some plays were watched: in the last day, week and month, and in all.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { PlayTotals } from '../../src-contract/library.ts';
import { readRows } from './answers.ts';
import type { Which } from './change-plays.ts';
import { DAY_MS } from './zone.ts';

const number = z.union([z.bigint(), z.number()]).transform(Number);
const row = z.object({
  dayPlays: number,
  dayMs: number,
  weekPlays: number,
  weekMs: number,
  monthPlays: number,
  monthMs: number,
  plays: number,
  watchedMs: number,
  firstAtMs: number.nullable(),
  lastAtMs: number.nullable(),
});

/** Those that stand and count. */
export const counted = 'removed_at_ms IS NULL AND NOT short';

export const readTotals = async (
  connection: DuckDBConnection,
  { sql, values, types }: Which,
  nowMs: number,
): Promise<{ totals: PlayTotals; firstAtMs: number | null; lastAtMs: number | null }> => {
  const since = (days: number, name: string): string => {
    const within = `begin_ms >= ${nowMs - days * DAY_MS}`;
    return `count(*) FILTER (${within}) AS "${name}Plays", coalesce(sum(watched_ms) FILTER (${within}), 0) AS "${name}Ms"`;
  };
  const [found] = await readRows(
    connection,
    row,
    `SELECT ${since(1, 'day')}, ${since(7, 'week')}, ${since(30, 'month')}, count(*) AS plays,
       coalesce(sum(watched_ms), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs", max(begin_ms) AS "lastAtMs"
     FROM play WHERE ${counted} AND (${sql})`,
    values,
    types,
  );
  const total = (plays = 0, watchedMs = 0) => ({ plays, watchedMs });
  return {
    totals: {
      day: total(found?.dayPlays, found?.dayMs),
      week: total(found?.weekPlays, found?.weekMs),
      month: total(found?.monthPlays, found?.monthMs),
      all: total(found?.plays, found?.watchedMs),
    },
    firstAtMs: found?.firstAtMs ?? null,
    lastAtMs: found?.lastAtMs ?? null,
  };
};
