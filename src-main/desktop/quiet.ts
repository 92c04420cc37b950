// When Marquee keeps silent: hours of the day, and a pause that the owner asked for.
import type { NotificationSettings } from '../../src-contract/settings.ts';

/** Minutes since midnight on the clock of this machine. */
export type LocalMinute = (atMs: number) => number;

export const localMinute: LocalMinute = (atMs) => {
  const local = new Date(atMs);
  return local.getHours() * 60 + local.getMinutes();
};

/** The first minute is quiet, the last one is not. From and to the same minute is the whole day. */
const isWithin = (minute: number, from: number, to: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;

export const isQuiet = (
  { quietHours, pausedUntilMs }: Pick<NotificationSettings, 'quietHours' | 'pausedUntilMs'>,
  atMs: number,
  minuteOf: LocalMinute,
): boolean => {
  if (pausedUntilMs !== null && atMs < pausedUntilMs) return true;
  return quietHours.on && isWithin(minuteOf(atMs), quietHours.fromMinute, quietHours.toMinute);
};

const HOUR_MS = 3_600_000;
/** "Tomorrow" begins when people get up, so that a night owl's pause holds until then. */
export const MORNING_HOUR = 6;

/** Built from the calendar, so that a night in which the clocks change is as long as it is. */
export const toPauseEnd = (pause: 'hour' | 'tomorrow', nowMs: number): number => {
  if (pause === 'hour') return nowMs + HOUR_MS;
  const now = new Date(nowMs);
  const days = now.getHours() < MORNING_HOUR ? 0 : 1;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR).getTime();
};
