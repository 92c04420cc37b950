// What the owner chose about his history, in force: what counts as watched or too short, and how long details are kept.
import type { DuckDBConnection } from '@duckdb/node-api';
import { defaultSettings, type HistorySettings } from '../../src-contract/settings.ts';
import { readNumber } from './answers.ts';
import { recountPlays } from './change-plays.ts';

export type Rules = { watchedShare: number; shortVideoMs: number; shortTrackMs: number };

export const toRules = ({ watchedPercent, shortVideoSeconds, shortTrackSeconds }: HistorySettings): Rules => ({
  watchedShare: watchedPercent / 100,
  shortVideoMs: shortVideoSeconds * 1000,
  shortTrackMs: shortTrackSeconds * 1000,
});

export const defaultRules = toRules(defaultSettings.history);

/** A track that is itself shorter than this always counts. */
export const SHORT_TRACK_MS = 30_000;

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
