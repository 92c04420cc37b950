// A row for each name, the longest on top, with its sum at the end. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../../src-contract/chart.ts';
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
import { describeBucket, describeSeries, isRest } from './words.ts';

/** All others together would dwarf those that are named; they are told below. */
export function toRows(whole: Chart, look: Look): EChartsCoreOption {
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
