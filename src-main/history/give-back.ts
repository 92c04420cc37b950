// Gives back the memory that answering questions took and that nobody needs any more.
import type { DuckDBConnection } from '@duckdb/node-api';
import { atMostEvery } from '../lib/at-most-every.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { collectHeap } from '../lib/small-heap.ts';
import { toError } from '../lib/to-error.ts';
import type { Turns } from '../lib/turns.ts';

/** Each time takes a few milliseconds, and the next questions some more to get memory again. */
const EVERY_MS = 2000;
/** Once more when nobody asks: only a collection of the JavaScript engine lets go of the last answers. */
const AFTERWARDS_MS = 3000;
/** What answers held outside of the engine is let go after a collection, and what hung on that only by another. */
const AGAIN_MS = 500;

/**
 * DuckDB and the C library keep what was freed for the next question, each thread in a heap of its own. There is no call to
 * change that; but whenever DuckDB's limit is set it hands back all that is free, and the C library's too (`malloc_trim`,
 * in DuckDB 1.5.5). The limit stays what it is, also when an import has another one meanwhile.
 */
const giveBack = `SET memory_limit = current_setting('memory_limit')`;

type Options = {
  connection: () => DuckDBConnection;
  inTurn: Turns;
  clock: Clock;
  log: Log;
  collect?: () => void;
};

export const createGiveBack = ({ connection, inTurn, clock, log, collect = collectHeap }: Options) => {
  let running: Promise<unknown> = Promise.resolve();
  let cancelAfterwards = (): void => {};
  const { ask, close } = atMostEvery(EVERY_MS, clock, () => {
    running = inTurn(() => connection().run(giveBack)).catch((error: unknown) => {
      log.debug('history: memory could not be given back', { reason: toError(error).message });
    });
  });
  return {
    /** The same turns; what their tasks took is given back after them. */
    after:
      (turns: Turns): Turns =>
      (task) => {
        ask();
        cancelAfterwards();
        cancelAfterwards = clock.after(AFTERWARDS_MS, () => {
          collect();
          cancelAfterwards = clock.after(AGAIN_MS, () => {
            collect();
            ask();
          });
        });
        return turns(task);
      },
    close: async () => {
      close();
      cancelAfterwards();
      await running;
    },
  };
};
