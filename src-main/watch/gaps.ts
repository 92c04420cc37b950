// The times in which we were blind, told so that history can say so and fill them.
import { type Event, type EventOf } from '../../src-contract/event.ts';
import { stamp, unchanged, type Change, type Moment } from './input.ts';
import { type WatchState } from './state.ts';

export const openGap = (state: WatchState, why: EventOf<'gap-opened'>['why'], moment: Moment): Change => {
  const fromMs = state.heardAtMs;
  if (state.gap !== null || fromMs === null) return unchanged(state);
  // Nothing can be told of a server that has not said who it is; the gap's beginning is told with its end.
  const told = state.serverId !== null;
  return {
    state: { ...state, gap: { fromMs, why, told } },
    events: told ? [{ ...stamp(moment, fromMs), kind: 'gap-opened', why }] : [],
    samples: [],
  };
};

export const closeGap = (state: WatchState, moment: Moment): Change => {
  const { gap } = state;
  if (gap === null) return unchanged(state);
  const opened: Event[] = gap.told ? [] : [{ ...stamp(moment, gap.fromMs), kind: 'gap-opened', why: gap.why }];
  const closed: Event = { ...stamp(moment), kind: 'gap-closed', fromMs: gap.fromMs };
  return { state: { ...state, gap: null }, events: [...opened, closed], samples: [] };
};
