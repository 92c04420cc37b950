// Ends a viewing: the fact with everything in it, and a short memory so that nobody sees it twice.
import { type Event } from '../../src-contract/event.ts';
import { type EndedBy } from '../../src-contract/words.ts';
import { stamp, type Change, type Moment } from './input.ts';
import { withPauseCounted, withStallCounted } from './move.ts';
import { type Ghost, type Tracked, type WatchState } from './state.ts';

export type End = { endedBy: EndedBy; atMs: number };

const toGhost = ({ session }: Tracked, endedAtMs: number): Ghost => ({
  sessionKey: session.sessionKey,
  ratingKey: session.item.ratingKey,
  machineId: session.player.machineId,
  endedAtMs,
  lingers: false,
});

/** A session that only ever buffered leaves the screen without a fact: history never heard of it. */
export const endSession = (state: WatchState, tracked: Tracked, end: End, moment: Moment): Change => {
  const atMs = Math.max(end.atMs, tracked.session.startedAtMs);
  const session = withPauseCounted(withStallCounted(tracked, atMs).session, atMs);
  const events: Event[] = [];
  if (tracked.toldTranscode !== null) {
    const transcode = tracked.toldTranscode;
    events.push({ ...stamp(moment, atMs), kind: 'transcode-ended', sessionId: session.id, transcode });
  }
  if (tracked.announced) {
    events.push({
      ...stamp(moment, atMs),
      kind: 'session-stopped',
      sessionId: session.id,
      positionMs: session.positionMs,
      session,
      endedBy: end.endedBy,
      learnedAtMs: moment.atMs,
    });
  }
  return {
    state: {
      ...state,
      tracked: state.tracked.filter((one) => one !== tracked),
      ghosts:
        end.endedBy === 'stopped' || end.endedBy === 'killed'
          ? [...state.ghosts, toGhost(tracked, moment.atMs)]
          : state.ghosts,
    },
    events,
    samples: [],
  };
};

/** Asked for by us and not refused. */
export const isStopPending = ({ stops }: WatchState, { session }: Tracked): boolean =>
  stops.some(({ watchedId }) => watchedId === session.id);
