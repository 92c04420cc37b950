// Moves a session: its position, playing, pausing and buffering, and when it counts as started.
import { type Event } from '../../src-contract/event.ts';
import { type Session } from '../../src-contract/session.ts';
import { type SessionState } from '../../src-contract/words.ts';
import { stamp, type Moment } from './input.ts';
import { ROUNDING_MS } from './limits.ts';
import { type Tracked } from './state.ts';

export type Movement = {
  state: SessionState;
  positionMs: number | null;
  /** Since when it plays, if it was not announced before. */
  startedAtMs: number;
  /** A frame from the player is a sign of life, even on the same position. */
  isFrame: boolean;
};

export type Told = { tracked: Tracked; events: Event[] };

/** When the next item follows by itself, the position moves before the item does: such an offset is nobody's. */
export const isBeyondEnd = ({ item }: Session, positionMs: number | null): boolean =>
  positionMs !== null && item.durationMs !== null && item.durationMs > 0 && positionMs > item.durationMs + ROUNDING_MS;

/** An old position that is listed again is no news; one from the player is, and so is one at which he goes on. */
const isOldNews = (session: Session, { positionMs, state, isFrame }: Movement): boolean =>
  positionMs === session.positionMs && state === session.state && !(isFrame && state === 'playing');

/** A list repeats the player's last report: a position that moved less than the clock was reported that much earlier. */
const reportedAt = (session: Session, { positionMs, isFrame }: Movement, atMs: number): number => {
  if (isFrame || positionMs === null || session.positionMs === null || session.state !== 'playing') return atMs;
  const movedMs = positionMs - session.positionMs;
  return movedMs > 0 ? Math.min(atMs, session.positionAtMs + movedMs) : atMs;
};

/** Where he must be when nothing says it: a playing position moved with the clock, any other stood still. */
const carryOn = (session: Session, atMs: number): Session => {
  const playedMs = session.state === 'playing' ? Math.max(0, atMs - session.positionAtMs) : 0;
  const positionMs = session.positionMs === null ? null : session.positionMs + playedMs;
  const isPast = isBeyondEnd(session, positionMs);
  return { ...session, positionMs: isPast ? session.positionMs : positionMs, positionAtMs: atMs };
};

const withPosition = (session: Session, movement: Movement, atMs: number): Session => {
  const { positionMs } = movement;
  if (positionMs === null || isBeyondEnd(session, positionMs)) {
    return movement.state === session.state ? session : carryOn(session, atMs);
  }
  if (isOldNews(session, movement)) return session;
  return { ...session, positionMs, positionAtMs: Math.max(session.positionAtMs, atMs) };
};

/** Adds a running pause to the sum. */
export const withPauseCounted = (session: Session, atMs: number): Session =>
  session.pausedSinceMs === null
    ? session
    : {
        ...session,
        pausedMs: session.pausedMs + Math.max(0, atMs - session.pausedSinceMs),
        pausedSinceMs: null,
      };

/** Adds a stall that goes on to the sum. */
export const withStallCounted = (tracked: Tracked, atMs: number): Tracked => {
  const { session, stallingSinceMs } = tracked;
  if (stallingSinceMs === null) return tracked;
  const { firstFrameMs, stalledMs } = session.pace ?? { firstFrameMs: null, stalledMs: 0 };
  const pace = { firstFrameMs, stalledMs: stalledMs + Math.max(0, atMs - stallingSinceMs) };
  return { ...tracked, stallingSinceMs: null, session: { ...session, pace } };
};

/** A first buffering is shown but not counted: history begins with the first picture, or the first pause. */
const announce = (tracked: Tracked, session: Session, startedAtMs: number, moment: Moment): Told => {
  const pausedSinceMs = session.state === 'paused' ? startedAtMs : null;
  // It buffered from its first sign on; of one that was there before us nobody knows how long.
  const waitedMs = startedAtMs - (tracked.firstSignMs ?? startedAtMs);
  const pace = waitedMs > 0 ? { pace: { firstFrameMs: waitedMs, stalledMs: 0 } } : {};
  const started: Session = { ...session, startedAtMs, pausedSinceMs, ...pace };
  return {
    tracked: { ...tracked, announced: true, session: started },
    events: [
      {
        ...stamp(moment, startedAtMs),
        kind: 'session-started',
        session: started,
        creditsStartMs: tracked.source?.creditsStartMs ?? null,
      },
    ],
  };
};

const changeState = (tracked: Tracked, session: Session, state: SessionState, moment: Moment): Told => {
  const events: Event[] = [];
  const fact = { sessionId: session.id, positionMs: session.positionMs };
  let changed: Session = { ...session, state };
  if (session.pausedSinceMs !== null) {
    changed = withPauseCounted(changed, moment.atMs);
    events.push({ ...stamp(moment), kind: 'session-resumed', ...fact });
  }
  if (state === 'paused') {
    changed = { ...changed, pausedSinceMs: moment.atMs };
    events.push({ ...stamp(moment), kind: 'session-paused', ...fact });
  }
  if (state === 'buffering') {
    changed = { ...changed, bufferCount: changed.bufferCount + 1 };
    events.push({ ...stamp(moment), kind: 'session-buffering', ...fact });
  }
  const stallingSinceMs = state === 'buffering' ? moment.atMs : null;
  return { tracked: { ...withStallCounted({ ...tracked, session: changed }, moment.atMs), stallingSinceMs }, events };
};

export const move = (tracked: Tracked, movement: Movement, moment: Moment): Told => {
  const { atMs } = moment;
  const hasMoved = movement.isFrame || movement.positionMs !== tracked.session.positionMs;
  const saidAtMs = reportedAt(tracked.session, movement, atMs);
  const movedAtMs = hasMoved ? Math.max(tracked.movedAtMs, saidAtMs) : tracked.movedAtMs;
  const placed = withPosition(tracked.session, movement, saidAtMs);
  const session = hasMoved && placed.silent ? { ...placed, silent: false } : placed;
  const seenAtMs = Math.max(tracked.seenAtMs, atMs);
  const alive: Tracked = { ...tracked, session, movedAtMs, seenAtMs };
  if (!tracked.announced && movement.state !== 'buffering') {
    return announce(alive, { ...session, state: movement.state }, movement.startedAtMs, moment);
  }
  if (!tracked.announced || movement.state === session.state) return { tracked: alive, events: [] };
  return changeState(alive, session, movement.state, moment);
};
