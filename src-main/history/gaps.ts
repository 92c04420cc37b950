// The times in which nobody watched a server, for the strip of its health.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { WatchedTime } from '../../src-contract/gap.ts';
import { readNumber } from './answers.ts';

const whole = z.bigint().transform(Number);
const gapRow = z.object({
  serverId: z.string(),
  fromMs: whole,
  toMs: whole.nullable(),
  why: z.string(),
});

const openGapRow = z.object({
  fromMs: whole,
  why: z.enum(['our-start', 'server-down', 'unauthorized', 'sleep', 'database-restored']),
});
export type OpenGap = z.infer<typeof openGapRow>;

export const readOpenGap = async (connection: DuckDBConnection, serverId: string): Promise<OpenGap | null> => {
  const read = await connection.runAndReadAll(
    `SELECT from_ms AS "fromMs", why FROM gap WHERE server_id = $serverId AND to_ms IS NULL ORDER BY from_ms LIMIT 1`,
    { serverId },
  );
  const [row] = read.getRowObjectsJS();
  return row ? openGapRow.parse(row) : null;
};

export type GapQuestion = { serverId: string; fromMs: number; toMs: number };

/** The gaps that touch this time, the oldest first. One that is still open has no end. */
export const readGaps = async (
  connection: DuckDBConnection,
  { serverId, fromMs, toMs }: GapQuestion,
): Promise<WatchedTime> => {
  const read = await connection.runAndReadAll(
    `SELECT server_id AS "serverId", from_ms AS "fromMs", to_ms AS "toMs", why FROM gap
     WHERE server_id = $serverId AND from_ms < $toMs AND coalesce(to_ms, $toMs) > $fromMs
     ORDER BY from_ms LIMIT 1000`,
    { serverId, fromMs: BigInt(fromMs), toMs: BigInt(toMs) },
  );
  const sinceMs = await readNumber(
    connection,
    `SELECT least(
       (SELECT min(at_ms) FROM event WHERE server_id = $serverId AND kind NOT IN ('server-down', 'sign-in-expired')),
       (SELECT min(started_at_ms) FROM play WHERE server_id = $serverId AND origin = 'live')
     )`,
    { serverId },
  );
  return { sinceMs, gaps: read.getRowObjectsJS().map((row) => gapRow.parse(row)) };
};
