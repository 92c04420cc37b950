// How a stream is delivered: an icon, a word and a colour, so that none has to be read alone.
import type { Stream } from '../../src-contract/session.ts';
import type { Decision } from '../../src-contract/words.ts';
import { describeDecision } from '../../src-contract/text/words-stream.ts';
import styles from './decision-chip.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

const icons = { 'direct-play': 'direct', copy: 'copy', transcode: 'transcode' } as const;

export function DecisionChip({ stream }: { stream: Pick<Stream, 'decision' | 'confirmed'> }) {
  const look = stream.confirmed ? styles[stream.decision] : styles.starting;
  return (
    <span className={classNames(styles.chip, look)}>
      <Icon name={stream.confirmed ? icons[stream.decision] : 'starting'} />
      {describeDecision(stream)}
    </span>
  );
}

/** One part of a stream, such as `audio copy`: smaller, without a ground. */
export function PartMark({ decision, text }: { decision: Decision; text: string }) {
  return (
    <span className={classNames(styles.mark, styles[`${decision}-mark`])}>
      <Icon name={icons[decision]} />
      {text}
    </span>
  );
}
