// What is written on an axis of time.
import { expect, it } from 'vitest';
import { toTimes } from './test-charts.ts';
import { toTicks } from './ticks.ts';

const dayMs = 86_400_000;
const days = (first: string, count: number) =>
  toTimes(...Array.from({ length: count + 1 }, (_, n) => new Date(Date.parse(first) + n * dayMs).toISOString()));
const texts = (...given: Parameters<typeof toTicks>) => [...toTicks(...given).values()];

it('names every day of a week, Mondays of a month, months of a year, years of many', () => {
  expect(texts(days('2026-05-04T00:00:00Z', 3), 'day', 'UTC', 8)).toEqual(['4 May', '5 May', '6 May']);
  expect(texts(days('2026-05-05T00:00:00Z', 28), 'day', 'UTC', 8)).toEqual(['11 May', '18 May', '25 May', '1 Jun']);
  expect(texts(days('2025-11-15T00:00:00Z', 100), 'day', 'UTC', 8)).toEqual(['Dec 2025', 'Jan 2026', 'Feb']);
  expect(texts(days('2021-11-15T00:00:00Z', 1826), 'day', 'UTC', 8)).toEqual(['2022', '2023', '2024', '2025', '2026']);
});

it('goes by the days of the zone, not of this machine', () => {
  const hours = toTimes('2026-03-28T22:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z');
  expect(texts(hours, 'hour', 'Europe/Berlin', 8)).toEqual(['23:00', '29 Mar', '01:00']);
});

it('names months of a chart by months', () => {
  const months = toTimes(
    '2025-11-01T00:00:00Z',
    '2025-12-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2026-02-01T00:00:00Z',
  );
  expect(texts(months, 'month', 'UTC', 8)).toEqual(['Nov 2025', 'Dec', 'Jan 2026']);
});
