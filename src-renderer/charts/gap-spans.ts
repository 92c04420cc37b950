// Where a chart over time hatches: the stretches in which a server was not watched, in places along its buckets. Pure.
import type { Chart } from '../../src-contract/chart.ts';

/** From and to are counted in buckets: 1.5 is the middle of the second one. */
export type GapSpan = { from: number; to: number };

/** Narrower ones could not be seen, as a share of the whole width. */
const leastShare = 0.004;

export function toGapSpans(
  { axis, buckets, gaps }: Pick<Chart, 'axis' | 'buckets' | 'gaps'>,
  nowMs: number,
): GapSpan[] {
  const bounds = buckets.flatMap(({ fromMs }) => (fromMs === null ? [] : [fromMs]));
  const end = buckets.at(-1)?.toMs ?? null;
  const [begin] = bounds;
  if (axis !== 'time' || begin === undefined || end === null) return [];
  bounds.push(end);
  const found = gaps
    .map(({ fromMs, toMs }) => ({ from: toPlace(bounds, fromMs), to: toPlace(bounds, Math.min(toMs ?? nowMs, nowMs)) }))
    .toSorted((one, other) => one.from - other.from);
  const merged: GapSpan[] = [];
  for (const { from, to } of found) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged.filter(({ from, to }) => to - from >= buckets.length * leastShare);
}

/** How much of a bucket some server was not watched, in milliseconds; none is 0. */
export function toBlindMs({ gaps }: Pick<Chart, 'gaps'>, fromMs: number, toMs: number, nowMs: number): number {
  return gaps
    .map((gap) => Math.min(gap.toMs ?? nowMs, nowMs, toMs) - Math.max(gap.fromMs, fromMs))
    .reduce((most, ms) => Math.max(most, ms), 0);
}

function toPlace(bounds: readonly number[], atMs: number): number {
  let [low, high] = [0, bounds.length - 1];
  if (atMs <= (bounds[low] ?? 0)) return 0;
  if (atMs >= (bounds[high] ?? 0)) return high;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? Infinity) <= atMs) low = middle;
    else high = middle;
  }
  const [from = 0, to = 1] = [bounds[low], bounds[high]];
  return low + (atMs - from) / (to - from);
}
