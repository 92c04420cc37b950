// Where a session stands at a given moment, by arithmetic from the last time that the server said so. Pure.
import type { Session } from '../../src-contract/session.ts';

type Standing = Pick<Session, 'state' | 'silent' | 'positionMs' | 'positionAtMs' | 'item'>;

/** Milliseconds into the item, never beyond its end; null where the server does not say. */
export function positionAt(session: Standing, coreNowMs: number): number | null {
  const { state, silent, positionMs, positionAtMs, item } = session;
  if (positionMs === null) return null;
  const moved = state === 'playing' && !silent ? Math.max(0, coreNowMs - positionAtMs) : 0;
  return Math.min(positionMs + moved, item.durationMs ?? Number.POSITIVE_INFINITY);
}

/** When it ends if nobody pauses, on the core's clock; null where that is not to be said. */
export function endsAt(session: Standing): number | null {
  const { state, silent, positionMs, positionAtMs, item } = session;
  if (state !== 'playing' || silent || item.live || positionMs === null || item.durationMs === null) return null;
  return positionAtMs + Math.max(0, item.durationMs - positionMs);
}
