// How much: of a day, a week, a month, and of all that is known.
import type { PlayTotals } from '../../../src-contract/library.ts';
import { formatMany, formatWatched } from '../../charts/words.ts';
import styles from './things.module.css';

const stretches = [
  ['day', 'Last 24 hours'],
  ['week', 'Last 7 days'],
  ['month', 'Last 30 days'],
  ['all', 'All that is known'],
] as const;

export function Totals({ totals }: { totals: PlayTotals }) {
  return (
    <dl className={styles.totals} aria-label="Totals">
      {stretches.map(([stretch, says]) => (
        <div key={stretch}>
          <dt>{says}</dt>
          <dd>
            <b>{formatMany(totals[stretch].plays, 'play')}</b>
            <span>{describeWatched(totals[stretch])}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Plex's own history tells of no time. */
function describeWatched({ plays, watchedMs }: PlayTotals['all']): string {
  if (plays === 0) return '';
  return watchedMs === 0 ? 'time not known' : formatWatched(watchedMs);
}
