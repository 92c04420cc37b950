// Puts counted rows into the buckets and series of a chart. Pure, but for the names that it is given.
import type { Bucket, ChartGrid, ChartName, ChartStep, Series } from '../../../src-contract/chart.ts';
import type { PointFilter } from '../../../src-contract/play-filter.ts';
import type { Scope } from './scope.ts';

/** So many plays, and so much time, of one bucket and one series. */
export type Counted = { bucket: string; series: string; plays: number; watchedMs: number };

export type BucketPlan = Omit<Bucket, 'label'> & { label?: string | null };
export type SeriesPlan = { key: string; label?: string | null; filter: PointFilter | null };

export const toGrid = (options: {
  chart: ChartName;
  axis: ChartGrid['axis'];
  step?: ChartStep | null;
  scope: Scope;
  buckets: readonly BucketPlan[];
  series: readonly SeriesPlan[];
  counted: readonly Counted[];
  unit?: ChartGrid['unit'];
  total?: ChartGrid['total'];
}): ChartGrid => {
  const { chart, axis, step = null, scope, buckets, series, counted } = options;
  const unit = options.unit ?? (scope.by === 'duration' ? 'ms' : 'plays');
  const places = new Map(buckets.map(({ key }, index) => [key, index]));
  const values = new Map(series.map(({ key }) => [key, buckets.map(() => 0)]));
  const total = { plays: 0, watchedMs: 0 };
  for (const row of counted) {
    total.plays += row.plays;
    total.watchedMs += row.watchedMs;
    const place = places.get(row.bucket);
    const line = values.get(row.series);
    if (place === undefined || !line) continue;
    line[place] = (line[place] ?? 0) + (unit === 'ms' ? row.watchedMs : row.plays);
  }
  return {
    kind: 'grid',
    chart,
    unit,
    axis,
    step,
    zone: scope.zone,
    fromMs: scope.fromMs,
    toMs: scope.toMs,
    buckets: buckets.map(({ label = null, ...bucket }) => ({ ...bucket, label })),
    series: series.map(({ label = null, ...one }): Series => ({ ...one, label, values: values.get(one.key) ?? [] })),
    total: options.total ?? total,
    gaps: [],
  };
};

/** The ways in which series are always told apart, in the order in which they stand. */
export const typeSeries: readonly SeriesPlan[] = ['movie', 'episode', 'track', 'live', 'clip', 'photo', 'other'].map(
  (key) => ({ key, filter: { type: key } }),
);
export const decisionSeries: readonly SeriesPlan[] = ['direct-play', 'copy', 'transcode', 'unknown'].map((key) => ({
  key,
  filter: { decision: key },
}));

/** Those of which there is something; a chart without anything keeps them all. */
export const usedSeries = (series: readonly SeriesPlan[], counted: readonly Counted[]): readonly SeriesPlan[] => {
  const used = new Set(counted.map((row) => row.series));
  return used.size === 0 ? series : series.filter(({ key }) => used.has(key));
};
