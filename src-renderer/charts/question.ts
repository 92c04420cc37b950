// What all charts of a page are asked: which plays, over which range, counted or timed. As it stands in the address. Pure.
import { z } from 'zod';
import { type ChartName, type ChartQuery, type ChartStep, chartStepSchema } from '../../src-contract/chart.ts';
import { describeDays, toDay } from '../parts/filter/days.ts';
import { type Filter, readFilter, writeFilter } from '../parts/filter/filter-address.ts';

export type Question = {
  /** With `from` and `to` only when these days were chosen themselves. */
  filter: Filter;
  by: ChartQuery['by'];
  /** The last so many days, with today; null: everything, or the filter's own days. */
  days: number | null;
  /** Null: as it suits the range. */
  step: ChartStep | null;
};

const usualDays = 30;
export const ranges: ReadonlyArray<{ days: number | null; says: string; name: string }> = [
  { days: 7, says: '7 d', name: 'the last 7 days' },
  { days: 30, says: '30 d', name: 'the last 30 days' },
  { days: 90, says: '90 d', name: 'the last 90 days' },
  { days: 365, says: '1 y', name: 'the last year' },
  { days: 1826, says: '5 y', name: 'the last 5 years' },
  { days: null, says: 'All', name: 'the whole history' },
];

const daysSchema = z.coerce.number().int().min(1).max(20_000);

export function readQuestion(query: URLSearchParams): Question {
  const filter = readFilter(query);
  const asked = query.get('days');
  const parsed = daysSchema.safeParse(asked ?? usualDays);
  const step = chartStepSchema.safeParse(query.get('step'));
  const hasOwn = filter.from !== undefined || filter.to !== undefined;
  return {
    filter,
    by: query.get('by') === 'duration' ? 'duration' : 'plays',
    days: hasOwn || asked === 'all' ? null : parsed.success ? parsed.data : usualDays,
    step: step.success ? step.data : null,
  };
}

/** What is as usual is left out. */
export function writeQuestion({ filter, by, days, step }: Question, query: URLSearchParams): void {
  writeFilter(filter, query);
  const hasOwn = filter.from !== undefined || filter.to !== undefined;
  put(query, 'by', by === 'plays' ? null : by);
  put(query, 'days', hasOwn || days === usualDays ? null : days === null ? 'all' : String(days));
  put(query, 'step', step);
}

function put(query: URLSearchParams, name: string, value: string | null): void {
  if (value === null) query.delete(name);
  else query.set(name, value);
}

export function withRange(question: Question, days: number | null): Question {
  const { from: _from, to: _to, ...filter } = question.filter;
  return { ...question, filter, days };
}

type Input = Filter & { zone: string; by: ChartQuery['by']; days?: number };

/** For all charts and cards alike; the zone is that of the clock on this wall unless one was chosen. */
export function toInput({ filter, by, days }: Question, zone: string): Input {
  return { ...filter, zone: filter.zone ?? zone, by, ...(days === null ? {} : { days }) };
}

/** As many as there are colours for. */
const topOf: Partial<Record<ChartName, number>> = { 'watch-time': 7 };

export function toChartInput(
  question: Question,
  zone: string,
  chart: ChartName,
): Input & { chart: ChartName; step?: ChartStep; top?: number } {
  const { step } = question;
  const top = topOf[chart];
  return {
    ...toInput(question, zone),
    chart,
    ...(step === null ? {} : { step }),
    ...(top === undefined ? {} : { top }),
  };
}

/** `the last 30 days`, `3 May – 4 Jun 2025`. */
export function describeRange({ filter, days }: Question, nowMs: number, zone: string): string {
  const own = describeDays(filter, toDay(nowMs, filter.zone ?? zone), filter.zone ?? zone);
  if (own !== null) return own;
  return ranges.find((range) => range.days === days)?.name ?? `the last ${days} days`;
}
