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
import { type WatchState } from './state.ts';

const earliest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.min(...times));

/** The safety net: often while something plays or the socket is down, rarely while it is well and nothing plays. */
export const pollInterval = ({ server, link, tracked, sessionPollMs }: WatchState): number => {
  if (server.status.kind === 'unauthorized') return REFUSED_POLL_MS;
  const isDown = link.kind === 'closed' || link.kind === 'unauthorized';
  if (isDown && tracked.length > 0) return Math.min(BLIND_POLL_MS, sessionPollMs);
  return link.kind === 'open' && tracked.length === 0 ? QUIET_POLL_MS : sessionPollMs;
};

/** What the state waits to see in a list; no list answers it twice, so none is asked for twice in a second. */
const awaited = (state: WatchState, listAtMs: number): number[] => [
  listAtMs + pollInterval(state),
  ...state.tracked.flatMap(({ announced, claim, missingSinceMs }) => {
    if (missingSinceMs !== null) return [Math.min(listAtMs + SETTLING_POLL_MS, state.settlingUntilMs ?? listAtMs)];
    return announced && claim !== null ? [claim.sinceMs + CONFIRM_MS] : [];
  }),
  ...state.ghosts.filter(({ lingers }) => lingers).map(({ endedAtMs }) => endedAtMs + LINGER_MS),
  ...[...state.stops, ...state.cancels].map(() => listAtMs + VERDICT_POLL_MS),
];

/**
 * Never before the server may be asked again, and never before it has rested as long as its last answer took, so that a
 * slow server spends at most half of its time on us.
 */
export const refreshAt = (state: WatchState): number | null => {
  const { list, askedAtMs, notBeforeMs, server } = state;
  if (server.status.kind === 'disabled') return null;
  const awaitedAtMs = list === null ? null : earliest(awaited(state, list.atMs));
  const wishes = [
    ...(askedAtMs === null ? [] : [askedAtMs]),
    ...(list === null || awaitedAtMs === null ? [] : [Math.max(awaitedAtMs, list.atMs + VERDICT_POLL_MS)]),
  ];
  const restedAtMs = list === null ? 0 : list.atMs + (list.atMs - list.requestedAtMs);
  const wish = earliest(wishes);
  return wish === null ? null : Math.max(wish, restedAtMs, notBeforeMs ?? 0);
};

export const wakeAt = (state: WatchState): number | null =>
  earliest([
    ...state.tracked.flatMap(({ session, movedAtMs, slowSinceMs, missingSinceMs }) => [
      ...(state.link.kind === 'open' && session.state === 'playing' && !session.silent && missingSinceMs === null
        ? [movedAtMs + SILENT_MS]
        : []),
      ...(slowSinceMs !== null && !session.starving ? [slowSinceMs + STARVING_MS] : []),
    ]),
    ...[...state.stops, ...state.cancels].map(({ askedAtMs }) => askedAtMs + VERDICT_MS),
    ...state.news.roots.map(({ lastAtMs }) => lastAtMs + LIBRARY_QUIET_MS),
  ]);
