// The clock and its timers as an argument, so that tests can hold time still.

export type Clock = {
  /** Epoch milliseconds. */
  nowMs: () => number;
  /** Calls back once, at the earliest `delayMs` from now; returns its own undo. */
  after: (delayMs: number, callback: () => void) => () => void;
};

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.max(0, Math.min(delayMs, 2 ** 31 - 1)));
    return () => clearTimeout(timer);
  },
};
