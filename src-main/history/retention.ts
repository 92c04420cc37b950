// Lets go of old details: positions and loads first, then events; never plays, and never what is still to be published.
import { LIST, listValue, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { HistorySettings } from '../../src-contract/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { readNumber } from './answers.ts';
import { inTransaction } from './in-transaction.ts';

const DAY_MS = 86_400_000;
const FIRST_LOOK_MS = 10 * 60_000;
const LOOK_MS = 6 * 3_600_000;
/** So many events go at once: what is recorded meanwhile waits for them. */
const CHUNK = 50_000;

export type Kept = Pick<HistorySettings, 'sampleDays' | 'eventDays'>;
type Question = { connection: DuckDBConnection; kept: Kept; openIds: readonly string[]; nowMs: number };

const texts = LIST(VARCHAR);

/**
 * The number of the last event that may go: all before it are old and published, and no session that is open began
 * after it. Numbers never have a hole but at the beginning, and the highest stays, so that they never begin anew.
 */
const readLastToDrop = async ({ connection, kept, openIds, nowMs }: Question): Promise<number> => {
  if (kept.eventDays === null) return 0;
  const bounds = await connection.runAndReadAll(
    `SELECT unnest([
       (SELECT max(seq) FROM event) - 1,
       (SELECT min(seq) FROM event WHERE at_ms >= $fromMs) - 1,
       (SELECT min(seq) FROM publish_cursor),
       (SELECT min(seq) FROM event WHERE session_id IN (SELECT unnest($openIds))) - 1
     ]) AS bound`,
    { fromMs: BigInt(nowMs - kept.eventDays * DAY_MS), openIds: listValue([...openIds]) },
    { openIds: texts },
  );
  const known = bounds.getRowsJS().flatMap(([bound]) => (typeof bound === 'bigint' ? [Number(bound)] : []));
  return Math.max(0, Math.min(...known));
};

/** What old conversions cost stays, as one row for each instead of one for each minute. */
const gatherCosts = async (connection: DuckDBConnection, fromMs: number, openIds: readonly string[]): Promise<void> => {
  const values = { fromMs: BigInt(fromMs), openIds: listValue([...openIds]) };
  const old = `SELECT session_id FROM transcode_cost WHERE session_id NOT IN (SELECT unnest($openIds))
    GROUP BY 1 HAVING count(*) > 1 AND max(at_ms) < $fromMs`;
  await inTransaction(connection, async () => {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE cost_of_old AS
       SELECT session_id, any_value(server_id) AS server_id, max(at_ms) AS at_ms, sum(span_ms)::BIGINT AS span_ms,
         sum(span_ms * processor_percent) / sum(span_ms) AS processor_percent
       FROM transcode_cost WHERE session_id IN (${old}) GROUP BY 1 HAVING sum(span_ms) > 0`,
      values,
      { openIds: texts },
    );
    await connection.run('DELETE FROM transcode_cost WHERE session_id IN (SELECT session_id FROM cost_of_old)');
    await connection.run('INSERT INTO transcode_cost BY NAME SELECT * FROM cost_of_old');
    await connection.run('DROP TABLE cost_of_old');
  });
};

/** Resolves with true when there is more to drop. */
const dropSome = async (question: Question): Promise<boolean> => {
  const { connection, kept, openIds, nowMs } = question;
  if (kept.sampleDays !== null) {
    await connection.run(
      'DELETE FROM sample WHERE at_ms < $fromMs AND session_id NOT IN (SELECT unnest($openIds))',
      { fromMs: BigInt(nowMs - kept.sampleDays * DAY_MS), openIds: listValue([...openIds]) },
      { openIds: texts },
    );
    await gatherCosts(connection, nowMs - kept.sampleDays * DAY_MS, openIds);
  }
  const first = await readNumber(connection, 'SELECT min(seq) FROM event');
  const last = first === null ? 0 : await readLastToDrop(question);
  if (first === null || last < first) return false;
  const now = Math.min(last, first + CHUNK - 1);
  await connection.run('DELETE FROM event WHERE seq <= $now', { now: BigInt(now) });
  return now < last;
};

type Options = {
  connection: () => DuckDBConnection;
  /** One turn among those who read and write. */
  inTurn: (task: () => Promise<boolean>) => Promise<boolean>;
  kept: () => Kept;
  openIds: () => readonly string[];
  clock: Clock;
  log: Log;
};

/** Some minutes after each start, then every six hours: a number that was mistyped can still be taken back. */
export const createRetention = ({ connection, inTurn, kept, openIds, clock, log }: Options) => {
  let running = Promise.resolve();
  let closed = false;
  let disarm = (): void => {};

  const look = async (): Promise<void> => {
    try {
      const once = () =>
        inTurn(() => dropSome({ connection: connection(), kept: kept(), openIds: openIds(), nowMs: clock.nowMs() }));
      // Each in a turn of its own, so that what waits is recorded in between.
      while (!closed && (await once()));
    } catch (error) {
      log.warn('history: old details could not be dropped', { reason: toError(error).message });
    }
  };
  const arm = (delayMs: number): void => {
    if (closed) return;
    disarm = clock.after(delayMs, () => {
      running = look().then(() => arm(LOOK_MS));
    });
  };
  arm(FIRST_LOOK_MS);
  return {
    close: async () => {
      closed = true;
      disarm();
      await running;
    },
  };
};
