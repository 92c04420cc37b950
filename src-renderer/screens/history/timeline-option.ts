// A timeline as ECharts draws it: one lane under the other over the same time, shaded where it stood still. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import { formatTimeOfDay } from '../../../src-contract/text/format.ts';
import type { Colours } from '../../parts/plot/colours.ts';
import { type Band, type Lane, laneWords, type LaneName, type Timeline } from './timeline.ts';

const minuteMs = 60_000;
const secondsToo = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const laneHeight = 76;
const gapHeight = 38;
const footHeight = 26;

export const timelineHeight = ({ lanes }: Timeline): number => lanes.length * (laneHeight + gapHeight) + footHeight;

const lineColour: Readonly<Record<LaneName, 'accent' | 'copy' | 'transcode' | 'direct'>> = {
  position: 'accent',
  bandwidth: 'copy',
  speed: 'transcode',
  ahead: 'direct',
};

export function toTimelineOption({ fromMs, toMs, lanes, bands }: Timeline, colours: Colours): EChartsCoreOption {
  const isShort = toMs - fromMs < 10 * minuteMs;
  const shades = { paused: colours['text-faint'], buffering: colours.problem, gap: colours['line-strong'] };
  const area = ({ kind, ...band }: Band) => [
    { xAxis: band.fromMs, itemStyle: { color: shades[kind], opacity: kind === 'gap' ? 0.45 : 0.22 } },
    { xAxis: band.toMs },
  ];
  return {
    textStyle: { fontFamily: colours.font, color: colours['text-quiet'] },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: {
      trigger: 'axis',
      // As text on the canvas: markup with styles is not allowed on this page.
      renderMode: 'richText',
      backgroundColor: colours['surface-raised'],
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      confine: true,
      formatter: (points: ReadonlyArray<{ seriesIndex: number; value: readonly [number, number | null] }>) =>
        describePoints(points, lanes),
    },
    grid: lanes.map((_lane, at) => ({
      left: 62,
      right: 12,
      top: at * (laneHeight + gapHeight) + 30,
      outerBoundsMode: 'none',
      height: laneHeight,
    })),
    xAxis: lanes.map((_lane, at) => ({
      type: 'time',
      gridIndex: at,
      min: fromMs,
      max: toMs,
      splitNumber: 4,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: {
        show: at === lanes.length - 1,
        color: colours['text-quiet'],
        hideOverlap: true,
        formatter: (atMs: number) => (isShort ? secondsToo.format(atMs) : formatTimeOfDay(atMs)),
      },
      axisPointer: { label: { show: false }, lineStyle: { color: colours['line-strong'] } },
    })),
    yAxis: lanes.map(({ name, says, points }, at) => ({
      type: 'value',
      gridIndex: at,
      min: 0,
      name: says,
      nameLocation: 'end',
      nameGap: 14,
      nameTextStyle: { align: 'left', padding: [0, 0, 0, -60], color: colours.text, fontWeight: 600 },
      splitNumber: 2,
      ...(name === 'position' || name === 'ahead' ? toTimeSteps(points) : {}),
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours['text-quiet'], formatter: laneWords[name] },
    })),
    series: lanes.map(({ name, says, points }, at) => ({
      type: 'line',
      name: says,
      xAxisIndex: at,
      yAxisIndex: at,
      data: points,
      showSymbol: points.length < 3,
      connectNulls: false,
      sampling: 'lttb',
      lineStyle: { width: 1.5, color: colours[lineColour[name]] },
      itemStyle: { color: colours[lineColour[name]] },
      markArea: { silent: true, data: bands.map(area) },
    })),
  };
}

function describePoints(
  points: ReadonlyArray<{ seriesIndex: number; value: readonly [number, number | null] }>,
  lanes: readonly Lane[],
): string {
  const atMs = points[0]?.value[0];
  const lines = points.flatMap(({ seriesIndex, value: [, value] }) => {
    const lane = lanes[seriesIndex];
    return lane === undefined || value === null ? [] : [`${lane.says}: ${laneWords[lane.name](value)}`];
  });
  return [atMs === undefined ? '' : secondsToo.format(atMs), ...lines].join('\n');
}

const niceMinutes = [0.25, 0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120];

/** Times that one would say where the axis has numbers. */
function toTimeSteps(points: Lane['points']) {
  const most = Math.max(...points.map(([, value]) => value ?? 0), 1);
  const interval = (niceMinutes.find((minutes) => minutes * minuteMs * 2 >= most) ?? most / minuteMs / 2) * minuteMs;
  return { interval, max: interval * 2 };
}
