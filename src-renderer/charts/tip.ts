// What hovers over a point of a chart: its stretch of time or its name, and the amounts, largest meaning first.
import type { Chart } from '../../src-contract/chart.ts';
import { formatSpan } from '../../src-contract/text/format.ts';
import type { Colours } from '../parts/plot/colours.ts';
import styles from './charts.module.css';
import { toBlindMs } from './gap-spans.ts';
import { toSeriesColour } from './series-colours.ts';
import { toTable } from './table.ts';
import { describeBucket, describeSeries, formatAmount } from './words.ts';

type Pointed = { bucket: number; series: number | null };

/** Built of elements, because the page allows no styles inside of texts. */
export function createTip(chart: Chart, colours: Colours, nowMs: number): (pointed: Pointed) => HTMLElement {
  const { rows, columns } = toTable(chart);
  const hasSum = columns.length > chart.series.length;
  return ({ bucket: index, series: only }) => {
    const bucket = chart.buckets[index];
    const root = element('div', styles.tip);
    if (bucket === undefined) return root;
    const day =
      only === null ? '' : `${describeSeries(chart, chart.series[only] ?? { key: '', label: '', filter: null })}, `;
    root.append(element('p', styles.tipTitle, `${day}${describeBucket(chart, bucket)}`));
    const list = element('dl', styles.tipList);
    chart.series.forEach((series, place) => {
      const value = series.values[index] ?? null;
      if (only === null ? chart.series.length > 1 && (value ?? 0) === 0 : only !== place) return;
      const swatch = element('i', styles.swatch);
      swatch.style.background = only === null ? toSeriesColour(chart, series, place, colours) : colours['heat-most'];
      const name = element('dt', undefined, only === null ? describeSeries(chart, series) : word(chart));
      name.prepend(swatch);
      list.append(name, element('dd', undefined, formatAmount(chart.unit, value)));
    });
    const sum = rows[index]?.cells.at(-1)?.value ?? 0;
    if (only === null && hasSum && (list.childElementCount > 2 || sum === 0)) {
      list.append(element('dt', undefined, 'Together'), element('dd', undefined, formatAmount(chart.unit, sum)));
    }
    root.append(list);
    const blindMs =
      bucket.fromMs === null || bucket.toMs === null ? 0 : toBlindMs(chart, bucket.fromMs, bucket.toMs, nowMs);
    if (blindMs > 0) root.append(element('p', styles.tipNote, `Not watched for ${formatSpan(blindMs)} of it`));
    const isPlayed = chart.series.some(({ values }, place) => (only ?? place) === place && (values[index] ?? 0) > 0);
    if (isPlayed && bucket.filter !== null) root.append(element('p', styles.tipNote, 'Click: the plays behind it'));
    return root;
  };
}

const word = ({ unit }: Chart) => (unit === 'ms' ? 'Time' : 'Plays');

function element<Name extends 'div' | 'p' | 'dl' | 'dt' | 'dd' | 'i'>(
  name: Name,
  className: string | undefined,
  text?: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
