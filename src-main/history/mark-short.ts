// After the owner has changed what is too short to count: the stored plays are marked anew, and summed up anew.
import type { DuckDBConnection } from '@duckdb/node-api';
import { readNumber } from './answers.ts';
import { recountPlays } from './change-plays.ts';
import { SHORT_TRACK_MS, type Rules } from './rules.ts';

const isShortSql = `CASE WHEN type = 'track' THEN coalesce(duration_ms, 0) >= ${SHORT_TRACK_MS} AND watched_ms < $trackMs
  ELSE watched_ms < $videoMs END`;

/** Marks the stored plays anew. Of one whose time is not known nothing is said. Resolves with how many changed. */
export const markShort = async (connection: DuckDBConnection, rules: Rules): Promise<number> => {
  const values = { trackMs: BigInt(rules.shortTrackMs), videoMs: BigInt(rules.shortVideoMs) };
  const wrong = `watched_ms IS NOT NULL AND short <> (${isShortSql})`;
  const count = (await readNumber(connection, `SELECT count(*) FROM play WHERE ${wrong}`, values)) ?? 0;
  if (count === 0) return 0;
  await connection.run('BEGIN');
  try {
    await connection.run(`UPDATE play SET short = (${isShortSql}) WHERE ${wrong}`, values);
    await recountPlays(connection);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
  return count;
};
