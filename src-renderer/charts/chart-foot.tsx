// What is said under some charts: the highest peak and whose streams these were; who and what is new.
import type { Chart } from '../../src-contract/chart.ts';
import { describeItem } from '../../src-contract/text/words.ts';
import type { Filter } from '../parts/filter/filter-address.ts';
import styles from './charts.module.css';
import { toPlaysBehind } from './plays-behind.ts';
import { describeDayIn, describeMomentIn, formatAmount, formatMany, isRest } from './words.ts';

type Props = { chart: Chart; filter: Filter; large: boolean };

const fewNames = 6;

export function ChartFoot({ chart, filter, large }: Props) {
  if (chart.kind === 'concurrency' && chart.peak !== null) {
    const { streams, atMs, plays, filter: own } = chart.peak;
    const shown = plays.slice(0, large ? plays.length : fewNames);
    const names = shown.map(({ user, item }) => `${user.name} (${describeItem(item).title})`);
    const more = plays.length - shown.length;
    return (
      <p className={styles.foot}>
        Most at once:{' '}
        <a href={toPlaysBehind(filter, chart, [own]) ?? '#/history'}>
          {formatMany(streams, 'stream')}, {describeMomentIn(atMs, chart.zone)}
        </a>
        {names.length > 0 && `: ${names.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`}
      </p>
    );
  }
  if (chart.kind === 'newcomers') {
    const shown = chart.newcomers.slice(0, large ? 100 : 3);
    return (
      <ul className={styles.foot}>
        {shown.map(({ kind, key, label, userName, firstAtMs, filter: own }) => (
          <li key={`${kind} ${key}`}>
            {describeDayIn(firstAtMs, chart.zone)}:{' '}
            <a href={toPlaysBehind({}, { ...chart, fromMs: null, toMs: null }, [own]) ?? '#/history'}>{label}</a>
            {kind === 'player' && ` (player${userName === null ? '' : ` of ${userName}`})`}
          </li>
        ))}
      </ul>
    );
  }
  const last = chart.buckets.findIndex(isRest);
  if (last === -1 || chart.axis !== 'value') return null;
  const sum = chart.series.reduce((all, { values }) => all + (values[last] ?? 0), 0);
  return (
    <p className={styles.foot}>
      All others together: {chart.unit === 'plays' ? formatMany(sum, 'play') : formatAmount(chart.unit, sum)}.
    </p>
  );
}
