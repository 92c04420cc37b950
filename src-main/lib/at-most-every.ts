// Does a thing when asked, but not more often than every so many milliseconds; what is asked meanwhile is done once, at the end.
import type { Clock } from './clock.ts';

export type AtMostEvery = { ask: () => void; close: () => void };

export const atMostEvery = (everyMs: number, clock: Clock, act: () => void): AtMostEvery => {
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  let closed = false;
  const run = () => {
    cancel = null;
    lastMs = clock.nowMs();
    act();
  };
  return {
    ask: () => {
      if (closed || cancel !== null) return;
      cancel = clock.after(lastMs + everyMs - clock.nowMs(), run);
    },
    close: () => {
      closed = true;
      cancel?.();
    },
  };
};
