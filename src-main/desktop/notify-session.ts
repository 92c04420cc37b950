// What the life of a session gives to tell: its start, its stop, long pauses, buffering, its transcode.
import type { EventOf } from '../../src-contract/event.ts';
import type { Session } from '../../src-contract/session.ts';
import type { NoticeKind, NotificationSettings } from '../../src-contract/settings.ts';
import { continues } from './notify-continues.ts';
import { beginViewing, canStopOn, nameOf, withViewing, type NotifyState, type Viewing } from './notify-state.ts';
import {
  describeBuffering,
  describeLongPause,
  describeShortly,
  describeStart,
  describeStarving,
  describeStopped,
  describeTranscode,
  type Words,
} from './notify-words.ts';

/** So many at once can be summed up, and a start is still on the screen well within two seconds. */
export const GATHER_MS = 700;
/** The next episode follows within this time, or it is another viewing. */
export const FOLLOW_MS = 15_000;
/** Buffering is told when the picture stands still for so long, or so many times within ten minutes. */
export const STALLED_MS = 15_000;
const BUFFER_COUNT = 3;
const BUFFER_WITHIN_MS = 10 * 60_000;
/** A decision that is confirmed later than this is no part of the start any more. */
const REPLACE_WITHIN_MS = 60_000;

type Telling = { kind: NoticeKind; afterMs: number; canStop: boolean; words: Words; replaces?: boolean };

const tell = (state: NotifyState, viewing: Viewing, atMs: number, telling: Telling): NotifyState => {
  const { id, serverId, user } = viewing.session;
  const { kind, words, afterMs, canStop, replaces = false } = telling;
  const waiting = {
    kind,
    serverId,
    userId: user.id,
    dueAtMs: atMs + afterMs,
    short: describeShortly(viewing.session),
    notice: {
      key: `${kind}:${viewing.id}`,
      ...words,
      sessionId: canStop ? id : null,
      canStop: canStop && canStopOn(state, serverId),
      replaces,
    },
  };
  return { ...state, waiting: [...state.waiting, waiting] };
};

const about = { afterMs: GATHER_MS, canStop: true };

/** Trailers before a film, and theme music, are no viewing of their own. */
const isWorthTelling = ({ item }: Session): boolean => item.purpose === 'content';

export const hearStarted = (
  state: NotifyState,
  { session }: EventOf<'session-started'>,
  { everyEpisode }: Pick<NotificationSettings, 'everyEpisode'>,
  atMs: number,
): NotifyState => {
  const before = state.ended.find(({ viewing }) => continues(viewing.session, session));
  if (before && !everyEpisode) {
    // One viewing: neither its end nor this start is told, and what was told of it stays told.
    const { viewing } = before;
    const waiting = state.waiting.filter(({ notice }) => notice.key !== `stopped:${viewing.id}`);
    const ended = state.ended.filter((one) => one !== before);
    return withViewing({ ...state, waiting, ended }, { ...viewing, session, startedNoticeAtMs: null });
  }
  const viewing = beginViewing(session);
  const known = withViewing(state, viewing);
  if (!isWorthTelling(session)) return known;
  const stream = session.stream.confirmed ? session.stream : null;
  const words = describeStart(session, nameOf(state, session.serverId), stream);
  return tell(known, viewing, atMs, { kind: 'started', ...about, words });
};

/** What the owner ended himself he is told of as an outcome; what the next item ended has not ended. */
export const hearStopped = (state: NotifyState, event: EventOf<'session-stopped'>, atMs: number): NotifyState => {
  const viewing = state.viewings.get(event.sessionId) ?? beginViewing(event.session);
  const viewings = new Map(state.viewings);
  viewings.delete(event.sessionId);
  const last = { ...viewing, session: event.session };
  const gone: NotifyState = {
    ...state,
    viewings,
    ended: [...state.ended, { viewing: last, atMs }],
    waiting: state.waiting.filter(({ notice }) => !notice.replaces || notice.sessionId !== event.sessionId),
  };
  if (event.endedBy === 'killed' || event.endedBy === 'next-item' || !isWorthTelling(event.session)) return gone;
  const words = describeStopped(event, nameOf(state, event.serverId));
  return tell(gone, last, atMs, { kind: 'stopped', afterMs: FOLLOW_MS, canStop: false, words });
};

const tellBuffering = (state: NotifyState, viewing: Viewing, atMs: number): NotifyState => {
  const told = { ...viewing, isBufferingTold: true };
  const words = describeBuffering(viewing.session, nameOf(state, viewing.session.serverId));
  return tell(withViewing(state, told), told, atMs, { kind: 'buffering', ...about, words });
};

export const hearBuffering = (state: NotifyState, sessionId: string, atMs: number): NotifyState => {
  const viewing = state.viewings.get(sessionId);
  if (!viewing || viewing.isBufferingTold) return state;
  const bufferedAtMs = [...viewing.bufferedAtMs, atMs].filter((one) => atMs - one < BUFFER_WITHIN_MS);
  const heard = { ...viewing, bufferedAtMs, bufferingSinceMs: atMs };
  return bufferedAtMs.length >= BUFFER_COUNT ? tellBuffering(state, heard, atMs) : withViewing(state, heard);
};

export const hearTranscode = (state: NotifyState, event: EventOf<'transcode-started'>, atMs: number): NotifyState => {
  const viewing = state.viewings.get(event.sessionId);
  if (!viewing || viewing.isTranscodeTold) return state;
  const heard = { ...viewing, isTranscodeTold: true };
  const words = describeTranscode(viewing.session, nameOf(state, viewing.session.serverId), event);
  return tell(withViewing(state, heard), heard, atMs, { kind: 'transcode-started', ...about, words });
};

/** The decision is sure: the start that was shown may be replaced by one that says it. */
export const hearStream = (
  state: NotifyState,
  { sessionId, stream, reasons }: EventOf<'session-stream-changed'>,
  atMs: number,
): NotifyState => {
  const viewing = state.viewings.get(sessionId);
  if (!viewing) return state;
  const session = { ...viewing.session, stream, reasons };
  const heard = { ...viewing, session, isDeliveryTold: true };
  const next = withViewing(state, heard);
  const shownAtMs = viewing.startedNoticeAtMs;
  if (viewing.isDeliveryTold || shownAtMs === null || atMs - shownAtMs > REPLACE_WITHIN_MS) return next;
  const words = describeStart(session, nameOf(state, session.serverId), stream);
  return tell(next, heard, atMs, { kind: 'started', afterMs: 0, canStop: true, words, replaces: true });
};

/** What only time and the live view show: a stall, a pause that has become long, a transcode that cannot keep up. */
export const lookAt = (
  state: NotifyState,
  viewing: Viewing,
  { pausedLongMinutes }: Pick<NotificationSettings, 'pausedLongMinutes'>,
  atMs: number,
): NotifyState => {
  const { session } = viewing;
  const server = nameOf(state, session.serverId);
  let next = state;
  let seen = viewing;
  if (session.starving && !seen.isStarvingTold) {
    seen = { ...seen, isStarvingTold: true };
    next = tell(next, seen, atMs, { kind: 'starving', ...about, words: describeStarving(session, server) });
  }
  const sinceMs = session.pausedSinceMs;
  const longMs = pausedLongMinutes * 60_000;
  if (sinceMs !== null && sinceMs !== seen.toldPauseMs && atMs - sinceMs >= longMs) {
    seen = { ...seen, toldPauseMs: sinceMs };
    const words = describeLongPause(session, server, longMs);
    next = tell(next, seen, atMs, { kind: 'paused-long', ...about, words });
  }
  if (seen !== viewing) next = withViewing(next, seen);
  const stalledMs = seen.bufferingSinceMs === null ? 0 : atMs - seen.bufferingSinceMs;
  return stalledMs >= STALLED_MS && !seen.isBufferingTold ? tellBuffering(next, seen, atMs) : next;
};
