// The one way to change which plays there are: the plays and what is summed up from them, always together.
import { LIST, VARCHAR, listValue, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import type { Play } from '../../src-contract/play.ts';
import { appendRows } from './append-rows.ts';
import { readNumber } from './answers.ts';
import { toBeginMs, toPlayRow, type StoredPlay } from './play-row.ts';
import { writeAccounts, writeItems, writeLibraries } from './write-names.ts';

/** A condition on the columns of `play`, with the values of its `$parameters`. */
export type Which = { sql: string; values?: Record<string, DuckDBValue>; types?: Record<string, DuckDBType> };

export const QUARTER_MS = 900_000;
/** Far apart plays make intervals of their own up to here, then one for all. */
const MOST_INTERVALS = 50;
const NEAR_MS = 86_400_000;

type Interval = { fromMs: number; toMs: number };

const joinIntervals = (intervals: readonly Interval[]): Interval[] => {
  const joined: Interval[] = [];
  for (const next of intervals.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1);
    if (last && next.fromMs <= last.toMs + NEAR_MS) last.toMs = Math.max(last.toMs, next.toMs);
    else joined.push({ ...next });
  }
  const [first, last] = [joined[0], joined.at(-1)];
  return joined.length <= MOST_INTERVALS || !first || !last ? joined : [{ fromMs: first.fromMs, toMs: last.toMs }];
};

/** How many streams ran at once is counted anew for these times before anyone is told of it. */
const markStale = (connection: DuckDBConnection, intervals: readonly Interval[]): Promise<void> =>
  appendRows(connection, 'stream_stale', joinIntervals(intervals), ({ fromMs, toMs }) => [fromMs, toMs]);

type Sum = { quarter: number; play: Play; plays: number; watchedMs: number };

const toSums = (plays: readonly Play[]): Sum[] => {
  const sums = new Map<string, Sum>();
  for (const play of plays) {
    const quarter = Math.floor(toBeginMs(play) / QUARTER_MS);
    const { serverId, item, stream, short } = play;
    const key = JSON.stringify([quarter, serverId, item.type, item.live, stream?.decision, short]);
    const sum = sums.get(key) ?? { quarter, play, plays: 0, watchedMs: 0 };
    sum.plays += 1;
    sum.watchedMs += Math.round(play.watchedMs ?? 0);
    sums.set(key, sum);
  }
  return [...sums.values()];
};

/**
 * Adds plays inside the transaction that is open on the connection. Their ids are new: who replaces a play drops it
 * first. In bulk: some thousand at a time, in the order of their time.
 */
export const addPlays = async (connection: DuckDBConnection, stored: readonly StoredPlay[]): Promise<void> => {
  if (stored.length === 0) return;
  const plays = stored.map(({ play }) => play);
  await appendRows(connection, 'play', stored, toPlayRow);
  await appendRows(connection, 'play_quarter', toSums(plays), ({ quarter, play, plays: count, watchedMs }) => [
    quarter,
    play.serverId,
    play.item.type,
    play.item.live,
    play.stream?.decision ?? null,
    play.short,
    count,
    watchedMs,
  ]);
  const times = plays.flatMap(({ startedAtMs, stoppedAtMs }) =>
    startedAtMs === null ? [] : [{ fromMs: startedAtMs, toMs: stoppedAtMs }],
  );
  await markStale(connection, times);
  await writeAccounts(connection, plays);
  await writeItems(connection, plays);
  await writeLibraries(connection, plays);
};

const timeRow = z.object({ fromMs: z.bigint().transform(Number), toMs: z.bigint().transform(Number) });

/** Takes these plays out of the sums, or puts them in; those that were deleted are in none. */
const count = async (connection: DuckDBConnection, { sql, values, types }: Which, sign: 1 | -1): Promise<void> => {
  const where = `WHERE removed_at_ms IS NULL AND (${sql})`;
  await connection.run(
    `INSERT INTO play_quarter
     SELECT begin_ms // ${QUARTER_MS}, server_id, type, coalesce(live, false), decision, short,
       ${sign} * count(*), ${sign} * coalesce(sum(watched_ms), 0)
     FROM play ${where} GROUP BY ALL`,
    values,
    types,
  );
  const read = await connection.runAndReadAll(
    `SELECT min(started_at_ms) AS "fromMs", max(stopped_at_ms) AS "toMs" FROM play
     ${where} AND started_at_ms IS NOT NULL GROUP BY started_at_ms // ${NEAR_MS}`,
    values,
    types,
  );
  await markStale(
    connection,
    read.getRowObjectsJS().map((row) => timeRow.parse(row)),
  );
};

/**
 * Adds rows that a question gives with the columns of `play`; `which` finds them when they are in. They count in no sum
 * before what this resolves with has run too, in the same transaction: that reads plays, which takes a turn.
 */
export const addSelected = async (
  connection: DuckDBConnection,
  select: string,
  which: Which,
  values?: Which['values'],
): Promise<() => Promise<void>> => {
  await connection.run(`INSERT INTO play BY NAME ${select}`, values);
  return () => count(connection, which, 1);
};

/** Drops these plays for good, inside the transaction that is open on the connection. */
export const dropPlays = async (connection: DuckDBConnection, which: Which): Promise<void> => {
  await count(connection, which, -1);
  await connection.run(`DELETE FROM play WHERE ${which.sql}`, which.values, which.types);
};

/**
 * Changes columns of these plays, inside the transaction that is open on the connection. The condition has to find the
 * same plays afterwards: name them by their ids when it asks for a column that `set` changes.
 */
export const rewritePlays = async (connection: DuckDBConnection, which: Which, set: string): Promise<void> => {
  await count(connection, which, -1);
  await connection.run(`UPDATE play SET ${set} WHERE ${which.sql}`, which.values, which.types);
  await count(connection, which, 1);
};

export const byIds = (ids: readonly string[]): Which => ({
  sql: 'id IN (SELECT unnest($ids))',
  values: { ids: listValue([...ids]) },
  types: { ids: LIST(VARCHAR) },
});

/** Deletes plays for the owner, or brings them back: they stay, aside. Resolves with how many that changed. */
export const setRemoved = async (
  connection: DuckDBConnection,
  ids: readonly string[],
  removedAtMs: number | null,
): Promise<number> => {
  const which = byIds(ids);
  const found = await readNumber(
    connection,
    `SELECT count(*) FROM play WHERE ${which.sql} AND removed_at_ms IS ${removedAtMs === null ? 'NOT NULL' : 'NULL'}`,
    which.values,
    which.types,
  );
  if (!found) return 0;
  await rewritePlays(
    connection,
    which,
    removedAtMs === null ? 'removed_at_ms = NULL' : `removed_at_ms = coalesce(removed_at_ms, ${removedAtMs})`,
  );
  return found;
};

/** Sums up everything anew, inside the transaction that is open on the connection: after a change of a great many plays. */
export const recountPlays = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run('DELETE FROM play_quarter');
  await connection.run('DELETE FROM stream_stale');
  await connection.run('DELETE FROM stream_quarter');
  await count(connection, { sql: 'true' }, 1);
};
