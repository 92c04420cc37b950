// A history in a folder of its own, with a clock that stands still unless it is moved.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import type { History } from '../history.ts';
import { openHistory } from '../open-history.ts';

export type StillClock = Clock & {
  /** Moves the clock on and calls what became due, in order. */
  moveMs: (byMs: number) => void;
};

export const createStillClock = (startMs = 1_700_000_000_000): StillClock => {
  let nowMs = startMs;
  let timers: { dueMs: number; callback: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    moveMs: (byMs) => {
      nowMs += byMs;
      const due = timers.filter((timer) => timer.dueMs <= nowMs).toSorted((one, other) => one.dueMs - other.dueMs);
      timers = timers.filter((timer) => timer.dueMs > nowMs);
      for (const timer of due) timer.callback();
    },
  };
};

/** Sorts like a UUIDv7, and never repeats within a process. */
let drawn = 0;
export const countingId = (atMs: number): string =>
  `${atMs.toString(16).padStart(12, '0')}-${process.pid}-${String((drawn += 1)).padStart(9, '0')}`;

export const makeDataDir = (): { dataDir: string; remove: () => void } => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-history-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
};

export const openTestHistory = (dataDir: string, clock: Clock = createStillClock()): Promise<History> =>
  openHistory({ dataDir, site: 'test-site', log: silentLog, clock, newId: countingId });
