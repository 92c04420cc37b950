// Asks once before a stream or its transcode is stopped, shows that it is being done, and says truthfully how it went.
import { Dialog } from '@base-ui/react/dialog';
import { ORPCError } from '@orpc/client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Session } from '../../src-contract/session.ts';
import { NotConnectedError } from '../client/live-store.ts';
import { useMarquee } from '../client/marquee.ts';
import {
  defaultMessage,
  describeCancel,
  describeFailedCall,
  describeReader,
  describeStop,
  type OutcomeWords,
} from '../words-outcome.ts';
import { describeItem } from '../words.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import dialog from './dialog.module.css';
import { Icon } from './icon.tsx';
import type { CardAct } from './session-card.tsx';
import styles from './stop-dialog.module.css';

/** `session` as it was when asked, so that the words stay when it ends; `gone` when it has. */
export type Asked = { session: Session; act: CardAct };
type Props = { asked: Asked | null; serverName: string; gone: boolean; onAsk: (asked: Asked | null) => void };

export function StopDialog({ asked, serverName, gone, onAsk }: Props) {
  // The last question stays readable while the dialog fades.
  const [last, setLast] = useState(asked);
  if (asked !== null && asked !== last) setLast(asked);
  const shown = asked ?? last;
  return (
    <Dialog.Root open={asked !== null} onOpenChange={(open) => !open && onAsk(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.veil} />
        <Dialog.Popup className={dialog.popup} finalFocus={() => (shown === null ? true : cardOf(shown.session.id))}>
          {shown !== null && (
            <Conversation
              key={`${shown.session.id} ${shown.act}`}
              asked={shown}
              serverName={serverName}
              gone={gone}
              onAsk={onAsk}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Conversation({ asked: { session, act }, serverName, gone, onAsk }: Props & { asked: Asked }) {
  const { procedures } = useMarquee();
  const [message, setMessage] = useState(defaultMessage);
  const stop = useMutation(procedures.sessions.stop.mutationOptions());
  const stopTranscode = useMutation(procedures.sessions.stopTranscode.mutationOptions());
  const running = stop.isPending || stopTranscode.isPending;
  const failed = stop.error ?? stopTranscode.error;
  const outcome: OutcomeWords | null = stop.data
    ? describeStop(stop.data, session)
    : stopTranscode.data
      ? describeCancel(stopTranscode.data, session)
      : failed
        ? describeFailure(failed, session, serverName)
        : null;
  const title = describeItem(session.item).title;
  const name = session.user.name;

  function send() {
    if (act === 'stop') stop.mutate({ sessionId: session.id, message });
    else stopTranscode.mutate({ sessionId: session.id });
  }

  function again() {
    stop.reset();
    stopTranscode.reset();
    send();
  }

  return (
    <>
      <Dialog.Title className={dialog.title}>
        {outcome !== null
          ? `${title}, ${name}`
          : act === 'stop'
            ? `Stop ${title} for ${name}?`
            : `Stop the transcode of ${title} for ${name}?`}
      </Dialog.Title>
      {outcome === null ? (
        <Question
          act={act}
          session={session}
          gone={gone}
          running={running}
          message={message}
          onMessage={setMessage}
          onSend={send}
        />
      ) : (
        <Outcome outcome={outcome} session={session} onAgain={again} onAsk={onAsk} />
      )}
    </>
  );
}

type QuestionProps = {
  act: CardAct;
  session: Session;
  gone: boolean;
  running: boolean;
  message: string;
  onMessage: (message: string) => void;
  onSend: () => void;
};

function Question({ act, session, gone, running, message, onMessage, onSend }: QuestionProps) {
  const hintId = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!running && !gone) onSend();
  }
  return (
    <form onSubmit={submit} className={dialog.form}>
      {act === 'stop' ? (
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
      ) : (
        <Dialog.Description className={styles.hint}>
          The player loses this conversion. Some then play the file directly, some ask for another transcode at once,
          some give up. No message is shown.
        </Dialog.Description>
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

type OutcomeProps = {
  outcome: OutcomeWords;
  session: Session;
  onAgain: () => void;
  onAsk: (asked: Asked | null) => void;
};

function Outcome({ outcome, session, onAgain, onAsk }: OutcomeProps) {
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
        {outcome.offer === 'stop-stream' && (
          <Button onClick={() => onAsk({ session, act: 'stop' })}>Stop stream…</Button>
        )}
        {outcome.offer === 'stop-transcode' && (
          <Button onClick={() => onAsk({ session, act: 'stop-transcode' })}>Stop transcode…</Button>
        )}
        <Dialog.Close ref={close} render={<Button look="main" />}>
          Close
        </Dialog.Close>
      </div>
    </div>
  );
}

/** A call that was answered carries a code; one that was lost on the way does not. */
function describeFailure(error: Error, session: Session, serverName: string): OutcomeWords {
  if (error instanceof NotConnectedError) return describeFailedCall('NOT_CONNECTED', session, serverName, null);
  if (!(error instanceof ORPCError)) return describeFailedCall(null, session, serverName, null);
  const data: unknown = error.data;
  const nextTryAtMs = isRecord(data) && typeof data['nextTryAtMs'] === 'number' ? data['nextTryAtMs'] : null;
  return describeFailedCall(error.code, session, serverName, nextTryAtMs);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The card that was asked about, or the list when it is gone. */
function cardOf(sessionId: string): HTMLElement | null {
  return (
    document.querySelector<HTMLElement>(`[data-session="${CSS.escape(sessionId)}"]`) ??
    document.querySelector<HTMLElement>('[role="feed"]')
  );
}
