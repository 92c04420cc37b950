// The events that tell a session's life, from which its play is folded and an open session is adopted.
import type { Event, EventOf } from '../../src-contract/event.ts';

export type SessionEvent = EventOf<
  | 'session-started'
  | 'session-paused'
  | 'session-resumed'
  | 'session-buffering'
  | 'session-stream-changed'
  | 'session-watched'
  | 'transcode-started'
  | 'transcode-ended'
>;

export const isSessionEvent = (event: Event): event is SessionEvent =>
  event.kind === 'session-started' ||
  event.kind === 'session-paused' ||
  event.kind === 'session-resumed' ||
  event.kind === 'session-buffering' ||
  event.kind === 'session-stream-changed' ||
  event.kind === 'session-watched' ||
  event.kind === 'transcode-started' ||
  event.kind === 'transcode-ended';

/** The session that an event belongs to; null for facts about a server. */
export const sessionIdOf = (event: Event): string | null => {
  if ('sessionId' in event) return event.sessionId;
  return event.kind === 'session-started' ? event.session.id : null;
};
