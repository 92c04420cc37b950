// A chart as ECharts is asked to draw it: columns, lines, rows or a map of heat. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../../src-contract/chart.ts';
import type { ChartEntry } from './catalogue.ts';
import { toGapSpans } from './gap-spans.ts';
import {
  formatTick,
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
import { describeBucket, describeSeries, formatAmount, isRest } from './words.ts';

const manyColumns = 150;
export const gapWords = 'Not watched';

export function toOption(chart: Chart, drawn: ChartEntry['look'], look: Look): EChartsCoreOption {
  const base = { animation: false, textStyle: { fontFamily: look.colours.font } };
  switch (drawn) {
    case 'columns':
    case 'lines':
      return { ...base, ...toUpright(chart, drawn, look) };
    case 'rows':
      return { ...base, ...toRows(chart, look) };
    case 'heat':
      return { ...base, ...toHeat(chart, look) };
    case 'people':
      return base;
  }
}

function toUpright(chart: Chart, drawn: 'columns' | 'lines', look: Look): EChartsCoreOption {
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

/** All others together would dwarf those that are named; they are told below. */
function toRows(whole: Chart, look: Look): EChartsCoreOption {
  const named = whole.buckets.filter(({ key, filter }) => !isRest({ key, filter })).length;
  const chart = {
    ...whole,
    buckets: whole.buckets.slice(0, named),
    series: whole.series.map((series) => ({ ...series, values: series.values.slice(0, named) })),
  };
  const { colours, widthPx } = look;
  const most = toMost(chart, true);
  const { divide, says } = toScale(chart.unit, most);
  const names = chart.series.map((series) => describeSeries(chart, series));
  const sums = chart.buckets.map((_, index) => chart.series.reduce((all, { values }) => all + (values[index] ?? 0), 0));
  const nameAxis = toNameAxis(
    look,
    chart.buckets.map((bucket) => describeBucket(chart, bucket)),
  );
  return {
    grid: { ...least, top: names.length > 1 ? 32 : 4, right: 64, containLabel: true },
    legend: toLegend(look, names),
    tooltip: toTooltip(look, 'axis'),
    xAxis: { ...toValueAxis(look, chart.unit, most), splitNumber: 3 },
    yAxis: {
      ...nameAxis,
      inverse: true,
      axisLine: { show: false },
      axisLabel: {
        ...nameAxis.axisLabel,
        interval: 0,
        color: colours.text,
        width: Math.min(190, Math.round(widthPx * 0.42)),
        overflow: 'truncate',
      },
    },
    series: chart.series.map((series, index) => ({
      name: names[index],
      type: 'bar',
      stack: 'all',
      barMaxWidth: 22,
      barCategoryGap: '30%',
      data: series.values.map((value) => (value ?? 0) / divide),
      itemStyle: { color: toSeriesColour(chart, series, index, colours) },
      emphasis: { disabled: true },
      // The sum stands behind the last one, which is there in every row.
      ...(index === chart.series.length - 1
        ? {
            label: {
              ...toText(look),
              color: colours.text,
              show: true,
              position: 'right',
              formatter: ({ dataIndex }: { dataIndex: number }) => {
                const sum = (sums[dataIndex] ?? 0) / divide;
                return formatTick(sum < 10 ? Math.round(sum * 10) / 10 : Math.round(sum), says);
              },
            },
          }
        : {}),
    })),
  };
}

/** A line for each series, Monday on top; a column for each bucket. */
function toHeat(chart: Chart, look: Look): EChartsCoreOption {
  const { colours, widthPx } = look;
  const most = toMost(chart, false);
  const days = chart.series.map((series) => describeSeries(chart, series));
  const nameAxis = toNameAxis(
    look,
    chart.buckets.map(({ key }) => key.padStart(2, '0')),
  );
  return {
    grid: { ...least, top: 4, bottom: 40, containLabel: true },
    tooltip: toTooltip(look, 'item'),
    xAxis: {
      ...nameAxis,
      axisLine: { show: false },
      axisLabel: { ...nameAxis.axisLabel, interval: widthPx < 560 ? 2 : 0 },
    },
    yAxis: {
      ...nameAxis,
      data: days.map((day) => (widthPx < 560 ? day.slice(0, 3) : day)),
      inverse: true,
      axisLine: { show: false },
    },
    visualMap: {
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 12,
      itemHeight: 120,
      // Least and most, in the chart's unit.
      text: [formatAmount(chart.unit, most), formatAmount(chart.unit, 0)],
      textStyle: toText(look),
      hoverLink: false,
      min: 0,
      max: Math.max(1, most),
      inRange: { color: [colours['heat-least'], colours['heat-most']] },
    },
    series: [
      {
        type: 'heatmap',
        data: chart.series.flatMap(({ values }, row) => values.map((value, column) => [column, row, value ?? 0])),
        itemStyle: { borderColor: colours.surface, borderWidth: 2, borderRadius: 3 },
        emphasis: { itemStyle: { borderColor: colours.text } },
      },
    ],
  };
}

/** Which bucket and series a point of what is drawn belongs to; a map of heat is one series of all cells. */
export function toPlace(
  chart: Chart,
  drawn: ChartEntry['look'],
  seriesIndex: number | null,
  dataIndex: number,
): { bucket: number; series: number | null } {
  if (drawn !== 'heat') return { bucket: dataIndex, series: seriesIndex };
  const columns = Math.max(1, chart.buckets.length);
  return { bucket: dataIndex % columns, series: Math.floor(dataIndex / columns) };
}
