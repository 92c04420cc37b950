import { expect, test } from 'vitest';
import { formatRatio, percentile, slopeOf } from './numbers.ts';

test('the nearest rank of a few values', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([10, 19, 20]);
  expect(percentile([], 0.5)).toBeNaN();
});

test('a slope that one outlier does not tilt', () => {
  const steady = Array.from({ length: 20 }, (_, x) => ({ x, y: 100 + 2 * x }));
  expect(slopeOf([...steady, { x: 20, y: 9000 }])).toBeCloseTo(2, 5);
  expect(slopeOf([])).toBe(0);
});

test('a ratio without a peer says so', () => {
  expect(formatRatio(3, 2, 'bare socket')).toBe('1.5 × bare socket');
  expect(formatRatio(3, 0, 'bare socket')).toBe('no bare socket');
});
