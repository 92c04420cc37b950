// The decision, and what becomes of the file on its way; and what is wrong with a stream.
import type { Session, Stream } from '../../src-contract/session.ts';
import { describeConverted, describeQuality, describeTroubles } from '../../src-contract/text/words-stream.ts';
import { DecisionChip, PartMark } from './decision-chip.tsx';
import styles from './delivery.module.css';
import { Icon } from './icon.tsx';

export function Delivery({ stream }: { stream: Stream }) {
  const { from, to } = describeQuality(stream);
  return (
    <p className={styles.delivery}>
      <DecisionChip stream={stream} />
      <span>
        {from}
        {to !== null && (
          <>
            {' '}
            <span className={styles.arrow} aria-label="to">
              →
            </span>{' '}
            {to}
          </>
        )}
      </span>
      {stream.confirmed && (
        <span className={styles.parts}>
          {describeConverted(stream).map(({ decision, text }) => (
            <PartMark key={decision} decision={decision} text={text} />
          ))}
        </span>
      )}
    </p>
  );
}

export function Troubles({ session }: { session: Session }) {
  return describeTroubles(session).map((text) => (
    <p key={text} className={styles.trouble}>
      <Icon name="problem" />
      {text}
    </p>
  ));
}
