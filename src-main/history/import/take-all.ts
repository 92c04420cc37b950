// Takes all parts of a reading into the history, some in one transaction, and gives everything back at the end.
import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Turns } from '../../lib/turns.ts';
import type { Head, Part } from '../tautulli/parts.ts';
import type { Reading } from '../tautulli/start-reading.ts';
import { readColumns, takePart, type OpenPlay, type PartCounts } from './take-part.ts';
import { gatherNames, prepareNames, writeGathered } from './write-names-of.ts';

/** Fewer commits are faster; more plays in one need more memory than a small machine has to give. */
const partsInTransaction = 4;
/** Of DuckDB: for a while an import may have more, see `limits` in database.ts for what it is otherwise. */
const memory = { importing: '320MB', usual: '160MB' };
export type Reader = {
  head: Head;
  reading: Reading;
  connection: DuckDBConnection;
  inTurn: Turns;
  nowMs: () => number;
  openPlays: (serverId: string) => OpenPlay[];
  importId: string;
  dry: boolean;
  take: (part: Part, counts: PartCounts) => void;
  beforeCommit: () => Promise<void>;
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
  await connection.run(`SET memory_limit = '${memory.usual}'`).catch(() => null);
  connection.closeSync();
};

/** Each part once; `dry` only counts. Resolves with false when it was cancelled. */
export const takeAll = async (reader: Reader): Promise<boolean> => {
  const { head, reading, connection, inTurn, nowMs, openPlays, importId, dry, take, beforeCommit, isCancelled } =
    reader;
  const serverId = head.serverId ?? '';
  const columns = await inTurn(() => readColumns(connection, 'play'));
  await prepareNames(connection);
  await connection.run(`SET memory_limit = '${memory.importing}'`);
  for (;;) {
    const waiting: Part[] = [];
    let ended = false;
    await connection.run('BEGIN');
    try {
      while (!ended && waiting.length < partsInTransaction && !isCancelled()) {
        const part = await reading.next();
        ended = part === null;
        if (part === null) break;
        waiting.push(part);
        await inTurn(async () => {
          const context = { columns, importId, serverId, nowMs: nowMs(), open: openPlays(serverId) };
          take(part, await takePart(connection, part, context, dry));
          if (part.lines > 0) await gatherNames(connection);
        });
        await rm(part.playsPath, { force: true });
      }
      await inTurn(async () => {
        await beforeCommit();
        await connection.run('COMMIT');
        if (!dry)
          await writeGathered(
            connection,
            serverId,
            waiting.flatMap(({ lines, itemsPath }) => (lines > 0 ? [itemsPath] : [])),
          );
      });
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
      throw error;
    }
    if (ended) return true;
    if (isCancelled()) return false;
  }
};
