// How many streams ran at once: the most within each quarter hour, for each server and delivery and for all together.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readRows } from '../answers.ts';
import { QUARTER_MS } from '../change-plays.ts';
import { DAY_MS } from '../zone.ts';

/** So much time is counted in one question; more would need more memory than DuckDB is given. */
const CHUNK_MS = 30 * DAY_MS;

/**
 * A question with the columns of `stream_quarter`, from those of `play`. It walks along the starts and ends of plays; a
 * mark at each quarter hour into which something runs carries it over. At one moment ends come before starts.
 */
export const toSweepSql = (where: string, fromMs: number, toMs: number, sets: string): string => {
  const [first, last] = [Math.floor(fromMs / QUARTER_MS), Math.ceil(toMs / QUARTER_MS)];
  return `WITH span AS MATERIALIZED (
      SELECT server_id, coalesce(decision, 'unknown') AS decision, greatest(started_at_ms, ${first * QUARTER_MS}) AS from_ms,
        stopped_at_ms AS to_ms FROM play
      WHERE ${where} AND started_at_ms < ${last * QUARTER_MS} AND stopped_at_ms > ${first * QUARTER_MS}
        AND stopped_at_ms > started_at_ms
    ), carried AS (
      SELECT DISTINCT server_id, decision,
        unnest(range(from_ms // ${QUARTER_MS} + 1, least((to_ms - 1) // ${QUARTER_MS} + 1, ${last}))) AS mark
      FROM span
    ), edge AS (
      SELECT CASE WHEN by_server THEN server_id END AS server_id, CASE WHEN by_decision THEN decision END AS decision,
        at_ms, step
      FROM (SELECT server_id, decision, from_ms AS at_ms, 1 AS step FROM span
        UNION ALL SELECT server_id, decision, to_ms, -1 FROM span WHERE to_ms < ${last * QUARTER_MS}
        UNION ALL SELECT server_id, decision, mark * ${QUARTER_MS}, 0 FROM carried),
        (VALUES ${sets}) kind(by_server, by_decision)
    ), level AS (
      SELECT server_id, decision, at_ms, sum(step) OVER (
        PARTITION BY server_id, decision ORDER BY at_ms, step ROWS UNBOUNDED PRECEDING) AS streams FROM edge
    )
    SELECT (at_ms // ${QUARTER_MS})::INTEGER AS quarter, server_id, decision, max(streams)::INTEGER AS streams,
      arg_max(at_ms, streams) AS at_ms
    FROM level WHERE streams > 0 GROUP BY ALL`;
};

const allSets = '(true, true), (true, false), (false, true), (false, false)';
const number = z.union([z.bigint(), z.number()]).transform(Number);
const staleRow = z.object({ fromMs: number, toMs: number });

const inTransaction = async (connection: DuckDBConnection, task: () => Promise<void>): Promise<void> => {
  await connection.run('BEGIN');
  try {
    await task();
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
};

/** Counts a part of what is stale anew. Resolves with whether there is more. */
export const settleStreams = async (connection: DuckDBConnection): Promise<boolean> => {
  const stale = await readRows(
    connection,
    staleRow,
    'SELECT from_ms AS "fromMs", to_ms AS "toMs" FROM stream_stale ORDER BY from_ms LIMIT 1000',
  );
  const [first] = stale;
  if (!first) return false;
  const fromMs = Math.floor(first.fromMs / QUARTER_MS) * QUARTER_MS;
  let toMs = first.toMs;
  for (const one of stale) if (one.fromMs <= toMs) toMs = Math.max(toMs, one.toMs);
  toMs = Math.min(Math.floor(toMs / QUARTER_MS) * QUARTER_MS + QUARTER_MS, fromMs + CHUNK_MS);
  await inTransaction(connection, async () => {
    await connection.run(
      `DELETE FROM stream_quarter WHERE quarter >= ${fromMs / QUARTER_MS} AND quarter < ${toMs / QUARTER_MS}`,
    );
    await connection.run(
      `INSERT INTO stream_quarter ${toSweepSql('removed_at_ms IS NULL AND NOT short', fromMs, toMs, allSets)}`,
    );
    await connection.run(`DELETE FROM stream_stale WHERE from_ms >= ${fromMs} AND to_ms <= ${toMs}`);
    await connection.run(`UPDATE stream_stale SET from_ms = ${toMs} WHERE from_ms < ${toMs}`);
    await connection.run('DELETE FROM stream_stale WHERE to_ms < from_ms');
  });
  return true;
};

export const settleAllStreams = async (connection: DuckDBConnection): Promise<void> => {
  while (await settleStreams(connection)) continue;
};
