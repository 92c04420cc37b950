// Charts as they are handed to what draws them.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { chartNameSchema } from '../../src-contract/chart.ts';
import { chartGroups, findChart } from './catalogue.ts';
import type { Look } from './option-parts.ts';
import { sampleColours, toBucket, toGrid, toSeries, toTimes } from './test-charts.ts';
import { toOption, toPlace } from './to-option.ts';
import { gapWords } from './to-upright.ts';

const look: Look = {
  colours: sampleColours,
  hatch: 'hatch',
  tip: () => '',
  widthPx: 900,
  nowMs: Date.parse('2026-05-04T00:00:00Z'),
};
const drawn = z.object({
  series: z.array(z.looseObject({ name: z.string().optional(), type: z.string(), data: z.array(z.unknown()) })),
});
const draw = (...[chart, how]: [Parameters<typeof toOption>[0], Parameters<typeof toOption>[1]]) =>
  drawn.parse(toOption(chart, how, look)).series;
const buckets = toTimes('2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z', '2026-05-03T00:00:00Z');

it('has a place for every chart there is, once', () => {
  expect(chartGroups.flatMap(({ charts }) => charts.map(({ chart }) => chart)).toSorted()).toEqual(
    [...chartNameSchema.options].toSorted(),
  );
  expect(findChart('moon')).toBeNull();
});

it('stacks columns in the colours of deliveries, and time in hours', () => {
  const hourMs = 3_600_000;
  const series = [
    toSeries('direct-play', [hourMs, 5 * hourMs], { filter: { decision: 'direct-play' } }),
    toSeries('transcode', [0, hourMs], { filter: { decision: 'transcode' } }),
  ];
  const shown = draw(toGrid({ chart: 'days-by-decision', unit: 'ms', buckets, series }), 'columns');
  expect(shown).toMatchObject([
    { name: 'Direct play', type: 'bar', stack: 'all', data: [1, 5], itemStyle: { color: '#direct' } },
    { name: 'Transcode', type: 'bar', stack: 'all', data: [0, 1], itemStyle: { color: '#transcode-fill' } },
  ]);
});

it('leaves lines open where nothing is known, and hatches what was not watched', () => {
  const gaps = [{ serverId: 'attic', fromMs: Date.parse('2026-05-01T12:00:00Z'), toMs: null, why: 'sleep' }];
  const series = [toSeries('lan-p95', [null, 8000], { filter: { location: 'lan' } })];
  const [line, gap] = draw(toGrid({ chart: 'bandwidth', unit: 'kbps', buckets, series, gaps }), 'lines');
  expect(line).toMatchObject({ type: 'line', connectNulls: false, data: [null, 8] });
  expect(gap).toMatchObject({
    name: gapWords,
    markArea: { itemStyle: { color: 'hatch' }, data: [[{ xAxis: 0.5 }, { xAxis: 2 }]] },
  });
});

it('draws the first ones, not the rest of them', () => {
  const named = [toBucket('1', { label: 'Ada', filter: { user: '1' } }), toBucket('rest', { filter: null })];
  const [shown] = draw(
    toGrid({ chart: 'users', axis: 'value', step: null, buckets: named, series: [toSeries('movie', [3, 900])] }),
    'rows',
  );
  expect(shown).toMatchObject({ type: 'bar', data: [3] });
});

it('maps the week as rows of hours, and finds the hour of a cell', () => {
  const chart = toGrid({
    chart: 'week-hours',
    axis: 'hour',
    step: null,
    buckets: [toBucket('0'), toBucket('1')],
    series: [toSeries('1', [4, 5]), toSeries('2', [6, 7])],
  });
  expect(draw(chart, 'heat')[0]?.data).toEqual([
    [0, 0, 4],
    [1, 0, 5],
    [0, 1, 6],
    [1, 1, 7],
  ]);
  expect(toPlace(chart, 'heat', 0, 3)).toEqual({ bucket: 1, series: 1 });
  expect(toPlace(chart, 'columns', null, 1)).toEqual({ bucket: 1, series: null });
});
