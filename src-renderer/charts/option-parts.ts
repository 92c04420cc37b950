// What all charts look alike in: their frame, axes, legend, and how amounts are written beside an axis. Pure.
import type { Chart } from '../../src-contract/chart.ts';
import type { Colours } from '../parts/plot/colours.ts';

export type Look = {
  colours: Colours;
  /** What fills a gap: a pattern where there is a canvas to draw it with. */
  hatch: unknown;
  /** What hovers over a point; no series: over all of its bucket. */
  tip: (bucket: number, series: number | null) => HTMLElement | string;
  widthPx: number;
  nowMs: number;
};

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Amounts as an axis counts them, so that it can choose round ones: time in hours, bandwidth in Mbps. */
export function toScale(unit: Chart['unit'], most: number): { divide: number; says: string } {
  if (unit === 'kbps') return most < 1000 ? { divide: 1, says: 'kbps' } : { divide: 1000, says: 'Mbps' };
  if (unit === 'ms') return most < 2 * hourMs ? { divide: 60_000, says: 'min' } : { divide: hourMs, says: 'h' };
  if (unit === 'wait') return most < 2 * minuteMs ? { divide: 1000, says: 's' } : toScale('ms', most);
  return { divide: 1, says: unit === 'percent' ? '%' : '' };
}

/** `12`, `1.5k`, `2.4M`, with the unit where there is one. */
export function formatTick(value: number, says: string): string {
  const size = Math.abs(value);
  const short =
    size >= 1e6 ? `${round(value / 1e6)}M` : size >= 10_000 ? `${round(value / 1000)}k` : value.toLocaleString('en-GB');
  return says === '' ? short : `${short} ${says}`;
}
const round = (value: number) => Math.round(value * 10) / 10;

export const least = { left: 8, right: 16, top: 12, bottom: 8 };

export function toText({ colours }: Look) {
  return { fontFamily: colours.font, fontSize: 12, color: colours['text-quiet'] };
}

export function toValueAxis(look: Look, unit: Chart['unit'], most: number) {
  const { says } = toScale(unit, most);
  const isCounted = unit === 'plays' || unit === 'streams' || unit === 'people';
  return {
    type: 'value',
    axisLabel: {
      ...toText(look),
      color: look.colours['text-faint'],
      formatter: (value: number) => formatTick(value, says),
    },
    splitLine: { lineStyle: { color: look.colours.line } },
    splitNumber: 4,
    ...(isCounted ? { minInterval: 1 } : {}),
  };
}

export function toNameAxis(look: Look, names: readonly string[]) {
  return {
    type: 'category',
    data: [...names],
    axisLine: { lineStyle: { color: look.colours['line-strong'] } },
    axisTick: { show: false },
    axisLabel: { ...toText(look) },
  };
}

/** Only where there is more than one thing to tell apart. */
export function toLegend(look: Look, names: readonly string[]) {
  return {
    show: names.length > 1,
    type: 'scroll',
    data: [...names],
    top: 0,
    left: 0,
    itemWidth: 12,
    itemHeight: 12,
    itemGap: 14,
    icon: 'roundRect',
    textStyle: toText(look),
    pageTextStyle: toText(look),
    pageIconColor: look.colours.text,
    pageIconInactiveColor: look.colours.line,
    pageIconSize: 10,
    inactiveColor: look.colours['line-strong'],
  };
}

export function toTooltip({ tip }: Look, trigger: 'axis' | 'item') {
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    padding: 0,
    borderWidth: 0,
    backgroundColor: 'transparent',
    extraCssText: 'box-shadow: none',
    axisPointer: { type: trigger === 'axis' ? 'shadow' : 'none', shadowStyle: { opacity: 0.12 } },
    formatter: (pointed: unknown) => {
      const place = readPlace(pointed);
      return place === null ? '' : tip(place.bucket, trigger === 'item' ? place.series : null);
    },
  };
}

/** ECharts tells what is pointed at as one record, or one for each series. */
function readPlace(pointed: unknown): { bucket: number; series: number } | null {
  const one: unknown = Array.isArray(pointed) ? pointed[0] : pointed;
  if (typeof one !== 'object' || one === null || !('dataIndex' in one) || !('seriesIndex' in one)) return null;
  const { dataIndex, seriesIndex } = one;
  return typeof dataIndex === 'number' && typeof seriesIndex === 'number'
    ? { bucket: dataIndex, series: seriesIndex }
    : null;
}

export function toMost(chart: Chart, stacked: boolean): number {
  const sums = chart.buckets.map((_, index) => {
    const values = chart.series.map(({ values: own }) => own[index] ?? 0);
    return stacked ? values.reduce((all, value) => all + value, 0) : values.reduce((a, b) => Math.max(a, b), 0);
  });
  return sums.reduce((a, b) => Math.max(a, b), 0);
}
