// Invented charts for the tests of how they are drawn and told.
import type { Bucket, ChartGrid, Series } from '../../src-contract/chart.ts';
import type { Colours } from '../parts/plot/colours.ts';

export const toBucket = (key: string, change: Partial<Bucket> = {}): Bucket => ({
  key,
  label: null,
  fromMs: null,
  toMs: null,
  filter: {},
  ...change,
});

/** Buckets that follow each other at these moments; the last one is only an end. */
export const toTimes = (...texts: string[]): Bucket[] =>
  texts.slice(0, -1).map((text, index) => {
    const [fromMs, toMs] = [Date.parse(text), Date.parse(texts[index + 1] ?? text)];
    return toBucket(String(fromMs), { fromMs, toMs, filter: { from: fromMs, to: toMs } });
  });

export const toSeries = (key: string, values: Array<number | null>, change: Partial<Series> = {}): Series => ({
  key,
  label: null,
  filter: { type: key },
  values,
  ...change,
});

export const toGrid = (change: Partial<ChartGrid> = {}): ChartGrid => ({
  kind: 'grid',
  chart: 'days-by-type',
  unit: 'plays',
  axis: 'time',
  step: 'day',
  zone: 'Europe/Berlin',
  fromMs: null,
  toMs: null,
  buckets: [],
  series: [],
  total: { plays: 1, watchedMs: 0 },
  gaps: [],
  ...change,
});

export const sampleColours: Colours = {
  surface: '#surface',
  'surface-raised': '#raised',
  'surface-sunken': '#sunken',
  line: '#line',
  'line-strong': '#strong',
  text: '#text',
  'text-quiet': '#quiet',
  'text-faint': '#faint',
  accent: '#accent',
  'accent-fill': '#fill',
  direct: '#direct',
  copy: '#copy',
  transcode: '#transcode',
  'transcode-fill': '#transcode-fill',
  problem: '#problem',
  'transcode-wash': '#wash',
  'heat-least': '#least',
  'heat-most': '#most',
  hues: ['#plum', '#teal', '#ochre', '#rose', '#slate', '#olive', '#brick', '#stone'],
  font: 'sans-serif',
};
