// The way from one live picture to the next: what changed, and whether a person waits for it.
import { applyMoved, toMoved } from '../../src-contract/apply-patch.ts';
import { type Ending, type Patch, type Snapshot } from '../../src-contract/live.ts';
import { type Server } from '../../src-contract/server.ts';
import { type Session } from '../../src-contract/session.ts';

/** Plain data only, as everything on the wall is. */
const isEqual = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const entries = Object.entries(one);
  const others = new Map(Object.entries(other));
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isEqual(value, others.get(key)))
  );
};

const hasOnlyMoved = (before: Session, after: Session): boolean => isEqual(applyMoved(before, toMoved(after)), after);

const withoutActivities = (servers: readonly Server[]) => servers.map((server) => ({ ...server, activities: [] }));

/** What a person waits for: a start, a stop, a state, a decision, a server's status. Position and progress can wait. */
const isUrgent = ({ sessions, ended, servers, health }: Patch, before: Snapshot): boolean =>
  sessions.length > 0 ||
  ended.length > 0 ||
  health !== null ||
  (servers !== null && !isEqual(withoutActivities(before.servers), withoutActivities(servers)));

/**
 * From one picture to a later one; null when nothing but its number differs. `endings` says how the sessions that are
 * gone ended; one that is not named there left without a fact, and was last seen where it stood.
 */
export const toPatch = (
  before: Snapshot,
  after: Snapshot,
  endings: readonly Ending[],
): { patch: Patch; urgent: boolean } | null => {
  const known = new Map(before.sessions.map((session) => [session.id, session]));
  const ids = new Set(after.sessions.map(({ id }) => id));
  const endingOf = new Map(endings.map((ending) => [ending.sessionId, ending]));
  const gone = before.sessions.filter(({ id }) => !ids.has(id));
  const changed = after.sessions.filter((session) => known.get(session.id) !== session);
  const isMovement = (session: Session): boolean => {
    const old = known.get(session.id);
    return old !== undefined && hasOnlyMoved(old, session);
  };
  const moved = changed.filter(isMovement);
  const patch: Patch = {
    from: before.revision,
    revision: after.revision,
    atMs: after.atMs,
    sessions: changed.filter((session) => !moved.includes(session)),
    ended: gone.map(({ id }) => {
      const { sessionId, atMs, endedBy } = endingOf.get(id) ?? { sessionId: id, atMs: after.atMs, endedBy: 'presumed' };
      return { sessionId, atMs, endedBy };
    }),
    moved: moved.filter((session) => !isEqual(known.get(session.id), session)).map(toMoved),
    servers: isEqual(before.servers, after.servers) ? null : after.servers,
    health: isEqual(before.health, after.health) ? null : after.health,
  };
  const urgent = isUrgent(patch, before);
  return urgent || patch.moved.length > 0 || patch.servers !== null ? { patch, urgent } : null;
};
