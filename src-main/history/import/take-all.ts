// Takes all parts of a reading into the history, some in one transaction, and gives everything back at the end.
import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Turns } from '../../lib/turns.ts';
import type { Head, Part } from '../tautulli/parts.ts';
import type { Reading } from '../tautulli/start-reading.ts';
import type { House } from '../tautulli/play-sql.ts';
import { createTell } from '../tell-plays.ts';
import { takePart, type Found, type OpenPlay } from './take-part.ts';
import { countUsers, prepareNames, writeNames } from './write-names-of.ts';

/** Of DuckDB: for a while an import may have more, see `limits` in database.ts for what it is otherwise. */
const memory = { importing: '288MB', usual: '160MB' };
/** A checkpoint packs the newest plays anew each time, so there are fewer of them meanwhile. */
const checkpoints = { importing: '64MB', usual: '32MB' };
/** It takes a file for small, and would hold all of its rows in memory to find the others in them. */
const optimizers = {
  importing: 'compressed_materialization,build_side_probe_side',
  usual: 'compressed_materialization',
};
export type Reader = {
  head: Head;
  reading: Reading;
  connection: DuckDBConnection;
  inTurn: Turns;
  nowMs: () => number;
  openPlays: (serverId: string) => OpenPlay[];
  house: House;
  dry: boolean;
  /** In the transaction of the part, and when that is safe. */
  take: (part: Part, found: Found) => Promise<void> | void;
  taken: () => void;
  isCancelled: () => boolean;
};

/** Runs `work` in a transaction of a turn of its own. */
export const inTransaction = async <Answer>(
  connection: DuckDBConnection,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  await connection.run('BEGIN');
  try {
    const answer = await work();
    await connection.run('COMMIT');
    return answer;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
};

/** The connection is nobody's after this. */
export const endReading = async (connection: DuckDBConnection, reading: Reading): Promise<void> => {
  await reading.close();
  // It may hold more than that for a moment; then it keeps its larger limit until the next import.
  await connection
    .run(`SET wal_autocheckpoint = '${checkpoints.usual}'; SET disabled_optimizers = '${optimizers.usual}'`)
    .catch(() => null);
  await connection.run(`SET memory_limit = '${memory.usual}'`).catch(() => null);
  connection.closeSync();
};

/** Each part once, in a transaction of its own; `dry` only counts. Resolves with false when it was cancelled. */
export const takeAll = async (reader: Reader): Promise<boolean> => {
  const { head, reading, connection, inTurn, nowMs, openPlays, house, dry, isCancelled } = reader;
  await inTurn(() => prepareNames(connection, head));
  await connection.run(
    `SET memory_limit = '${memory.importing}'; SET wal_autocheckpoint = '${checkpoints.importing}';
     SET disabled_optimizers = '${optimizers.importing}'`,
  );
  for (;;) {
    if (isCancelled()) return false;
    const part = await reading.next();
    if (part === null) return true;
    await inTurn(() =>
      inTransaction(connection, async () => {
        const tell = createTell(connection, { site: house.site, nowMs: nowMs() });
        const context = { house, tell, nowMs: nowMs(), open: openPlays(house.serverId) };
        const found = await takePart(connection, part, context, dry);
        await countUsers(connection);
        if (!dry) await writeNames(connection, house.serverId);
        await reader.take(part, found);
      }),
    );
    reader.taken();
    await rm(part.path, { force: true });
  }
};
