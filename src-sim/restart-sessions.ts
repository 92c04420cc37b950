// A server restart, as the players live through it: their sessions are forgotten, and they come back under new numbers.
import type { Playback } from './playback/playback.ts';
import { positionMs, type Session } from './playback/session.ts';
import type { Truth } from './playback/truth.ts';
import type { SimClock } from './sim-clock.ts';
import type { World } from './world.ts';

/** Forgets all sessions now; the function it returns brings the players back once the server is up again. */
export function restartSessions(options: {
  world: World;
  clock: SimClock;
  playback: Playback;
  truth: Truth;
  comeBackMs: number | null;
}): () => void {
  const { world, clock, playback, truth, comeBackMs } = options;
  clock.settle();
  const lost = [...world.sessions.values()].map((session) => ({ session, atMs: positionMs(session, clock.now()) }));
  for (const { session } of lost) playback.forget(session);
  world.lastSessionKey = 0;
  world.activities.clear();
  if (comeBackMs === null) for (const { session } of lost) truth.ended(session, clock.now(), 'server-restart');
  return () => {
    if (comeBackMs === null) return;
    // The last to come is the first to be back: the same number now means somebody else.
    for (const [order, { session, atMs }] of lost.toReversed().entries()) {
      clock.after(comeBackMs + order * 250, () => comeBack(session, atMs));
    }
  };

  function comeBack(session: Session, atMs: number): void {
    const busy = [...world.sessions.values()].some(({ player }) => player === session.player);
    // A player that has died, or that somebody has used for something else since, does not come back.
    if (session.speaking && !busy) playback.revive(session, atMs);
    else truth.ended(session, clock.now(), 'server-restart');
  }
}
