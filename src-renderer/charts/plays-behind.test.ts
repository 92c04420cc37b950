// Where a click on a point leads.
import { expect, it } from 'vitest';
import { toPlaysBehind, toValueFilter } from './plays-behind.ts';
import { toSeries } from './test-charts.ts';

const berlin = { fromMs: null, toMs: null, zone: 'Europe/Berlin' };
const at = (text: string) => Date.parse(text);

it('keeps the filter of the chart, and lays that of the point over it', () => {
  const href = toPlaysBehind({ user: ['1', '2'], zone: 'Europe/Berlin' }, berlin, [{ user: '1' }, { type: 'movie' }]);
  expect(href).toBe('#/history?user=1&type=movie&zone=Europe%2FBerlin');
});

it('names whole days of the zone, also of 23 hours', () => {
  const point = { from: at('2026-03-28T23:00:00Z'), to: at('2026-03-29T22:00:00Z') };
  expect(toPlaysBehind({}, berlin, [point])).toBe('#/history?from=2026-03-29&to=2026-03-29');
  expect(toPlaysBehind({}, { ...berlin, zone: 'UTC' }, [point])).toBe(`#/history?from=${point.from}&to=${point.to}`);
});

it('holds the range of the chart where the point has none', () => {
  const range = { ...berlin, fromMs: at('2026-01-31T23:00:00Z'), toMs: at('2026-02-28T23:00:00Z') };
  expect(toPlaysBehind({}, range, [{ weekday: 1 }])).toBe('#/history?from=2026-02-01&to=2026-02-28&weekday=1');
});

it('asks for a moment as it is', () => {
  const atMs = at('2026-03-28T23:00:00Z');
  const href = toPlaysBehind({}, berlin, [{ from: atMs - 1000, to: atMs + 1, playingAtMs: atMs }]);
  expect(href).toContain(`playingAtMs=${atMs}`);
  expect(href).toContain(`to=${atMs + 1}`);
});

it('asks for the moment of a delivery where the whole had its peak at another', () => {
  const [bucketAtMs, ownAtMs] = [at('2026-03-28T20:00:00Z'), at('2026-03-28T23:00:00Z')];
  const series = toSeries('transcode', [2, 1], { filter: { decision: 'transcode' }, moments: [ownAtMs, null] });
  const bucket = { from: 0, to: bucketAtMs + 1, playingAtMs: bucketAtMs };
  const own = toPlaysBehind({}, berlin, [bucket, toValueFilter(series, 0)]);
  expect(own).toMatch(new RegExp(`decision=transcode.*playingAtMs=${ownAtMs}`));
  expect(toPlaysBehind({}, berlin, [bucket, toValueFilter(series, 1)])).toContain(`playingAtMs=${bucketAtMs}`);
  expect(toValueFilter({ ...series, filter: null }, 0)).toBeNull();
});

it('leads nowhere from what no filter can name', () => {
  expect(toPlaysBehind({}, berlin, [null, { type: 'movie' }])).toBeNull();
});
