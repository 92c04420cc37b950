// Tables of numbers and how an owner reads them.
import { describe, expect, it } from 'vitest';
import {
  formatBitrate,
  formatClock,
  formatCount,
  formatDay,
  formatMegabits,
  formatMoment,
  formatPercent,
  formatSpan,
  formatSpeed,
  formatTimeOfDay,
  formatWait,
} from './format.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const tables: Record<string, ReadonlyArray<readonly [string, string]>> = {
  'a position': [
    [formatClock(0), '0:00'],
    [formatClock(-5 * second), '0:00'],
    [formatClock(59_999), '0:59'],
    [formatClock(42 * minute + 10 * second), '42:10'],
    [formatClock(2 * hour + 33 * minute), '2:33:00'],
    [formatClock(hour + 5 * second), '1:00:05'],
  ],
  'a length': [
    [formatSpan(0), '0 s'],
    [formatSpan(38_400), '38 s'],
    [formatSpan(99 * second), '99 s'],
    [formatSpan(100 * second), '2 min'],
    [formatSpan(4 * minute), '4 min'],
    [formatSpan(hour), '1 h'],
    [formatSpan(hour + 12 * minute), '1 h 12 min'],
    [formatSpan(59 * minute + 40 * second), '1 h'],
    [formatSpan(47 * hour + 59 * minute), '47 h 59 min'],
    [formatSpan(48 * hour), '2 d'],
    [formatSpan(51 * hour), '2 d 3 h'],
  ],
  'a wait': [
    [formatWait(1840), '1.8 s'],
    [formatWait(9960), '10 s'],
    [formatWait(12_300), '12 s'],
  ],
  'a bitrate': [
    [formatBitrate(0), '0 kbps'],
    [formatBitrate(64), '64 kbps'],
    [formatBitrate(949), '949 kbps'],
    [formatBitrate(950), '1 Mbps'],
    [formatBitrate(8200), '8.2 Mbps'],
    [formatBitrate(38_000), '38 Mbps'],
    [formatBitrate(124_300), '124 Mbps'],
  ],
  'a sum of megabits': [
    [formatMegabits(0), '0'],
    [formatMegabits(320), '0.3'],
    [formatMegabits(16_400), '16.4'],
    [formatMegabits(99_960), '100'],
  ],
  'a speed': [
    [formatSpeed(1.44), '1.4×'],
    [formatSpeed(0.6), '0.6×'],
    [formatSpeed(14.6), '15×'],
  ],
  'a percentage': [[formatPercent(84.6), '85 %']],
  'a count': [
    [formatCount(0, 'stream'), '0 streams'],
    [formatCount(1, 'stream'), '1 stream'],
    [formatCount(2, 'stream'), '2 streams'],
    [formatCount(2, 'box', 'boxes'), '2 boxes'],
  ],
};

describe.each(Object.entries(tables))('%s', (_what, rows) => {
  it.each(rows)('reads %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('the time of day', () => {
  it.each([
    ['2026-11-23T20:04:00Z', 'Europe/Berlin', '21:04'],
    ['2026-11-23T23:30:00Z', 'Europe/Berlin', '00:30'],
    ['2026-11-23T20:04:00Z', 'America/New_York', '15:04'],
  ])('%s in %s is %s', (at, timeZone, expected) => {
    expect(formatTimeOfDay(Date.parse(at), timeZone)).toBe(expected);
  });
});

describe('a day, seen from Monday evening in Berlin', () => {
  const now = Date.parse('2026-11-23T20:00:00Z');
  it.each([
    ['2026-11-23T00:10:00Z', 'Today', '01:10'],
    ['2026-11-22T23:10:00Z', 'Today', '00:10'],
    ['2026-11-22T22:10:00Z', 'Yesterday', 'yesterday 23:10'],
    ['2026-11-20T18:00:00Z', 'Friday 20 November', '20 Nov 19:00'],
    ['2025-12-31T18:00:00Z', 'Wednesday 31 December 2025', '31 Dec 19:00'],
  ])('%s is %s', (at, day, moment) => {
    expect(formatDay(Date.parse(at), now, 'Europe/Berlin')).toBe(day);
    expect(formatMoment(Date.parse(at), now, 'Europe/Berlin')).toBe(moment);
  });
});
