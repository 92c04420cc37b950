// Keeps answers of Plex for a moment and shares them, so that many who ask at once cost a server one request.
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';

/** Nobody asks Plex again sooner; an answer this young is fresh. */
const FRESH_MS = 2000;
/** Who asks waits no longer for one server, so that a slow one does not hold up the others. */
const PATIENCE_MS = 3000;
/** An answer of a server that fails since is told, with its age, for this long. */
const KEPT_MS = 60 * 60_000;
const MAX_KEPT = 2000;

export type Failure = { why: string; retryAfterMs: number | null };
/** `failure` is why it is not fresher, or null. */
export type Answer<Value> =
  | { kind: 'answered'; value: Value; ageMs: number; failure: Failure | null }
  | { kind: 'failed'; failure: Failure };

type Entry<Value> = {
  good: { value: Value; atMs: number } | null;
  /** What came of the last read, if it failed. */
  failure: Failure | null;
  endedAtMs: number;
  reading: { since: number; done: Promise<void> } | null;
};

/** The `kind` that the plex room's errors carry; anything else is a bug of ours and is not hidden. */
const failureSchema = z.object({ kind: z.string(), retryAfterMs: z.number().nullable().default(null) });

const LATE: Failure = { why: 'timeout', retryAfterMs: null };

export const createSharedAnswers = <Value>(clock: Clock) => {
  const entries = new LRUCache<string, Entry<Value>>({ max: MAX_KEPT });

  const read = async (entry: Entry<Value>, ask: () => Promise<Value>): Promise<void> => {
    try {
      const value = await ask();
      entry.good = { value, atMs: clock.nowMs() };
      entry.failure = null;
    } catch (error) {
      const { success, data } = failureSchema.safeParse(error);
      if (!success) throw error;
      entry.failure = { why: data.kind, retryAfterMs: data.retryAfterMs };
    } finally {
      entry.endedAtMs = clock.nowMs();
      entry.reading = null;
    }
  };

  /** True when it was done in time. */
  const waitFor = (reading: { since: number; done: Promise<void> }): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const disarm = clock.after(reading.since + PATIENCE_MS - clock.nowMs(), () => resolve(false));
      reading.done.then(() => resolve(true), reject).finally(disarm);
    });

  return async (key: string, ask: () => Promise<Value>): Promise<Answer<Value>> => {
    const entry = entries.get(key) ?? { good: null, failure: null, endedAtMs: Number.NEGATIVE_INFINITY, reading: null };
    entries.set(key, entry);
    let isInTime = true;
    if (clock.nowMs() - entry.endedAtMs >= FRESH_MS) {
      entry.reading ??= { since: clock.nowMs(), done: read(entry, ask) };
      isInTime = await waitFor(entry.reading);
    }
    const failure = isInTime ? entry.failure : LATE;
    const ageMs = entry.good === null ? Number.POSITIVE_INFINITY : Math.max(0, clock.nowMs() - entry.good.atMs);
    if (entry.good !== null && ageMs < KEPT_MS) return { kind: 'answered', value: entry.good.value, ageMs, failure };
    return { kind: 'failed', failure: failure ?? LATE };
  };
};
