// How a stop went, and what may be tried next.
import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useRef } from 'react';
import type { OutcomeWords } from '../../src-contract/text/words-outcome.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import dialog from './dialog.module.css';
import { Icon } from './icon.tsx';
import type { CardAct } from './session-card.tsx';
import styles from './stop-dialog.module.css';

type Props = { outcome: OutcomeWords; onAgain: () => void; onOther: (act: CardAct) => void };

export function StopOutcome({ outcome, onAgain, onOther }: Props) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div className={dialog.form}>
      <p role="status" className={classNames(styles.outcome, styles[outcome.tone])}>
        <Icon name={outcome.tone === 'good' ? 'check' : outcome.tone === 'bad' ? 'problem' : 'ended'} />
        <span>{outcome.text}</span>
      </p>
      <div className={dialog.acts}>
        {outcome.offer === 'try-again' && <Button onClick={onAgain}>Try again</Button>}
        {outcome.offer === 'stop-stream' && <Button onClick={() => onOther('stop')}>Stop stream…</Button>}
        {outcome.offer === 'stop-transcode' && (
          <Button onClick={() => onOther('stop-transcode')}>Stop transcode…</Button>
        )}
        <Dialog.Close ref={close} render={<Button look="main" />}>
          Close
        </Dialog.Close>
      </div>
    </div>
  );
}
