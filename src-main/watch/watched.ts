// Watched: at the share of the item that the owner chose, or where its credits begin if that is earlier. Told once per viewing.
import { type Session } from '../../src-contract/session.ts';
import { stamp, type Change, type Moment } from './input.ts';
import { type WatchState } from './state.ts';

export const hasReached = (
  { item, positionMs }: Session,
  creditsStartMs: number | null,
  watchedShare: number,
): boolean => {
  if (positionMs === null || item.durationMs === null || item.durationMs <= 0 || item.live) return false;
  return positionMs >= Math.min(item.durationMs * watchedShare, creditsStartMs ?? Infinity);
};

export const tellWatched = (state: WatchState, moment: Moment): Change => {
  const reached = state.tracked.filter(
    ({ announced, watched, session, source }) =>
      announced && !watched && hasReached(session, source?.creditsStartMs ?? null, state.watchedShare),
  );
  if (reached.length === 0) return { state, events: [], samples: [] };
  return {
    state: {
      ...state,
      tracked: state.tracked.map((tracked) => (reached.includes(tracked) ? { ...tracked, watched: true } : tracked)),
    },
    events: reached.map(({ session }) => ({
      ...stamp(moment),
      kind: 'session-watched',
      sessionId: session.id,
      positionMs: session.positionMs,
    })),
    samples: [],
  };
};
