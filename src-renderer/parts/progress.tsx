// How far something is: a bar with its words; without an end in sight only the words.
import { formatNumber } from '../../src-contract/text/format.ts';
import styles from './progress.module.css';

type Props = { label: string; done: number; total: number | null };

export function Progress({ label, done, total }: Props) {
  const says =
    total === null
      ? `${label}, ${formatNumber(done)} so far`
      : `${label}, ${formatNumber(done)} of ${formatNumber(total)}`;
  return (
    <div className={styles.progress}>
      <progress aria-label={label} {...(total === null || total === 0 ? {} : { value: done, max: total })} />
      <span>{says}</span>
    </div>
  );
}
