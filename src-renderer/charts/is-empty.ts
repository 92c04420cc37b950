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
  'first-picture': 'Of no play is it known how long its first picture took. Marquee has to see it begin.',
};

/** A share of nothing is something: all went well. */
const ofExperience: readonly ChartName[] = ['stalls', 'waiting', 'players-by-stalls'];

export function describeNothing(chart: ChartName, range: string, unit: Chart['unit'], plays: number): string {
  if (ofExperience.includes(chart)) {
    return plays > 0
      ? `${plays === 1 ? 'The one play' : `None of the ${plays.toLocaleString('en-GB')} plays`} that Marquee saw ${plays === 1 ? 'never ' : ''}stopped to buffer.`
      : 'How it went is known only of plays that Marquee saw itself. There are none of them here.';
  }
  if (unit === 'ms' && plays > 0)
    return `${plays === 1 ? 'One play' : `${plays} plays`}, but none with a known length.`;
  return own[chart] ?? `Nothing was played in ${range}.`;
}
