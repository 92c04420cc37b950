// The buckets of a chart over time: days, weeks, months… as the clocks of a zone have them.
import type { ChartStep } from '../../../src-contract/chart.ts';
import { DAY_MS, fromLocalMs, HOUR_MS, toDay, toLocalMs, toLocalSql, toWeekday, type Offset } from '../zone.ts';

/** A chart with more would be a wall; it gets coarser steps. */
const MOST_BUCKETS = 4_000;
const lengths: Record<ChartStep, number> = {
  'quarter-hour': 900_000,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};
const steps = ['quarter-hour', 'hour', 'day', 'week', 'month', 'year'] as const;

/** The wanted step, or the next that does not make too many buckets. */
export const toStep = (wanted: ChartStep, shownMs: number): ChartStep =>
  steps.find((step) => lengths[step] >= lengths[wanted] && shownMs / lengths[step] <= MOST_BUCKETS) ?? 'year';

/** The beginning of the bucket that a local day lies in, as a day. */
const toFirstDay = (step: ChartStep, day: number): number => {
  if (step === 'week') return day - (toWeekday(day) - 1);
  const date = new Date(day * DAY_MS);
  if (step === 'month') return toDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth()));
  if (step === 'year') return toDay(Date.UTC(date.getUTCFullYear(), 0));
  return day;
};

const toNextDay = (step: ChartStep, day: number): number => {
  if (step === 'week') return day + 7;
  const date = new Date(day * DAY_MS);
  if (step === 'month') return toDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1));
  if (step === 'year') return toDay(Date.UTC(date.getUTCFullYear() + 1, 0));
  return day + 1;
};

/** The moments at which buckets begin, from the one with `fromMs` on, and the end of the last one with `toMs` in it. */
export const toBounds = (step: ChartStep, offsets: readonly Offset[], fromMs: number, toMs: number): number[] => {
  const bounds: number[] = [];
  if (step === 'hour' || step === 'quarter-hour') {
    // Elapsed time from the first moment of the day: an hour that the clocks show twice is two.
    const length = lengths[step];
    const dayMs = fromLocalMs(offsets, toDay(toLocalMs(offsets, fromMs)) * DAY_MS);
    for (let atMs = dayMs + Math.floor((fromMs - dayMs) / length) * length; ; atMs += length) {
      bounds.push(atMs);
      if (atMs >= toMs) return bounds;
    }
  }
  for (let day = toFirstDay(step, toDay(toLocalMs(offsets, fromMs))); ; day = toNextDay(step, day)) {
    const atMs = fromLocalMs(offsets, day * DAY_MS);
    bounds.push(atMs);
    if (atMs >= toMs && bounds.length > 1) return bounds;
  }
};

/** Which bucket a moment lies in; -1 before the first, and the number of buckets after the last. */
export const findBucket = (bounds: readonly number[], atMs: number): number => {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

export const isFine = (step: ChartStep): boolean => step === 'hour' || step === 'quarter-hour';

/** Few comparisons, whatever the number of bounds: the place of the bucket that a column of milliseconds lies in. */
const toPlaceSql = (bounds: readonly number[], column: string, first = 0): string => {
  if (bounds.length <= 1) return String(first);
  const middle = Math.floor(bounds.length / 2);
  const [before, after] = [bounds.slice(0, middle), bounds.slice(middle)];
  return `CASE WHEN ${column} < ${after[0]} THEN ${toPlaceSql(before, column, first)}
    ELSE ${toPlaceSql(after, column, first + middle)} END`;
};

/** What rows are counted by, in SQL, and the moment that it means: one value for each bucket. */
export const toSlot = (
  step: ChartStep,
  { offsets, firstMs, lastMs }: { offsets: readonly Offset[]; firstMs: number; lastMs: number },
  column: string,
): { sql: string; toMs: (slot: number) => number } => {
  if (isFine(step)) {
    const [originMs = firstMs] = toBounds(step, offsets, firstMs, firstMs);
    const length = lengths[step];
    return { sql: `(${column} - ${originMs}) // ${length}`, toMs: (slot) => originMs + slot * length };
  }
  if (step === 'month' || step === 'year') {
    const bounds = toBounds(step, offsets, firstMs, lastMs);
    return { sql: toPlaceSql(bounds.slice(0, -1), column), toMs: (slot) => bounds[slot] ?? firstMs };
  }
  // Weeks begin on Mondays, as 29 December 1969 was. One division: two took half as long again.
  const [length, before] = step === 'week' ? [7, 3] : [1, 0];
  return {
    sql: `(${toLocalSql(offsets, column)} + ${before * DAY_MS}) // ${length * DAY_MS}`,
    toMs: (slot) => fromLocalMs(offsets, (slot * length - before) * DAY_MS),
  };
};
