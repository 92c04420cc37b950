// What stands in the place of a chart without anything in it.
import { expect, it } from 'vitest';
import { describeNothing, isEmptyChart } from './is-empty.ts';
import { toGrid, toSeries } from './test-charts.ts';

it('is empty where nothing is above nothing', () => {
  expect(isEmptyChart(toGrid({ series: [toSeries('movie', [0, null])] }))).toBe(true);
  expect(isEmptyChart(toGrid({ series: [toSeries('movie', [0, 1])] }))).toBe(false);
});

it.each([
  ['days-by-type', 'plays', 0, 'Nothing was played in May.'],
  ['days-by-type', 'ms', 3, '3 plays, but none with a known length.'],
  ['stalls', 'percent', 1240, 'None of the 1,240 plays that Marquee saw stopped to buffer.'],
  ['waiting', 'wait', 1, 'The one play that Marquee saw never stopped to buffer.'],
  ['stalls', 'percent', 0, 'How it went is known only of plays that Marquee saw itself. There are none of them here.'],
] as const)('%s in %s with %d plays says why', (chart, unit, plays, words) =>
  expect(describeNothing(chart, 'May', unit, plays)).toBe(words),
);
