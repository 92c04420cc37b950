// Sums up in quiet hours what would otherwise be summed up when somebody asks, and before its details are dropped.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { readNumber } from './answers.ts';
import { settleBandwidth } from './charts/bandwidth.ts';
import { settleStreams } from './charts/streams.ts';

const FIRST_LOOK_MS = 60_000;
const LOOK_MS = 3_600_000;
/** So many changes are added to the sums before they are joined. */
const MOST_CHANGES = 20_000;

/** One row for each sum instead of one for each change of it. */
const joinChanges = async (connection: DuckDBConnection): Promise<void> => {
  const columns = 'quarter, server_id, type, live, decision, short';
  const spare = await readNumber(
    connection,
    `SELECT (SELECT count(*) FROM play_quarter) - (SELECT count(*) FROM (SELECT DISTINCT ${columns} FROM play_quarter))`,
  );
  if ((spare ?? 0) < MOST_CHANGES) return;
  await connection.run(
    `BEGIN;
     CREATE TEMP TABLE joined AS SELECT ${columns}, sum(plays)::INTEGER AS plays, sum(watched_ms)::BIGINT AS watched_ms
       FROM play_quarter GROUP BY ALL HAVING sum(plays) <> 0 OR sum(watched_ms) <> 0;
     DELETE FROM play_quarter;
     INSERT INTO play_quarter SELECT * FROM joined ORDER BY quarter;
     DROP TABLE joined;
     COMMIT`,
  );
};

type Options = {
  connection: () => DuckDBConnection;
  /** One turn among those who read and write. */
  inTurn: <Answer>(task: () => Promise<Answer>) => Promise<Answer>;
  clock: Clock;
  log: Log;
};

export const createUpkeep = ({ connection, inTurn, clock, log }: Options) => {
  let closed = false;
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      await inTurn(() => settleBandwidth(connection(), clock.nowMs()));
      await inTurn(() => joinChanges(connection()));
      // Each part in a turn of its own, so that others are answered in between.
      while (!closed && (await inTurn(() => settleStreams(connection())))) continue;
    } catch (error) {
      await connection()
        .run('ROLLBACK')
        .catch(() => null); // Where nothing was begun there is nothing to roll back.
      log.warn('history: sums could not be brought up to date', { reason: toError(error).message });
    }
    if (!closed) arm(LOOK_MS);
  };
  let disarm = (): void => {};
  const arm = (delayMs: number): void => {
    disarm = clock.after(delayMs, () => void (running = look()));
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
