// How a stop from the tray or from a notification turned out, as a notice: whoever asks for it wants to know.
import type { CancelOutcome, StopOutcome } from '../../src-contract/event.ts';
import type { Session } from '../../src-contract/session.ts';
import {
  defaultMessage,
  describeCancel,
  describeFailedCall,
  describeStop,
  type OutcomeWords,
} from '../../src-contract/text/words-outcome.ts';
import { describeItem } from '../../src-contract/text/words.ts';
import type { Notice } from './notify-state.ts';

/** The contract's procedures; they reject with its problems. */
export type SessionCalls = {
  stop: (input: { sessionId: string; message: string }) => Promise<StopOutcome>;
  stopTranscode: (input: { sessionId: string }) => Promise<CancelOutcome>;
};

const codeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;

const nextTryOf = (error: unknown): number | null => {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('nextTryAtMs' in data)) return null;
  return typeof data.nextTryAtMs === 'number' ? data.nextTryAtMs : null;
};

const ask = async (calls: SessionCalls, what: 'stop' | 'stop-transcode', session: Session): Promise<OutcomeWords> => {
  const { id: sessionId } = session;
  if (what === 'stop') return describeStop(await calls.stop({ sessionId, message: defaultMessage }), session);
  return describeCancel(await calls.stopTranscode({ sessionId }), session);
};

/** Never rejects: what goes wrong is an outcome too. */
export const stopAndTell = async (
  calls: SessionCalls,
  what: 'stop' | 'stop-transcode',
  session: Session,
  serverName: string,
): Promise<Notice> => {
  const { id, user, item } = session;
  const { text } = await ask(calls, what, session).catch((error: unknown) =>
    describeFailedCall(codeOf(error) ?? 'bug', session, serverName, nextTryOf(error)),
  );
  return {
    key: `outcome:${id}`,
    title: `${user.name} · ${describeItem(item).title}`,
    body: text,
    sessionId: id,
    canStop: false,
    replaces: false,
  };
};
