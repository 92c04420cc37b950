// The numbers behind a chart, and as a file for spreadsheets.
import { expect, it } from 'vitest';
import { toCsv, toTable } from './table.ts';
import { toBucket, toGrid, toSeries, toTimes } from './test-charts.ts';

const days = toTimes('2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z');

it('has a row for each bucket, a column for each series, and one with the sum', () => {
  const table = toTable(toGrid({ buckets: days, series: [toSeries('movie', [1, 2]), toSeries('episode', [0, 5])] }));
  expect(table.head).toBe('Day');
  expect(table.columns).toEqual(['Movies', 'Episodes', 'Together']);
  expect(table.rows.map(({ name, cells }) => [name, ...cells.map(({ value }) => value)])).toEqual([
    ['Saturday 28 Mar 2026', 1, 0, 1],
    ['Sunday 29 Mar 2026', 2, 5, 7],
  ]);
});

it('adds up nothing that would be counted twice', () => {
  const series = [toSeries('copy', [2]), toSeries('all', [3])];
  expect(toTable(toGrid({ chart: 'concurrency', buckets: days.slice(0, 1), series })).columns).toHaveLength(2);
});

it('writes times so that they sort, lengths in seconds, and nothing where nothing is known', () => {
  const csv = toCsv(toGrid({ unit: 'ms', buckets: days, series: [toSeries('movie', [61_400, null])] }));
  expect(csv).toBe('Day (Europe/Berlin),Movies (s)\r\n2026-03-28,61\r\n2026-03-29,\r\n');
});

it('writes shares in percent and what was waited in seconds, to a tenth', () => {
  const stalls = toGrid({ chart: 'stalls', unit: 'percent', buckets: days, series: [toSeries('all', [33.3, null])] });
  expect(toCsv(stalls)).toBe('Day (Europe/Berlin),All together (%)\r\n2026-03-28,33.3\r\n2026-03-29,\r\n');
  const came = toGrid({ chart: 'first-picture', unit: 'wait', buckets: days, series: [toSeries('middle', [2349, 0])] });
  expect(toCsv(came)).toContain('2026-03-28,2.3\r\n');
  expect(toTable(came).columns).toEqual(['Half of them within']);
});

it('quotes what needs it, and makes no formula of a name', () => {
  const names = ['=1+1', '@home', '-5', 'Bond, "James"', 'two\nlines', '\t=2'];
  const buckets = names.map((label) => toBucket(label, { label, filter: { user: label } }));
  const csv = toCsv(toGrid({ axis: 'value', buckets, series: [toSeries('movie', [1, 2, 3, 4, 5, 6])] }));
  expect(csv.split('\r\n').slice(1, -1)).toEqual([
    "'=1+1,1",
    "'@home,2",
    "'-5,3",
    '"Bond, ""James""",4',
    '"two\nlines",5',
    "'\t=2,6",
  ]);
});
