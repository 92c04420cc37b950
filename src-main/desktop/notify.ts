// Decides what is told by a notification, and when: a fact is told once, many at once as one, and nothing in quiet hours.
import type { Event } from '../../src-contract/event.ts';
import type { Snapshot } from '../../src-contract/live.ts';
import type { Session } from '../../src-contract/session.ts';
import type { NoticeKind, NotificationSettings } from '../../src-contract/settings.ts';
import {
  FOLLOW_MS,
  GATHER_MS,
  hearBuffering,
  hearStarted,
  hearStopped,
  hearStream,
  hearTranscode,
  lookAt,
  STALLED_MS,
} from './notify-session.ts';
import {
  beginViewing,
  nameOf,
  withViewing,
  type Notice,
  type NotifyState,
  type Viewing,
  type Waiting,
} from './notify-state.ts';
import { describeMany, describeServerNews, type ServerNews } from './notify-words.ts';
import { isQuiet, type LocalMinute } from './quiet.ts';

export type NotifyInput = { atMs: number } & (
  | {
      kind: 'event';
      event: Event;
      /** From the first look at a server: what plays then was playing before we came, and is no news. */
      isFirstLook: boolean;
    }
  | { kind: 'view'; snapshot: Pick<Snapshot, 'servers' | 'sessions'> }
  | { kind: 'tick' }
);

export type Told = {
  state: NotifyState;
  notices: Notice[];
  /** When to come back with a tick; null when nothing waits. */
  wakeAtMs: number | null;
};

/** More than so many of one kind within this time are told as one. */
const MANY = 3;
const MANY_WITHIN_MS = 10_000;

const isAllowed = ({ kind, serverId, userId }: Waiting, { kinds, users, servers }: NotificationSettings): boolean =>
  kinds[kind] &&
  !users.some(({ id, off }) => id === userId && off.includes(kind)) &&
  !servers.some(({ id, off }) => id === serverId && off.includes(kind));

const hearServerNews = (state: NotifyState, event: ServerNews, atMs: number): NotifyState => {
  const { kind, title, body } = describeServerNews(event, nameOf(state, event.serverId));
  const { id, serverId } = event;
  const short = event.kind === 'library-added' || event.kind === 'device-new' ? event.title : nameOf(state, serverId);
  const notice = { key: id, title, body, sessionId: null, canStop: false, replaces: false };
  const waiting = { kind, serverId, userId: null, dueAtMs: atMs + GATHER_MS, short, notice };
  return { ...state, waiting: [...state.waiting, waiting] };
};

/** It played before we came, and so did its transcode. */
const found = (session: Session): Viewing => ({
  ...beginViewing(session),
  isTranscodeTold: session.transcode !== null,
});

const hearEvent = (
  state: NotifyState,
  { event, isFirstLook, atMs }: Extract<NotifyInput, { kind: 'event' }>,
  settings: NotificationSettings,
): NotifyState => {
  switch (event.kind) {
    case 'session-started':
      if (isFirstLook) return withViewing(state, found(event.session));
      return hearStarted(state, event, settings, atMs);
    case 'session-stopped':
      return isFirstLook ? state : hearStopped(state, event, atMs);
    case 'session-buffering':
      return hearBuffering(state, event.sessionId, atMs);
    case 'session-stream-changed':
      return hearStream(state, event, atMs);
    case 'transcode-started':
      return hearTranscode(state, event, atMs);
    case 'server-down':
    case 'server-up':
    case 'remote-access-down':
    case 'remote-access-up':
    case 'server-update-available':
    case 'sign-in-expired':
    case 'library-added':
    case 'device-new':
      return hearServerNews(state, event, atMs);
    // A pause is told when it is long, our own stops where they were asked for; the rest is for the history.
    case 'session-paused':
    case 'session-resumed':
    case 'session-watched':
    case 'stream-stopped':
    case 'transcode-cancelled':
    case 'transcode-ended':
    case 'library-removed':
    case 'item-rated':
    case 'database-backup':
    case 'database-corrupted':
    case 'gap-opened':
    case 'gap-closed':
    case 'play-recorded':
    case 'play-changed':
    case 'play-removed':
      return state;
  }
};

/** One that only ever buffered leaves without a fact; a view may be a little older than a start. */
const withoutLeft = (state: NotifyState, sessions: readonly Session[], atMs: number): NotifyState['viewings'] => {
  const listed = new Set(sessions.map(({ id }) => id));
  const stays = ([id, { session }]: [string, Viewing]) => listed.has(id) || atMs - session.placeAtMs < FOLLOW_MS;
  return new Map([...state.viewings].filter(stays));
};

/** Sessions that were adopted after a restart come without a start: the view brings them. */
const hearView = (
  state: NotifyState,
  { snapshot: { servers, sessions }, atMs }: Extract<NotifyInput, { kind: 'view' }>,
  settings: NotificationSettings,
): NotifyState =>
  sessions.reduce<NotifyState>(
    (now, session) => {
      const known = now.viewings.get(session.id);
      if (!known && now.ended.some(({ viewing }) => viewing.session.id === session.id)) return now;
      const bufferingSinceMs = session.state === 'buffering' ? (known?.bufferingSinceMs ?? atMs) : null;
      const viewing = { ...(known ?? found(session)), session, bufferingSinceMs };
      return lookAt(withViewing(now, viewing), viewing, settings, atMs);
    },
    { ...state, servers, viewings: withoutLeft(state, sessions, atMs) },
  );

const hear = (state: NotifyState, input: NotifyInput, settings: NotificationSettings): NotifyState => {
  if (input.kind === 'event') return hearEvent(state, input, settings);
  if (input.kind === 'view') return hearView(state, input, settings);
  return [...state.viewings.values()].reduce((now, viewing) => lookAt(now, viewing, settings, input.atMs), state);
};

const toSummary = (kind: NoticeKind, all: readonly Waiting[], atMs: number): Notice => ({
  key: `many:${kind}:${atMs}`,
  ...describeMany(
    kind,
    all.map(({ short }) => short),
  ),
  sessionId: null,
  canStop: false,
  replaces: false,
});

/** The decision may replace a start that stands on the screen by itself. */
const noteShown = (state: NotifyState, { kind, notice }: Waiting, atMs: number): NotifyState => {
  const viewing = state.viewings.get(notice.sessionId ?? '');
  return kind === 'started' && viewing ? withViewing(state, { ...viewing, startedNoticeAtMs: atMs }) : state;
};

/** Tells what is due. Others of the same kind that wait for their moment too come along, so that they are one. */
const flush = (
  state: NotifyState,
  settings: NotificationSettings,
  atMs: number,
  minuteOf: LocalMinute,
): Omit<Told, 'wakeAtMs'> => {
  const dueKinds = new Set(state.waiting.filter(({ dueAtMs }) => dueAtMs <= atMs).map(({ kind }) => kind));
  const ripe = state.waiting.filter(({ kind, dueAtMs }) => dueKinds.has(kind) && dueAtMs <= atMs + GATHER_MS);
  const quiet = isQuiet(settings, atMs, minuteOf);
  let now: NotifyState = { ...state, waiting: state.waiting.filter((one) => !ripe.includes(one)) };
  const notices: Notice[] = [];
  for (const kind of dueKinds) {
    const told = quiet ? [] : ripe.filter((one) => one.kind === kind && isAllowed(one, settings));
    const fresh = told.filter(({ notice }) => !notice.replaces);
    const lately = now.shown.filter((one) => one.kind === kind).length;
    const isMany = fresh.length > 1 && fresh.length + lately > MANY;
    if (isMany) notices.push(toSummary(kind, fresh, atMs));
    else for (const one of fresh) now = noteShown(now, one, atMs);
    notices.push(...told.filter((one) => one.notice.replaces || !isMany).map(({ notice }) => notice));
    now = { ...now, shown: [...now.shown, ...fresh.map(() => ({ kind, atMs }))] };
  }
  return { state: now, notices };
};

const forget = (state: NotifyState, atMs: number): NotifyState => ({
  ...state,
  ended: state.ended.filter((one) => atMs - one.atMs < FOLLOW_MS),
  shown: state.shown.filter((one) => atMs - one.atMs < MANY_WITHIN_MS),
});

/** A pause becomes long, and a stall too, without anybody saying so. */
const nextMoments = ({ viewings, waiting }: NotifyState, { pausedLongMinutes }: NotificationSettings): number[] => [
  ...waiting.map(({ dueAtMs }) => dueAtMs),
  ...[...viewings.values()].flatMap(({ bufferingSinceMs, isBufferingTold }) =>
    bufferingSinceMs === null || isBufferingTold ? [] : [bufferingSinceMs + STALLED_MS],
  ),
  ...[...viewings.values()].flatMap(({ session: { pausedSinceMs }, toldPauseMs }) =>
    pausedSinceMs === null || pausedSinceMs === toldPauseMs ? [] : [pausedSinceMs + pausedLongMinutes * 60_000],
  ),
];

export const decideNotifications = (
  state: NotifyState,
  input: NotifyInput,
  settings: NotificationSettings,
  minuteOf: LocalMinute,
): Told => {
  const heard = hear(forget(state, input.atMs), input, settings);
  const told = flush(heard, settings, input.atMs, minuteOf);
  const moments = nextMoments(told.state, settings);
  return { ...told, wakeAtMs: moments.length === 0 ? null : Math.min(...moments) };
};
