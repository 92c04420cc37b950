// Whether a chart has anything to show, and what is said where it has not. Pure.
import type { Chart, ChartName } from '../../src-contract/chart.ts';

export function isEmptyChart(chart: Chart): boolean {
  if (chart.kind === 'people') return chart.people.length === 0;
  return chart.series.every(({ values }) => values.every((value) => value === null || value === 0));
}

const own: Partial<Record<ChartName, string>> = {
  bandwidth: 'No bandwidth was measured in this time. Marquee measures it while it watches a stream.',
  reasons: 'Nothing was transcoded for a known reason.',
  newcomers: 'Nobody new, and no new player.',
  series: 'No episode was played.',
  concurrency: 'No stream ran whose beginning and end are known.',
  resolutions: 'Nothing with a known resolution was played.',
  completion: 'Of no play is it known how far it got.',
};

export function describeNothing(chart: ChartName, range: string, unit: Chart['unit'], plays: number): string {
  if (unit === 'ms' && plays > 0)
    return `${plays === 1 ? 'One play' : `${plays} plays`}, but none with a known length.`;
  return own[chart] ?? `Nothing was played in ${range}.`;
}
