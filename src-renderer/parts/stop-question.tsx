// The question before a stop: what the viewer will read, what may happen, and then that it is being done.
import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useId } from 'react';
import type { Session } from '../../src-contract/session.ts';
import { describeReader, describeStopEffect } from '../../src-contract/text/words-outcome.ts';
import { Button } from './button.tsx';
import dialog from './dialog.module.css';
import { Icon } from './icon.tsx';
import type { CardAct } from './session-card.tsx';
import styles from './stop-dialog.module.css';

type Props = {
  act: CardAct;
  session: Session;
  gone: boolean;
  running: boolean;
  message: string;
  onMessage: (message: string) => void;
  onSend: () => void;
};

const transcodeEffect =
  'The player loses this conversion. Some then play the file directly, some ask for another transcode at once, some give up. No message is shown.';

export function StopQuestion({ act, session, gone, running, message, onMessage, onSend }: Props) {
  const hintId = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!running && !gone) onSend();
  }
  return (
    <form onSubmit={submit} className={dialog.form}>
      <Dialog.Description className={styles.hint}>
        {act === 'stop' ? describeStopEffect(session) : transcodeEffect}
      </Dialog.Description>
      {act === 'stop' && (
        <label className={styles.field}>
          <span>Message to the viewer</span>
          <textarea
            rows={2}
            maxLength={500}
            value={message}
            readOnly={running}
            aria-describedby={hintId}
            onChange={(event) => onMessage(event.target.value)}
          />
          <span id={hintId} className={styles.hint}>
            {message.trim() === '' ? 'Without a message the stream just ends.' : describeReader(session)}
          </span>
        </label>
      )}
      <p role="status" className={styles.progress}>
        {running ? <Waiting /> : gone && 'This stream has ended by itself. There is nothing left to stop.'}
      </p>
      <div className={dialog.acts}>
        <Dialog.Close render={<Button />}>{running || gone ? 'Close' : 'Let it play'}</Dialog.Close>
        <Button look="danger" type="submit" disabled={running || gone}>
          {act === 'stop' ? 'Stop stream' : 'Stop transcode'}
        </Button>
      </div>
    </form>
  );
}

function Waiting() {
  return (
    <>
      <Icon name="buffering" pulsing /> Asked Plex; watching whether it ends. This takes up to ten seconds.
    </>
  );
}
