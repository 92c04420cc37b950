import { expect, test, vi } from 'vitest';
import { watchSleep } from './sleep-watch.ts';

/** A clock whose timer rings when it is told to, however late that is. */
const createLateClock = () => {
  let nowMs = 0;
  let ring: (() => void) | null = null;
  return {
    nowMs: () => nowMs,
    after: (_delayMs: number, callback: () => void) => {
      ring = callback;
      return () => void (ring = null);
    },
    ringAfter: (ms: number) => {
      nowMs += ms;
      ring?.();
    },
  };
};

test('a machine that slept is noticed once, one that is only busy is not', () => {
  const clock = createLateClock();
  const onWake = vi.fn<(asleepSinceMs: number) => void>();
  const undo = watchSleep({ clock, onWake });
  for (const ms of [15_000, 15_020, 40_000, 59_000, 15_000]) clock.ringAfter(ms);
  expect(onWake).not.toHaveBeenCalled();
  const asleepSinceMs = clock.nowMs();
  clock.ringAfter(125_000);
  expect(onWake.mock.calls).toEqual([[asleepSinceMs]]);
  clock.ringAfter(15_000);
  expect(onWake).toHaveBeenCalledTimes(1);
  undo();
  clock.ringAfter(8 * 3_600_000);
  expect(onWake).toHaveBeenCalledTimes(1);
});
