// The clock and its timers as an argument, so that tests can hold time still.

export type Clock = {
  /** Epoch milliseconds. */
  nowMs: () => number;
  /** Calls back once, at the earliest `delayMs` from now; returns its own undo. */
  after: (delayMs: number, callback: () => void) => () => void;
};

/** How fast time goes on while the machine's clock is behind it. */
const PACE = 0.9;

/**
 * Time that never goes back, though the machine's clock be set back: what comes next would seem older than what is known,
 * and whatever is due would wait until the old hour has come again. It goes on a tenth more slowly until that clock has
 * caught up. Both arguments give milliseconds: the machine's clock, and one that cannot be set.
 */
export const createSteadyTime = (wallMs: () => number, sinceStartMs: () => number): (() => number) => {
  let last = { wall: wallMs(), sinceStart: sinceStartMs() };
  return () => {
    const sinceStart = sinceStartMs();
    const wall = Math.max(wallMs(), last.wall + (sinceStart - last.sinceStart) * PACE);
    last = { wall, sinceStart };
    return Math.floor(wall);
  };
};

export const systemClock: Clock = {
  nowMs: createSteadyTime(Date.now, () => performance.now()),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.max(0, Math.min(delayMs, 2 ** 31 - 1)));
    return () => clearTimeout(timer);
  },
};
