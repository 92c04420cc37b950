// The picture of a chart; a click on a point opens the plays behind it.
import { useCallback, useMemo } from 'react';
import type { Chart } from '../../src-contract/chart.ts';
import type { Filter } from '../parts/filter/filter-address.ts';
import type { Colours } from '../parts/plot/colours.ts';
import { LazyPlot } from '../parts/plot/lazy-plot.tsx';
import type { ChartEntry } from './catalogue.ts';
import { drawHatch } from './hatch.ts';
import { toPlaysBehind, toValueFilter } from './plays-behind.ts';
import { createTip } from './tip.ts';
import { toOption, toPlace } from './to-option.ts';
import { describeChart } from './words.ts';

type Props = {
  chart: Chart;
  entry: ChartEntry;
  filter: Filter;
  widthPx: number;
  large: boolean;
  onPicture: (paint: (() => HTMLCanvasElement) | null) => void;
};

export function ChartPlot({ chart, entry: { look, title }, filter, widthPx, large, onPicture }: Props) {
  const draw = useCallback(
    (colours: Colours) => {
      const nowMs = Date.now();
      const tip = createTip(chart, colours, nowMs);
      return toOption(chart, look, {
        colours,
        hatch: drawHatch(colours),
        tip: (bucket, series) => tip(toPlace(chart, look, series, bucket)),
        widthPx,
        nowMs,
      });
    },
    [chart, look, widthPx],
  );
  const label = useMemo(() => describeChart(chart, title), [chart, title]);
  const open = (seriesIndex: number | null, dataIndex: number) => {
    const { bucket, series } = toPlace(chart, look, seriesIndex, dataIndex);
    const line = series === null ? undefined : chart.series[series];
    const points = [chart.buckets[bucket]?.filter ?? null, ...(line ? [toValueFilter(line, bucket)] : [])];
    const href = toPlaysBehind(filter, chart, points);
    if (href !== null) location.hash = href;
  };
  return (
    <LazyPlot
      toOption={draw}
      label={label}
      height={toHeight(look, chart.buckets.length, large)}
      onPoint={open}
      along={look === 'rows' ? 'y' : 'x'}
      onPicture={onPicture}
    />
  );
}

export function toHeight(look: ChartEntry['look'], points: number, large: boolean): number {
  if (look === 'rows') return Math.max(120, 70 + points * (large ? 32 : 25));
  if (look === 'heat') return large ? 440 : 280;
  return large ? 440 : 250;
}
