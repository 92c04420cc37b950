// Which colour a series has: deliveries the colours that they have everywhere, types always the same, others in turn. Pure.
import type { Chart, Series } from '../../src-contract/chart.ts';
import type { Colours } from '../parts/plot/colours.ts';

const types = ['movie', 'episode', 'track', 'live', 'clip', 'photo', 'other'];
/** Each type its hue, by its place above. */
const hueOfType = [2, 4, 1, 0, 5, 3, 7];

export function toSeriesColour(chart: Pick<Chart, 'chart'>, series: Series, index: number, colours: Colours): string {
  const hue = (place: number) => colours.hues[place % colours.hues.length] ?? colours.accent;
  const { key } = series;
  if (key === 'direct-play') return colours.direct;
  if (key === 'copy') return colours.copy;
  if (key === 'transcode') return colours['transcode-fill'];
  if (key === 'unknown' || key === 'rest') return colours['line-strong'];
  if (key === 'all') return colours.text;
  if (key === 'stalled' || key === 'slow') return colours.problem;
  if (key === 'smooth') return colours.direct;
  if (key === 'plays') return colours['accent-fill'];
  const type = types.indexOf(key);
  if (type !== -1) return hue(hueOfType[type] ?? 0);
  if (chart.chart === 'bandwidth') return key.startsWith('lan') ? hue(1) : hue(6);
  return hue(index);
}
