// Notices that this machine slept, where nobody tells: a timer that rings much too late.
import { type Clock } from './clock.ts';

const EVERY_MS = 15_000;
/** However busy a machine is, it is not as late as this. */
const LATE_MS = 45_000;

type Options = { clock: Clock; onWake: (asleepSinceMs: number) => void };

/** Returns its own undo. */
export const watchSleep = ({ clock, onWake }: Options): (() => void) => {
  let dueMs = clock.nowMs() + EVERY_MS;
  const look = () => {
    const nowMs = clock.nowMs();
    const wasAsleep = nowMs > dueMs + LATE_MS;
    const asleepSinceMs = dueMs - EVERY_MS;
    dueMs = nowMs + EVERY_MS;
    disarm = clock.after(EVERY_MS, look);
    if (wasAsleep) onWake(asleepSinceMs);
  };
  let disarm = clock.after(EVERY_MS, look);
  return () => disarm();
};
