// How charts say moments in zones, amounts and names.
import { describe, expect, it } from 'vitest';
import { toBucket, toGrid, toSeries } from './test-charts.ts';
import {
  describeAbout,
  describeBucket,
  describeSeries,
  describeStretch,
  formatAmount,
  formatHours,
  formatWatched,
} from './words.ts';

const hourMs = 3_600_000;
const berlin = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);

it.each([
  [0, '0:00'],
  [59_000, '0:01'],
  [12.5 * hourMs, '12:30'],
  [1204 * hourMs + 420_000, '1,204:07'],
])('%d ms are %s', (ms, words) => expect(formatHours(ms)).toBe(words));

it.each([
  [0, '–'],
  [38_000, '38 s'],
  [72 * 60_000, '1 h 12 min'],
  [5579.7 * hourMs, '5,580 h'],
])('%d ms watched are %s', (ms, words) => expect(formatWatched(ms)).toBe(words));

it.each([
  ['plays', 12_345, '12,345'],
  ['ms', 90 * 60_000, '1:30 h'],
  ['kbps', 8200, '8.2 Mbps'],
  ['percent', 12.5, '12.5 %'],
  ['wait', 4200, '4.2 s'],
  ['wait', 192_000, '3 min'],
  ['streams', null, '–'],
] as const)('in %s, %d is %s', (unit, value, words) => expect(formatAmount(unit, value)).toBe(words));

describe('a stretch of time', () => {
  it.each([
    ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'day', 'Sunday 29 Mar 2026'],
    ['2025-05-04T22:00:00Z', '2025-05-11T22:00:00Z', 'week', '5 – 11 May 2025'],
    ['2025-06-29T22:00:00Z', '2025-07-06T22:00:00Z', 'week', '30 Jun – 6 Jul 2025'],
    ['2025-12-28T23:00:00Z', '2026-01-04T23:00:00Z', 'week', '29 Dec 2025 – 4 Jan 2026'],
    ['2025-04-30T22:00:00Z', '2025-05-31T22:00:00Z', 'month', 'May 2025'],
    ['2024-12-31T23:00:00Z', '2025-12-31T23:00:00Z', 'year', '2025'],
    ['2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z', 'hour', '29 Mar 2026, 01:00–03:00'],
  ] as const)('%s to %s by the %s is %s', (from, to, step, words) =>
    expect(describeStretch(at(from), at(to), step, berlin)).toBe(words),
  );
});

it.each([
  [toGrid({ axis: 'weekday' }), toBucket('7'), 'Sunday'],
  [toGrid({ axis: 'hour' }), toBucket('23'), '23:00–00:00'],
  [
    toGrid({ axis: 'value', chart: 'completion' }),
    toBucket('90-100', { filter: { completion: '90-100' } }),
    '90–100 %',
  ],
  [toGrid({ axis: 'value' }), toBucket('rest', { filter: null }), 'All others'],
  [toGrid({ axis: 'value' }), toBucket('7', { label: 'Ada', filter: { user: '7' } }), 'Ada'],
  [toGrid({ axis: 'value' }), toBucket('unknown', { filter: { platform: 'unknown' } }), 'Not known'],
  [toGrid({ axis: 'value' }), toBucket('1080', { filter: { sourceResolution: '1080' } }), '1080p'],
])('%# names its bucket', (chart, bucket, words) => expect(describeBucket(chart, bucket)).toBe(words));

it.each([
  [toGrid(), toSeries('episode', []), 'Episodes'],
  [toGrid({ chart: 'concurrency' }), toSeries('all', [], { filter: {} }), 'All together'],
  [toGrid({ chart: 'watch-time' }), toSeries('all', [], { filter: { user: 'all' }, label: 'Al L.' }), 'Al L.'],
  [toGrid({ chart: 'week-hours' }), toSeries('1', [], { filter: { weekday: 1 } }), 'Monday'],
  [toGrid({ chart: 'titles', unit: 'ms' }), toSeries('plays', [], { filter: {} }), 'Time'],
  [toGrid({ chart: 'stalls' }), toSeries('all', [], { filter: { stalled: true } }), 'All together'],
  [toGrid({ chart: 'stalls' }), toSeries('copy', [], { filter: { decision: 'copy', stalled: true } }), 'Copy'],
  [toGrid({ chart: 'first-picture' }), toSeries('middle', [], { filter: {} }), 'Half of them within'],
  [toGrid({ chart: 'bandwidth' }), toSeries('wan-p95', [], { filter: { location: 'wan' } }), 'WAN, enough for 95 %'],
])('%# names its series', (chart, series, words) => expect(describeSeries(chart, series)).toBe(words));

it.each([
  [toGrid({ axis: 'time', step: 'week', unit: 'plays' }), 'Who. Plays by the week.'],
  [toGrid({ axis: 'time', step: 'day', unit: 'ms' }), 'Who. Time by the day.'],
  [toGrid({ axis: 'time', step: 'hour', unit: 'kbps' }), 'Who. By the hour.'],
  [toGrid({ axis: 'weekday', step: null }), 'Who.'],
])('%# says what it counts by', (chart, words) => expect(describeAbout('Who.', chart)).toBe(words));
