// The whole at a glance: how many streams, how many transcodes, how much bandwidth.
import type { Session } from '../../src-contract/session.ts';
import type { Arrival } from '../../src-contract/live.ts';
import { describeArrivals, describeSummary } from '../../src-contract/text/words.ts';
import { Icon } from './icon.tsx';
import styles from './summary-line.module.css';

type Props = { sessions: readonly Session[]; arrivals: readonly Arrival[] };

export function SummaryLine({ sessions, arrivals }: Props) {
  const starting = describeArrivals(arrivals);
  const { streams, transcodes, bandwidth, note } = describeSummary(sessions);
  return (
    <p className={styles.summary}>
      <strong>{streams}</strong>
      {sessions.length > 0 && (
        <>
          <span className={transcodes.startsWith('0 ') ? undefined : styles.transcodes}>
            {!transcodes.startsWith('0 ') && <Icon name="transcode" />}
            {transcodes}
          </span>
          <span>{bandwidth}</span>
          {note !== null && <span className={styles.note}>{note}</span>}
        </>
      )}
      {starting !== null && <span className={styles.note}>{starting}</span>}
    </p>
  );
}
