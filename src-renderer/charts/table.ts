// The numbers of a chart as a table, for people who read them and for spreadsheets. Pure.
import type { Chart } from '../../src-contract/chart.ts';
import type { PointFilter } from '../../src-contract/play-filter.ts';
import { toValueFilter } from './plays-behind.ts';
import { describeAxis, describeBucket, describeSeries, formatIn } from './words.ts';

type Cell = { value: number | null; filter: PointFilter | null };
type Row = { key: string; name: string; filter: PointFilter | null; cells: Cell[] };
export type Table = { head: string; columns: string[]; rows: Row[] };

/** What adds up gets a column with the sum, where it has more than one. */
export function toTable(chart: Chart): Table {
  const sums = hasSums(chart);
  return {
    head: describeAxis(chart),
    columns: [...chart.series.map((one) => describeSeries(chart, one)), ...(sums ? ['Together'] : [])],
    rows: chart.buckets.map((bucket, index) => {
      const cells = chart.series.map((one): Cell => ({
        value: one.values[index] ?? null,
        filter: toValueFilter(one, index),
      }));
      const sum = cells.reduce((all, { value }) => all + (value ?? 0), 0);
      return {
        key: bucket.key,
        name: describeBucket(chart, bucket),
        filter: bucket.filter,
        cells: sums ? [...cells, { value: sum, filter: {} }] : cells,
      };
    }),
  };
}

function hasSums({ chart, series }: Pick<Chart, 'chart' | 'series'>): boolean {
  return (
    series.length > 1 &&
    !['concurrency', 'bandwidth', 'reasons', 'newcomers', 'stalls', 'first-picture'].includes(chart)
  );
}

/** As RFC 4180 has it. Times are in seconds and bandwidths in kbps, so that a spreadsheet can reckon with them. */
export function toCsv(chart: Chart): string {
  const rows = chart.kind === 'people' ? toPeopleRows(chart) : toGridRows(chart);
  return rows.map((row) => `${row.map(toField).join(',')}\r\n`).join('');
}

type Field = string | number | null;

const unitsOfCsv: Partial<Record<Chart['unit'], string>> = {
  ms: ' (s)',
  wait: ' (s)',
  kbps: ' (kbps)',
  percent: ' (%)',
};

function toNumber(unit: Chart['unit'], value: number | null): number | null {
  if (value === null) return null;
  return unit === 'ms' ? Math.round(value / 1000) : unit === 'wait' ? Math.round(value / 100) / 10 : value;
}

function toGridRows(chart: Chart): Field[][] {
  const { head, columns, rows } = toTable(chart);
  const unit = unitsOfCsv[chart.unit] ?? '';
  const zone = chart.axis === 'value' ? '' : ` (${chart.zone})`;
  return [
    [`${head}${zone}`, ...columns.map((column) => `${column}${unit}`)],
    ...rows.map(({ name, cells }, index): Field[] => [
      toMachineName(chart, index) ?? name,
      ...cells.map(({ value }) => toNumber(chart.unit, value)),
    ]),
  ];
}

/** Times in a form that sorts, and that every program reads. */
function toMachineName({ axis, step, zone, buckets }: Chart, index: number): string | null {
  const fromMs = buckets[index]?.fromMs ?? null;
  if (axis !== 'time' || fromMs === null) return null;
  const day = toIsoDay(fromMs, zone);
  if (step === 'hour' || step === 'quarter-hour') return `${day}T${toTime(fromMs, zone)}`;
  return step === 'year' ? day.slice(0, 4) : step === 'month' ? day.slice(0, 7) : day;
}

const toTime = (atMs: number, zone: string) => formatIn(zone, { hour: '2-digit', minute: '2-digit' }).format(atMs);
const toIsoDay = (atMs: number, zone: string) =>
  formatIn(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(atMs).split('/').toReversed().join('-');

function toPeopleRows({ people, zone }: Extract<Chart, { kind: 'people' }>): Field[][] {
  const moment = (atMs: number) => `${toIsoDay(atMs, zone)}T${toTime(atMs, zone)}`;
  return [
    ['Person', 'Plays', 'Watched (s)', `First (${zone})`, 'First watched', `Last (${zone})`, 'Last watched'],
    ...people.map(({ user, plays, watchedMs, firstAtMs, lastAtMs, first, last }): Field[] => [
      user.name,
      plays,
      Math.round(watchedMs / 1000),
      moment(firstAtMs),
      first?.title ?? null,
      moment(lastAtMs),
      last?.title ?? null,
    ]),
  ];
}

/** A text that a spreadsheet would take for a formula is told to be a text. */
function toField(field: Field): string {
  if (field === null) return '';
  if (typeof field === 'number') return String(field);
  const guarded = /^[=+\-@\t\r\n]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
