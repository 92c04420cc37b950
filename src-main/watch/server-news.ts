// What the server tells of itself: its activities, whether it is reached from outside, and newer versions of it.
import { type Hint } from '../../src-contract/heard.ts';
import { type Activity } from '../../src-contract/server.ts';
import { stamp, unchanged, type Change, type Moment } from './input.ts';
import { type WatchState } from './state.ts';

type HintOf<Kind extends Hint['kind']> = Extract<Hint, { kind: Kind }>;

export const withActivities = (state: WatchState, activities: readonly Activity[]): WatchState => ({
  ...state,
  server: { ...state.server, activities: [...activities] },
});

export const hearActivity = (state: WatchState, { phase, activity }: HintOf<'activity'>): WatchState => {
  const { activities } = state.server;
  const isKnown = activities.some(({ uuid }) => uuid === activity.uuid);
  if (phase === 'ended')
    return withActivities(
      state,
      activities.filter(({ uuid }) => uuid !== activity.uuid),
    );
  if (!isKnown) return withActivities(state, [...activities, activity]);
  return withActivities(
    state,
    activities.map((one) => (one.uuid === activity.uuid ? activity : one)),
  );
};

/** Told only on a change: that it works when we first hear of it is no news. */
export const hearReachability = (state: WatchState, reachable: boolean, moment: Moment): Change => {
  const before = state.server.remoteAccess;
  const after = { ...state, server: { ...state.server, remoteAccess: reachable } };
  if (before === reachable) return unchanged(state);
  if (reachable) {
    return {
      state: after,
      events: before === null ? [] : [{ ...stamp(moment), kind: 'remote-access-up' }],
      samples: [],
    };
  }
  return { state: after, events: [{ ...stamp(moment), kind: 'remote-access-down' }], samples: [] };
};

/** Without a version Plex only says that it has looked. */
export const hearUpdate = (state: WatchState, { version }: HintOf<'update'>, moment: Moment): Change => {
  const { server } = state;
  if (version === null || version === server.version || version === server.updateAvailable) return unchanged(state);
  return {
    state: { ...state, server: { ...server, updateAvailable: version } },
    events: [{ ...stamp(moment), kind: 'server-update-available', version }],
    samples: [],
  };
};
