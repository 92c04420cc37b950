// One line of what was converted: when, what, for whom, why, at what cost. It leads to the play in the history.
import type { PastTranscode } from '../../../src-contract/transcodes.ts';
import { formatMoment, formatSpan } from '../../../src-contract/text/format.ts';
import { describeItem } from '../../../src-contract/text/words.ts';
import { DecisionChip } from '../../parts/decision-chip.tsx';
import styles from './past.module.css';
import { describeWhy } from './words.ts';

export function PastRow({
  past: { play, reasons, cost },
  serverName,
}: {
  past: PastTranscode;
  serverName: string | null;
}) {
  const { title, line } = describeItem(play.item);
  const why = describeWhy(reasons);
  return (
    <a href={`#/history/${encodeURIComponent(play.id)}`} className={styles.row}>
      <span className={styles.when}>
        {formatMoment(play.stoppedAtMs, Date.now())}
        <span className={styles.quiet}>{play.watchedMs === null ? '' : formatSpan(play.watchedMs)}</span>
      </span>
      <span className={styles.what}>
        <b>{title}</b>
        <span className={styles.quiet}>
          {[line, play.user.name, serverName].filter((word) => word !== null).join(' · ')}
        </span>
      </span>
      <span className={styles.how}>
        {play.stream !== null && <DecisionChip stream={{ ...play.stream, confirmed: true }} />}
        {cost !== null && <span className={styles.quiet}>{formatSpan(cost.processorMs)} of processor</span>}
      </span>
      <span className={styles.why}>
        {why.first}
        {why.others !== null && <span className={styles.quiet}> {why.others}</span>}
      </span>
    </a>
  );
}
