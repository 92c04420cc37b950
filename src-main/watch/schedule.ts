// When the session list is wanted next, and when something is due without any message. Derived from the state alone.
import {
  BLIND_POLL_MS,
  CONFIRM_MS,
  LIBRARY_QUIET_MS,
  LINGER_MS,
  QUIET_POLL_MS,
  REFUSED_POLL_MS,
  SETTLING_POLL_MS,
  SILENT_MS,
  STARVING_MS,
  VERDICT_MS,
  VERDICT_POLL_MS,
} from './limits.ts';
import { type Tracked, type WatchState } from './state.ts';

/** This is asked at every message, with hundreds of sessions: nothing is made for any of them. */
const earliest = <Thing>(things: readonly Thing[], toMs: (thing: Thing) => number): number => {
  let earliestMs = Infinity;
  for (const thing of things) earliestMs = Math.min(earliestMs, toMs(thing));
  return earliestMs;
};

const orNever = (atMs: number): number | null => (atMs === Infinity ? null : atMs);

/** The safety net: often while something plays or the socket is down, rarely while it is well and nothing plays. */
export const pollInterval = ({ server, link, tracked, sessionPollMs }: WatchState): number => {
  if (server.status.kind === 'unauthorized') return REFUSED_POLL_MS;
  const isDown = link.kind === 'closed' || link.kind === 'unauthorized';
  if (isDown && tracked.length > 0) return Math.min(BLIND_POLL_MS, sessionPollMs);
  return link.kind === 'open' && tracked.length === 0 ? QUIET_POLL_MS : sessionPollMs;
};

/** When a list is wanted because of one session. */
const awaitedOf = ({ announced, claim, missingSinceMs }: Tracked, state: WatchState, listAtMs: number): number => {
  if (missingSinceMs !== null) return Math.min(listAtMs + SETTLING_POLL_MS, state.settlingUntilMs ?? listAtMs);
  return announced && claim !== null ? claim.sinceMs + CONFIRM_MS : Infinity;
};

/** What the state waits to see in a list; no list answers it twice, so none is asked for twice in a second. */
const awaited = (state: WatchState, listAtMs: number): number =>
  Math.min(
    listAtMs + pollInterval(state),
    earliest(state.tracked, (tracked) => awaitedOf(tracked, state, listAtMs)),
    earliest(state.ghosts, ({ lingers, endedAtMs }) => (lingers ? endedAtMs + LINGER_MS : Infinity)),
    state.stops.length + state.cancels.length > 0 ? listAtMs + VERDICT_POLL_MS : Infinity,
  );

/**
 * Never before the server may be asked again, and never before it has rested as long as its last answer took, so that a
 * slow server spends at most half of its time on us.
 */
export const refreshAt = (state: WatchState): number | null => {
  const { list, askedAtMs, notBeforeMs, server } = state;
  if (server.status.kind === 'disabled') return null;
  const awaitedAtMs = list === null ? Infinity : Math.max(awaited(state, list.atMs), list.atMs + VERDICT_POLL_MS);
  const restedAtMs = list === null ? 0 : list.atMs + (list.atMs - list.requestedAtMs);
  const wish = orNever(Math.min(askedAtMs ?? Infinity, awaitedAtMs));
  return wish === null ? null : Math.max(wish, restedAtMs, notBeforeMs ?? 0);
};

const wakeOf = ({ session, movedAtMs, slowSinceMs, missingSinceMs }: Tracked, isListening: boolean): number => {
  const mayFallSilent = isListening && session.state === 'playing' && !session.silent && missingSinceMs === null;
  const silentAtMs = mayFallSilent ? movedAtMs + SILENT_MS : Infinity;
  return slowSinceMs === null || session.starving ? silentAtMs : Math.min(silentAtMs, slowSinceMs + STARVING_MS);
};

export const wakeAt = ({ link, tracked, stops, cancels, news }: WatchState): number | null => {
  const isListening = link.kind === 'open';
  return orNever(
    Math.min(
      earliest(tracked, (one) => wakeOf(one, isListening)),
      earliest(stops, ({ askedAtMs }) => askedAtMs + VERDICT_MS),
      earliest(cancels, ({ askedAtMs }) => askedAtMs + VERDICT_MS),
      earliest(news.roots, ({ lastAtMs }) => lastAtMs + LIBRARY_QUIET_MS),
    ),
  );
};
