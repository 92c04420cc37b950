// How often one caller may ask: a bucket that fills again by itself, so that short bursts pass and endless ones wait.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../lib/clock.ts';

export type RateLimit = {
  /** 0 when it may; else how many milliseconds to wait. */
  take: (caller: string) => number;
};

const MAX_CALLERS = 1000;

export const createRateLimit = (limits: { burst: number; perSecond: number }, clock: Clock): RateLimit => {
  const { burst, perSecond } = limits;
  const buckets = new LRUCache<string, { left: number; atMs: number }>({ max: MAX_CALLERS });
  return {
    take: (caller) => {
      const nowMs = clock.nowMs();
      const known = buckets.get(caller) ?? { left: burst, atMs: nowMs };
      const filled = known.left + (Math.max(0, nowMs - known.atMs) / 1000) * perSecond;
      const left = Math.min(burst, filled);
      const mayPass = left >= 1;
      buckets.set(caller, { left: mayPass ? left - 1 : left, atMs: nowMs });
      return mayPass ? 0 : Math.ceil(((1 - left) / perSecond) * 1000);
    },
  };
};
