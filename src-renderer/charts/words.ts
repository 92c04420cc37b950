// How charts say things: moments in the words of a zone, amounts in the units of the chart, names of what is counted.
import type { Bucket, Chart, ChartStep, Series } from '../../src-contract/chart.ts';
import { formatBitrate, formatSpan, formatWait } from '../../src-contract/text/format.ts';
import { listParts } from '../parts/filter/filter-address.ts';
import { describeValue } from '../parts/filter/filter-words.ts';

/** Hours and minutes: `0:05`, `12:34`, `1,204:07`. */
export function formatHours(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60).toLocaleString('en-GB')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Time watched in words: `38 s`, `12 min`, `1 h 12 min`, `5,580 h`; a dash where none is known. */
export function formatWatched(ms: number): string {
  if (ms === 0) return '–';
  return ms < 48 * 3_600_000 ? formatSpan(ms) : `${Math.round(ms / 3_600_000).toLocaleString('en-GB')} h`;
}

/** As a tip or a cell says it, with the unit where the number alone would not tell. */
export function formatAmount(unit: Chart['unit'], value: number | null): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return `${formatHours(value)} h`;
    case 'kbps':
      return formatBitrate(value);
    case 'percent':
      return `${value} %`;
    case 'wait':
      return formatWait(value);
    case 'plays':
    case 'streams':
    case 'people':
      return value.toLocaleString('en-GB');
  }
}

/** `1 play`, `12,345 plays`. */
export function formatMany(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

export const unitWords: Readonly<Record<Chart['unit'], string>> = {
  plays: 'plays',
  ms: 'hours:minutes',
  streams: 'streams',
  kbps: 'bandwidth',
  people: 'people and players',
  percent: 'percent of the plays',
  wait: 'time waited',
};

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;

/** Written once for each zone and form: a chart of years has thousands of moments. */
const forms = new Map<string, Intl.DateTimeFormat>();
export function formatIn(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = forms.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
  forms.set(key, made);
  return made;
}

const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** A stretch of time as one would say it: `Monday 5 May 2025`, `5 – 11 May 2025`, `May 2025`, `5 May 2025, 21:00–22:00`. */
export function describeStretch(fromMs: number, toMs: number, step: ChartStep, zone: string): string {
  const format = (atMs: number, options: Intl.DateTimeFormatOptions) => formatIn(zone, options).format(atMs);
  switch (step) {
    case 'quarter-hour':
    case 'hour': {
      const time = { hour: '2-digit', minute: '2-digit' } as const;
      return `${format(fromMs, day)}, ${format(fromMs, time)}–${format(toMs, time)}`;
    }
    case 'day':
      return format(fromMs, { weekday: 'long', ...day }).replace(',', '');
    case 'week': {
      const [first, last] = [format(fromMs, day), format(toMs - 1, day)];
      const sameYear = first.slice(-4) === last.slice(-4);
      const sameMonth = sameYear && first.slice(-8) === last.slice(-8);
      return `${sameMonth ? first.slice(0, -9) : sameYear ? first.slice(0, -5) : first} – ${last}`;
    }
    case 'month':
      return format(fromMs, { month: 'long', year: 'numeric' });
    case 'year':
      return format(fromMs, { year: 'numeric' });
  }
}

export function describeMomentIn(atMs: number, zone: string): string {
  return formatIn(zone, { ...day, hour: '2-digit', minute: '2-digit' }).format(atMs);
}

export function describeDayIn(atMs: number, zone: string): string {
  return formatIn(zone, day).format(atMs);
}

type Named = Pick<Bucket, 'key' | 'label' | 'filter'>;

/** All that are not among the first ones; the last bucket, where there is one. */
export function isRest({ key, filter }: Pick<Named, 'key' | 'filter'>): boolean {
  return key === 'rest' && filter === null;
}

function describeNamed({ key, label, filter }: Named): string {
  if (isRest({ key, filter })) return 'All others';
  const part = listParts.find((one) => filter?.[one] !== undefined);
  return part === undefined ? (label ?? key) : describeValue(part, key, label ?? key);
}

/** What a bucket is called where there is room. */
export function describeBucket(chart: Pick<Chart, 'axis' | 'step' | 'zone' | 'chart'>, bucket: Bucket): string {
  switch (chart.axis) {
    case 'time':
      return bucket.fromMs === null || bucket.toMs === null || chart.step === null
        ? bucket.key
        : describeStretch(bucket.fromMs, bucket.toMs, chart.step, chart.zone);
    case 'weekday':
      return weekdayNames[Number(bucket.key) - 1] ?? bucket.key;
    case 'hour':
      return `${clock(Number(bucket.key))}–${clock(Number(bucket.key) + 1)}`;
    case 'value':
      return chart.chart === 'completion' ? `${bucket.key.replace('-', '–')} %` : describeNamed(bucket);
  }
}

const seriesWords: Readonly<Record<string, string>> = {
  all: 'All together',
  users: 'People',
  players: 'Players',
  'lan-peak': 'LAN, highest minute',
  'lan-p95': 'LAN, enough for 95 %',
  'wan-peak': 'WAN, highest minute',
  'wan-p95': 'WAN, enough for 95 %',
  stalled: 'Stopped to buffer',
  smooth: 'Never stopped',
  middle: 'Half of them within',
  slow: 'Nine of ten within',
};

const fixedSeries: ReadonlySet<Chart['chart']> = new Set([
  'concurrency',
  'newcomers',
  'bandwidth',
  'stalls',
  'first-picture',
  'players-by-stalls',
]);

export function describeSeries(
  { chart, unit }: Pick<Chart, 'chart' | 'unit'>,
  series: Pick<Series, 'key' | 'label' | 'filter'>,
): string {
  if (chart === 'week-hours') return weekdayNames[Number(series.key) - 1] ?? series.key;
  if (chart === 'titles' || chart === 'series') return unit === 'ms' ? 'Time' : 'Plays';
  // Of people any name may come; these words are for charts whose series are fixed.
  return (fixedSeries.has(chart) ? seriesWords[series.key] : undefined) ?? describeNamed(series);
}

/** What stands over the first column of its table. */
export function describeAxis({ axis, step, chart }: Pick<Chart, 'axis' | 'step' | 'chart'>): string {
  switch (axis) {
    case 'time':
      return { 'quarter-hour': 'Quarter hour', hour: 'Hour', day: 'Day', week: 'Week', month: 'Month', year: 'Year' }[
        step ?? 'day'
      ];
    case 'weekday':
      return 'Day of the week';
    case 'hour':
      return 'Hour';
    case 'value':
      return chart === 'completion' ? 'Played' : 'Name';
  }
}

const stepWords = {
  'quarter-hour': 'quarter hour',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  year: 'year',
} as const;

/** What a chart tells; over time also how long a step of it is, and in what it counts. */
export function describeAbout(about: string, { axis, step, unit }: Pick<Chart, 'axis' | 'step' | 'unit'>): string {
  if (axis !== 'time' || step === null) return about;
  const amount = unit === 'ms' ? 'Time' : unit === 'plays' ? 'Plays' : null;
  return amount === null ? `${about} By the ${stepWords[step]}.` : `${about} ${amount} by the ${stepWords[step]}.`;
}

/** A sentence for who cannot see the picture; the table has all numbers. */
export function describeChart(chart: Chart, title: string): string {
  const { plays, watchedMs } = chart.total;
  const sums = plays === 0 ? '' : ` ${formatMany(plays, 'play')}, ${formatHours(watchedMs)} hours.`;
  const points = chart.kind === 'people' ? chart.people.length : chart.buckets.length;
  return `${title}.${sums} ${formatMany(points, 'line')} in its table.`;
}
