// Days and how ranges of them are called.
import { expect, it } from 'vitest';
import { addDays, describeDays, toDay, usualDays } from './days.ts';

const today = '2026-03-30';

it('knows which day it is where', () => {
  const atMs = Date.parse('2026-03-29T23:30:00Z');
  expect(toDay(atMs, 'UTC')).toBe('2026-03-29');
  expect(toDay(atMs, 'Europe/Berlin')).toBe('2026-03-30');
});

it('counts days over the ends of months, of years, and of summer time', () => {
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
});

it('knows the usual ranges', () => {
  const days = Object.fromEntries(usualDays(today).map((one) => [one.name, one.days]));
  expect(days['Last 7 days']).toEqual({ from: '2026-03-24', to: today });
  expect(days['Last month']).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(days['Last year']).toEqual({ from: '2025-01-01', to: '2025-12-31' });
});

it.each([
  [{}, null],
  [{ from: today, to: today }, 'Today'],
  [{ from: '2026-03-01', to: today }, 'Last 30 days'],
  [{ from: '2025-05-03', to: '2025-05-03' }, '3 May 2025'],
  [{ from: '2025-05-03', to: '2025-06-04' }, '3 May – 4 Jun 2025'],
  [{ from: '2024-05-03', to: '2025-06-04' }, '3 May 2024 – 4 Jun 2025'],
  [{ from: '2025-05-03' }, 'since 3 May 2025'],
  [{ to: '2025-05-03' }, 'until 3 May 2025'],
  [{ from: Date.parse('2026-03-29T22:15:00Z') }, 'since 30 Mar 2026, 00:15'],
])('%j is called %s', (days, words) => expect(describeDays(days, today, 'Europe/Berlin')).toBe(words));
