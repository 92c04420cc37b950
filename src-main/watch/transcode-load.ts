// How a transcode keeps up: how far it is ahead of the viewer, and whether it starves him.
import { type SeenSession } from '../../src-contract/heard.ts';
import { type Session, type Transcode } from '../../src-contract/session.ts';
import { STARVING_MS } from './limits.ts';
import { type Tracked, type WatchState } from './state.ts';

/** Where the viewer is by arithmetic, between two messages. */
const positionNow = ({ state, positionMs, positionAtMs, item }: Session, atMs: number): number | null => {
  if (positionMs === null || state !== 'playing') return positionMs;
  return Math.min(positionMs + Math.max(0, atMs - positionAtMs), item.durationMs ?? Infinity);
};

/**
 * A transcode message does not say where its viewer is. The list entry before it does, and `maxOffsetMs` moves with the
 * ready end, so the difference of the two is where this transcode's counting begins.
 */
const aheadFrom = (transcode: Transcode, seen: SeenSession | null, session: Session, atMs: number): number | null => {
  const positionMs = positionNow(session, atMs);
  const before = seen?.transcode;
  if (transcode.maxOffsetMs === null || positionMs === null || !before || before.key !== transcode.key) return null;
  if (before.aheadMs === null || before.maxOffsetMs === null || seen.positionMs === null) return null;
  const startMs = before.aheadMs + seen.positionMs - before.maxOffsetMs;
  return Math.max(0, startMs + transcode.maxOffsetMs - positionMs);
};

/** The transcode as a message tells it, with what only the list knows. */
export const withNews = (told: Transcode, { seen, session }: Tracked, atMs: number): Transcode => ({
  ...told,
  aheadMs: told.aheadMs ?? aheadFrom(told, seen, session, atMs) ?? session.transcode?.aheadMs ?? null,
  videoDecision: told.videoDecision ?? session.transcode?.videoDecision ?? null,
  audioDecision: told.audioDecision ?? session.transcode?.audioDecision ?? null,
  startedAtMs: told.startedAtMs ?? session.transcode?.startedAtMs ?? null,
  maxOffsetMs: told.maxOffsetMs ?? session.transcode?.maxOffsetMs ?? null,
});

const isSlow = ({ transcode }: Session): boolean =>
  transcode !== null && !transcode.throttled && !transcode.complete && transcode.speed !== null && transcode.speed < 1;

const watchLoad = (tracked: Tracked, atMs: number): Tracked => {
  const slowSinceMs = isSlow(tracked.session) ? (tracked.slowSinceMs ?? atMs) : null;
  const starving = slowSinceMs !== null && atMs - slowSinceMs >= STARVING_MS;
  if (slowSinceMs === tracked.slowSinceMs && starving === tracked.session.starving) return tracked;
  return { ...tracked, slowSinceMs, session: { ...tracked.session, starving } };
};

const isAsItWas = ({ slowSinceMs, session }: Tracked): boolean =>
  slowSinceMs === null && !session.starving && !isSlow(session);

export const watchLoads = (state: WatchState, atMs: number): WatchState => {
  if (state.tracked.every(isAsItWas)) return state;
  const tracked = state.tracked.map((one) => watchLoad(one, atMs));
  return tracked.some((one, at) => one !== state.tracked[at]) ? { ...state, tracked } : state;
};
