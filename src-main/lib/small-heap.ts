// Keeps what Marquee holds in reserve small: the JavaScript engine would rather have memory than tidy up.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * How far the old space may grow before it is collected again, in percent of what was found alive. V8 reads it at each
 * collection and would choose up to 300, because it knows nothing of what hangs on its objects: an answer of DuckDB holds
 * megabytes of its own until the few bytes that stand for it here are collected. With 40 twice as many answers to a long
 * history fall into a collection, and as much stays as with 100 once nobody asks (docs/bench.md).
 */
const growingPercent = 100;

export const keepHeapSmall = (ask: (flag: string) => void = setFlagsFromString): void =>
  ask(`--heap-growing-percent=${growingPercent}`);

/**
 * Collects now, for moments in which nothing is waited for: some twenty milliseconds. Left alone, Node 20 does it ten
 * seconds later and Node 26 not until something else needs the room. V8 gives its collector only to contexts made while
 * the flag is set.
 */
export const collectHeap = (): void => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') Reflect.apply(collect, null, []);
};
