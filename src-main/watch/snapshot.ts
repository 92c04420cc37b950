// The way from one live picture to the next: what changed, and whether a person waits for it.
import { applyMoved, toMoved } from '../../src-contract/apply-patch.ts';
import { type Ending, type Patch, type Snapshot } from '../../src-contract/live.ts';
import { type Server } from '../../src-contract/server.ts';
import { type Session } from '../../src-contract/session.ts';
import { isEqual } from './keep-same.ts';

const hasOnlyMoved = (before: Session, after: Session): boolean => isEqual(applyMoved(before, toMoved(after)), after);

const withoutActivities = (servers: readonly Server[]) => servers.map((server) => ({ ...server, activities: [] }));

/** What a person waits for: a start, a stop, a state, a decision, a server's status. Position and progress can wait. */
const isUrgent = ({ sessions, arrivals, ended, servers, health }: Patch, before: Snapshot): boolean =>
  sessions.length > 0 ||
  arrivals !== undefined ||
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
  // Most of hundreds of sessions stand where they stood and have not changed: a look at each reference is all they cost.
  const left = before.sessions.filter((session, at) => after.sessions[at] !== session);
  const come = after.sessions.filter((session, at) => before.sessions[at] !== session);
  const known = new Map(left.map((session) => [session.id, session]));
  const ids = new Set(come.map(({ id }) => id));
  const endingOf = new Map(endings.map((ending) => [ending.sessionId, ending]));
  const gone = left.filter(({ id }) => !ids.has(id));
  const changed = come.filter((session) => known.get(session.id) !== session);
  const isMovement = (session: Session): boolean => {
    const old = known.get(session.id);
    return old !== undefined && hasOnlyMoved(old, session);
  };
  const moved = new Set(changed.filter(isMovement));
  const patch: Patch = {
    from: before.revision,
    revision: after.revision,
    atMs: after.atMs,
    sessions: changed.filter((session) => !moved.has(session)),
    ended: gone.map(({ id }) => {
      const { sessionId, atMs, endedBy } = endingOf.get(id) ?? { sessionId: id, atMs: after.atMs, endedBy: 'presumed' };
      return { sessionId, atMs, endedBy };
    }),
    moved: [...moved].filter((session) => !isEqual(known.get(session.id), session)).map(toMoved),
    ...(isEqual(before.arrivals ?? [], after.arrivals ?? []) ? {} : { arrivals: after.arrivals ?? [] }),
    ...(after.pastRevision === undefined || before.pastRevision === after.pastRevision
      ? {}
      : { pastRevision: after.pastRevision }),
    servers: isEqual(before.servers, after.servers) ? null : after.servers,
    health: isEqual(before.health, after.health) ? null : after.health,
  };
  const urgent = isUrgent(patch, before);
  const differs = patch.moved.length > 0 || patch.servers !== null || patch.pastRevision !== undefined;
  return urgent || differs ? { patch, urgent } : null;
};
