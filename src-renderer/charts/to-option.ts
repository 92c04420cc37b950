// A chart as ECharts is asked to draw it: columns, lines, rows or a map of heat. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../../src-contract/chart.ts';
import type { ChartEntry } from './catalogue.ts';
import type { Look } from './option-parts.ts';
import { toHeat } from './to-heat.ts';
import { toRows } from './to-rows.ts';
import { toUpright } from './to-upright.ts';

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
