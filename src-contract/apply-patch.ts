// Leads a snapshot from one revision to the next. Pure; the window and the core use the same one.
import { type Moved, type Patch, type Snapshot } from './live.ts';
import { type Session } from './session.ts';

/** Cards stand in the order in which their places were taken; the id settles ties and never changes. */
export const byPlace = (one: Session, other: Session): number => {
  if (one.placeAtMs !== other.placeAtMs) return one.placeAtMs - other.placeAtMs;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
};

/** What of a session moves without meaning anything new. */
export const toMoved = ({ id, positionMs, positionAtMs, pausedMs, network, transcode }: Session): Moved => ({
  id,
  positionMs,
  positionAtMs,
  pausedMs,
  bandwidthKbps: network.bandwidthKbps,
  progress: transcode?.progress ?? null,
  speed: transcode?.speed ?? null,
  throttled: transcode?.throttled ?? null,
  aheadMs: transcode?.aheadMs ?? null,
  maxOffsetMs: transcode?.maxOffsetMs ?? null,
});

export const applyMoved = (session: Session, moved: Moved): Session => {
  const { positionMs, positionAtMs, pausedMs, bandwidthKbps, progress, speed, throttled, aheadMs, maxOffsetMs } = moved;
  const { transcode } = session;
  return {
    ...session,
    positionMs,
    positionAtMs,
    pausedMs,
    network: { ...session.network, bandwidthKbps },
    transcode:
      transcode === null
        ? null
        : { ...transcode, progress, speed, throttled: throttled ?? transcode.throttled, aheadMs, maxOffsetMs },
  };
};

/** Null when the patch belongs to another revision: one was missed, and the whole snapshot is needed. */
export const applyPatch = (snapshot: Snapshot, patch: Patch): Snapshot | null => {
  if (patch.from !== snapshot.revision) return null;
  const gone = new Set([...patch.ended.map(({ sessionId }) => sessionId), ...patch.sessions.map(({ id }) => id)]);
  const moved = new Map(patch.moved.map((one) => [one.id, one]));
  const kept = snapshot.sessions
    .filter(({ id }) => !gone.has(id))
    .map((session) => {
      const movement = moved.get(session.id);
      return movement ? applyMoved(session, movement) : session;
    });
  const arrivals = patch.arrivals ?? snapshot.arrivals;
  const pastRevision = patch.pastRevision ?? snapshot.pastRevision;
  return {
    revision: patch.revision,
    atMs: patch.atMs,
    servers: patch.servers ?? snapshot.servers,
    sessions: [...kept, ...patch.sessions].toSorted(byPlace),
    ...(arrivals === undefined ? {} : { arrivals }),
    ...(pastRevision === undefined ? {} : { pastRevision }),
    health: patch.health ?? snapshot.health,
  };
};
