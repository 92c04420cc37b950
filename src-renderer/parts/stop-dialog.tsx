// Asks once before a stream or its transcode is stopped, shows that it is being done, and says truthfully how it went.
import { Dialog } from '@base-ui/react/dialog';
import { ORPCError } from '@orpc/client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../src-contract/session.ts';
import { NotConnectedError } from '../client/live-store.ts';
import { useMarquee } from '../client/marquee.ts';
import {
  defaultMessage,
  describeCancel,
  describeFailedCall,
  describeStop,
  type OutcomeWords,
} from '../../src-contract/text/words-outcome.ts';
import { describeItem } from '../../src-contract/text/words.ts';
import dialog from './dialog.module.css';
import type { CardAct } from './session-card.tsx';
import { StopOutcome } from './stop-outcome.tsx';
import { StopQuestion } from './stop-question.tsx';

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
        <StopQuestion
          act={act}
          session={session}
          gone={gone}
          running={running}
          message={message}
          onMessage={setMessage}
          onSend={send}
        />
      ) : (
        <StopOutcome outcome={outcome} onAgain={again} onOther={(other) => onAsk({ session, act: other })} />
      )}
    </>
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
