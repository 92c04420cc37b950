// Columns and lines over time, days and hours, with the gaps in which nobody watched. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../../src-contract/chart.ts';
import { toGapSpans } from './gap-spans.ts';
import {
  least,
  type Look,
  toLegend,
  toMost,
  toNameAxis,
  toScale,
  toText,
  toTooltip,
  toValueAxis,
} from './option-parts.ts';
import { toSeriesColour } from './series-colours.ts';
import { toTicks } from './ticks.ts';
import { describeBucket, describeSeries } from './words.ts';

const manyColumns = 150;
export const gapWords = 'Not watched';

export function toUpright(chart: Chart, drawn: 'columns' | 'lines', look: Look): EChartsCoreOption {
  const { colours, widthPx } = look;
  const stacked = drawn === 'columns' && chart.chart !== 'newcomers';
  const most = toMost(chart, stacked);
  const { divide } = toScale(chart.unit, most);
  const names = chart.series.map((series) => describeSeries(chart, series));
  const gaps = toGapSpans(chart, look.nowMs);
  const shown = gaps.length > 0 ? [...names, gapWords] : names;
  const room = Math.max(3, Math.floor(widthPx / 72));
  const ticks =
    chart.axis === 'time' && chart.step !== null ? toTicks(chart.buckets, chart.step, chart.zone, room) : null;
  const every = Math.ceil(chart.buckets.length / Math.max(4, Math.floor(widthPx / 56)));
  const nameAt = (index: number) => {
    const bucket = chart.buckets[index];
    if (bucket === undefined) return '';
    return ticks ? (ticks.get(index) ?? '') : toShortName(chart, index, widthPx);
  };
  const nameAxis = toNameAxis(
    look,
    chart.buckets.map(({ key }) => key),
  );
  const few = chart.buckets.length <= 40;
  /** Too thin for a space between two. */
  const thin = widthPx / chart.buckets.length < 7;
  const marks = chart.kind === 'concurrency' && chart.peak ? toPeakMark(chart, look) : {};
  return {
    grid: { ...least, top: shown.length > 1 ? 38 : 14, containLabel: true },
    legend: toLegend(look, shown),
    tooltip: toTooltip(look, 'axis'),
    xAxis: [
      {
        ...nameAxis,
        boundaryGap: true,
        axisLabel: {
          ...nameAxis.axisLabel,
          hideOverlap: true,
          interval: (index: number) => (ticks ? ticks.has(index) : index % every === 0),
          formatter: (_key: string, index: number) => nameAt(index),
        },
      },
      { type: 'value', min: 0, max: Math.max(1, chart.buckets.length), show: false },
    ],
    yAxis: toValueAxis(look, chart.unit, most),
    series: [
      ...chart.series.map((series, index) => {
        const colour = toSeriesColour(chart, series, index, colours);
        const one = {
          name: names[index],
          data: series.values.map((value) => (value === null ? null : value / divide)),
          itemStyle: { color: colour, opacity: series.key.endsWith('-peak') ? 0.5 : 1 },
          emphasis: { disabled: true },
        };
        if (drawn === 'columns') {
          return {
            ...one,
            type: 'bar',
            // Many are drawn as one.
            large: true,
            largeThreshold: manyColumns,
            progressive: 0,
            ...(stacked ? { stack: 'all' } : {}),
            barCategoryGap: few ? '28%' : thin ? '0%' : '12%',
            barMaxWidth: 44,
          };
        }
        const quiet = series.key.endsWith('-peak');
        return {
          ...one,
          type: 'line',
          step: chart.chart === 'concurrency' ? 'middle' : false,
          // A day without a play is no hole in how well plays go.
          connectNulls: chart.unit === 'percent' || chart.unit === 'wait',
          showSymbol: few,
          symbolSize: 5,
          lineStyle: {
            width: series.key === 'all' ? 2.2 : quiet ? 1 : 1.8,
            color: colour,
            type: quiet ? [3, 3] : 'solid',
          },
          ...(series.key === 'all' ? marks : {}),
        };
      }),
      ...(gaps.length === 0 ? [] : [toGapSeries(gaps, look)]),
    ],
  };
}

function toGapSeries(gaps: ReturnType<typeof toGapSpans>, { hatch }: Look) {
  return {
    name: gapWords,
    type: 'line',
    xAxisIndex: 1,
    data: [],
    symbol: 'rect',
    itemStyle: { color: hatch },
    tooltip: { show: false },
    silent: true,
    markArea: {
      silent: true,
      itemStyle: { color: hatch },
      data: gaps.map(({ from, to }) => [{ xAxis: from }, { xAxis: to }]),
    },
  };
}

/** The highest peak with its number, over the line of all streams. */
function toPeakMark(chart: Extract<Chart, { kind: 'concurrency' }>, look: Look) {
  const all = chart.series.find(({ key }) => key === 'all');
  const at = all?.values.indexOf(chart.peak?.streams ?? -1) ?? -1;
  if (at === -1) return {};
  return {
    markPoint: {
      silent: true,
      symbol: 'circle',
      symbolSize: 8,
      itemStyle: { color: look.colours['accent-fill'] },
      label: {
        ...toText(look),
        color: look.colours.text,
        fontWeight: 600,
        position: 'top',
        formatter: String(chart.peak?.streams),
      },
      data: [{ coord: [at, chart.peak?.streams] }],
    },
  };
}

function toShortName(chart: Chart, index: number, widthPx: number): string {
  const bucket = chart.buckets[index];
  if (bucket === undefined) return '';
  if (chart.axis === 'hour') return bucket.key.padStart(2, '0');
  if (chart.axis === 'weekday') return describeBucket(chart, bucket).slice(0, widthPx < 500 ? 2 : 3);
  return chart.chart === 'completion' ? bucket.key.replace('-', '–') : describeBucket(chart, bucket);
}
