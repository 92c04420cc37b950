// Where a chart hatches.
import { expect, it } from 'vitest';
import { toBlindMs, toGapSpans } from './gap-spans.ts';
import { toGrid, toTimes } from './test-charts.ts';

const at = (text: string) => Date.parse(text);
const nowMs = at('2026-05-04T12:00:00Z');
// The second day has 24 hours, each month would have others: places are shares of a bucket.
const buckets = toTimes('2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z', '2026-05-03T00:00:00Z', '2026-05-05T00:00:00Z');
const gap = (from: string, to: string | null) => ({
  serverId: 'attic',
  fromMs: at(from),
  toMs: to === null ? null : at(to),
  why: 'sleep',
});
const spans = (...gaps: ReturnType<typeof gap>[]) => toGapSpans(toGrid({ buckets, gaps }), nowMs);

it('places them within buckets of any length', () => {
  expect(spans(gap('2026-05-01T12:00:00Z', '2026-05-04T00:00:00Z'))).toEqual([{ from: 0.5, to: 2.5 }]);
});
it('ends what goes on where it is now, and what is longer at the edges', () => {
  expect(spans(gap('2020-01-01T00:00:00Z', null))).toEqual([{ from: 0, to: 2.75 }]);
});
it('takes those of several servers together', () => {
  expect(
    spans(gap('2026-05-01T12:00:00Z', '2026-05-02T00:00:00Z'), gap('2026-05-01T18:00:00Z', '2026-05-02T12:00:00Z')),
  ).toEqual([{ from: 0.5, to: 1.5 }]);
});
it('passes over what nobody could see, and charts without time', () => {
  expect(spans(gap('2026-05-01T12:00:00Z', '2026-05-01T12:01:00Z'))).toEqual([]);
  const gaps = [gap('2026-05-01T00:00:00Z', null)];
  expect(toGapSpans(toGrid({ axis: 'weekday', buckets, gaps }), nowMs)).toEqual([]);
});
it('says for how long', () => {
  const gaps = [gap('2026-05-01T12:00:00Z', '2026-05-02T06:00:00Z')];
  expect(toBlindMs({ gaps }, at('2026-05-01T00:00:00Z'), at('2026-05-02T00:00:00Z'), nowMs)).toBe(12 * 3_600_000);
  expect(toBlindMs({ gaps }, at('2026-05-03T00:00:00Z'), at('2026-05-04T00:00:00Z'), nowMs)).toBe(0);
});
