// How a stop turned out, told truthfully, and what to do next.
import type { CancelOutcome, StopOutcome } from '../event.ts';
import type { Session } from '../session.ts';
import { formatTimeOfDay, formatWait } from './format.ts';

/** `good`: done. `uncertain`: nothing to do, or not as hoped. `bad`: it did not happen. */
export type OutcomeWords = {
  tone: 'good' | 'uncertain' | 'bad';
  text: string;
  /** What may be tried from here. */
  offer: 'try-again' | 'stop-stream' | 'stop-transcode' | null;
};

export const defaultMessage = 'The server owner has ended the stream.';

export function describeStop(outcome: StopOutcome, session: Session): OutcomeWords {
  switch (outcome.kind) {
    case 'stopped':
      return {
        tone: 'good',
        text: `Stopped. ${describeSilence(session)} after ${formatWait(outcome.afterMs)}.`,
        offer: null,
      };
    case 'still-playing':
      return {
        tone: 'bad',
        text: `Plex accepted the stop, but ${playerOf(session)} plays on. Try again, or restart the app there.`,
        offer: 'try-again',
      };
    case 'refused':
      return describeRefusedStop(outcome.why, session);
  }
}

export function describeCancel(outcome: CancelOutcome, session: Session): OutcomeWords {
  switch (outcome.kind) {
    case 'session-ended':
      return {
        tone: 'good',
        text: `Transcode stopped. The player gave up and the stream ended after ${formatWait(outcome.afterMs)}.`,
        offer: null,
      };
    case 'plays-directly':
      return {
        tone: 'good',
        text: `Transcode stopped. After ${formatWait(outcome.afterMs)} ${playerOf(session)} plays on without one.`,
        offer: null,
      };
    case 'came-back': {
      const key = outcome.sameKey ? 'the same' : 'a new';
      return {
        tone: 'bad',
        text: `${capital(playerOf(session))} asked for ${key} transcode again after ${formatWait(outcome.afterMs)}. Only stopping the stream ends it.`,
        offer: 'stop-stream',
      };
    }
    case 'still-transcoding':
      return {
        tone: 'bad',
        text: `Plex accepted, but the transcode runs on after ${formatWait(outcome.afterMs)}. Try again, or stop the stream.`,
        offer: 'try-again',
      };
    case 'refused':
      return outcome.why === 'not-owner'
        ? {
            tone: 'bad',
            text: 'Plex lets only the server’s owner stop a transcode, and we are not signed in as the owner.',
            offer: null,
          }
        : {
            tone: 'bad',
            text: 'Plex refused to stop the transcode and did not say why. Try again in a moment.',
            offer: 'try-again',
          };
    case 'nothing-to-stop':
      return { tone: 'uncertain', text: 'There was no transcode to stop any more.', offer: null };
  }
}

/** A call that did not come back with an outcome. `code` is the contract's, or null when the call itself was lost. */
export function describeFailedCall(
  code: string | null,
  session: Session,
  serverName: string,
  nextTryAtMs: number | null,
): OutcomeWords {
  switch (code) {
    case 'UNKNOWN_SESSION':
      return {
        tone: 'uncertain',
        text: `${session.user.name}’s stream had already ended. Nothing was stopped.`,
        offer: null,
      };
    case 'SERVER_UNREACHABLE': {
      const next = nextTryAtMs === null ? '' : ` It is tried again at ${formatTimeOfDay(nextTryAtMs)}.`;
      return {
        tone: 'bad',
        text: `${serverName} is not answering, so nothing was stopped.${next}`,
        offer: 'try-again',
      };
    }
    case 'NOT_CONNECTED':
      return {
        tone: 'bad',
        text: 'Marquee is out of reach, so nothing was asked of Plex. The page reconnects by itself.',
        offer: 'try-again',
      };
    case null:
      return {
        tone: 'bad',
        text: 'Marquee went out of reach before it could answer. Whether the stream was stopped shows on its card.',
        offer: 'try-again',
      };
    default:
      return {
        tone: 'bad',
        text: 'Marquee could not do it; its log says more. Whether the stream goes on shows on its card.',
        offer: 'try-again',
      };
  }
}

/** What the field's hint says: who will read the message, and where. */
/** What stopping does to the viewer. */
export function describeStopEffect(session: Session): string {
  return `It ends at once on ${playerOf(session)}. Nothing keeps ${session.user.name} from starting it again.`;
}

export function describeReader(session: Session): string {
  if (!canShowMessage(session)) return `${capital(playerOf(session))} cannot show messages: the stream will just end.`;
  return `${session.user.name} will read this on ${playerOf(session)}.`;
}

/** A DLNA player has no screen that Plex could write on. Of the other apps nothing certain is known. */
function canShowMessage(session: Pick<Session, 'player'>): boolean {
  return ![session.player.product, session.player.platform, session.player.profile].some(
    (name) => name !== null && /\bdlna\b/i.test(name),
  );
}

function describeRefusedStop(why: Extract<StopOutcome, { kind: 'refused' }>['why'], session: Session): OutcomeWords {
  switch (why) {
    case 'no-plex-pass':
      return session.transcode === null
        ? { tone: 'bad', text: 'Plex Pass is needed on this server to stop a stream.', offer: null }
        : {
            tone: 'bad',
            text: 'Plex Pass is needed on this server to stop a stream. Its transcode can be cancelled without it.',
            offer: 'stop-transcode',
          };
    case 'not-owner':
      return {
        tone: 'bad',
        text: 'Plex lets only the server’s owner stop a stream, and we are not signed in as the owner.',
        offer: null,
      };
    case 'no-terminate-id':
      return {
        tone: 'bad',
        text: `Plex gives this stream no id, and without one it cannot be stopped from here. Stop it on ${playerOf(session)}.`,
        offer: null,
      };
    case 'already-gone':
      return {
        tone: 'uncertain',
        text: `${session.user.name}’s stream had already ended. Nothing was stopped.`,
        offer: null,
      };
    case 'server':
      return {
        tone: 'bad',
        text: 'Plex refused the stop and did not say why. Try again in a moment.',
        offer: 'try-again',
      };
  }
}

function describeSilence({ item, user }: Session): string {
  return item.type === 'track'
    ? `${capital(user.name)}’s music went quiet`
    : `${capital(user.name)}’s screen went dark`;
}

/** `the Roku`, `the Shield`; a player without a known kind goes by its own name. */
function playerOf({ player }: Session): string {
  return `the ${player.device ?? player.platform ?? player.product ?? player.title}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
