// The hours of the week as a map of heat, with a scale that says what its colours mean. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../../src-contract/chart.ts';
import { least, type Look, toMost, toNameAxis, toText, toTooltip } from './option-parts.ts';
import { describeSeries, formatAmount } from './words.ts';

/** A line for each series, Monday on top; a column for each bucket. */
export function toHeat(chart: Chart, look: Look): EChartsCoreOption {
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
