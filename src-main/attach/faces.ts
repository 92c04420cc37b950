// What the tray and the notifications show: our own Marquee and the attached ones, as one picture.
import type { Attached, AttachedState } from '../../src-contract/desktop.ts';
import type { CancelOutcome, Event, StopOutcome } from '../../src-contract/event.ts';
import type { News, Snapshot } from '../../src-contract/live.ts';
import { createEmitter } from '../lib/emitter.ts';

type SessionCalls = {
  stop: (input: { sessionId: string; message: string }) => Promise<StopOutcome>;
  stopTranscode: (input: { sessionId: string }) => Promise<CancelOutcome>;
};

/** `isFinal`: waiting does not help. */
type Trouble = { text: string; why: string; sinceMs: number; isFinal: boolean };

/** One Marquee as the desktop sees it. */
export type Face = {
  /** Null is our own. */
  id: string | null;
  name: string;
  /** Null while nothing is known of it. */
  snapshot: () => Snapshot | null;
  /** Why nothing is known of it, for a person; null while all is well or it is only being looked for. */
  trouble: () => Trouble | null;
  sessions: () => SessionCalls | null;
  onChange: (listener: () => void) => () => void;
  onNews: (listener: (news: News) => void) => () => void;
};

type MarqueeLine = { id: string | null; name: string; trouble: Trouble | null };

type FacesPicture = Pick<Snapshot, 'servers' | 'sessions' | 'health'> & { marquees: MarqueeLine[] };

export type Faces = {
  /** Returns its own undo. */
  add: (face: Face) => () => void;
  /** Null until there is something to show. */
  picture: () => FacesPicture | null;
  onChange: (listener: () => void) => () => void;
  onNews: (listener: (news: News) => void) => () => void;
  /** The Marquee that knows this session; undefined when none does. */
  faceOf: (sessionId: string) => Pick<Face, 'id' | 'name'> | undefined;
  sessions: SessionCalls;
};

class NotThereError extends Error {
  readonly code = 'UNKNOWN_SESSION';
}

export const createFaces = (): Faces => {
  const changed = createEmitter<void>();
  const news = createEmitter<News>();
  let faces: Face[] = [];

  /** Two Marquees may watch one server: the first of them that sees it speaks of it. */
  const shares = () => {
    const taken = new Set<string>();
    return faces.flatMap((face) => {
      const whole = face.trouble() === null ? face.snapshot() : null;
      if (whole === null) return [];
      const servers = whole.servers.filter(({ id }) => !taken.has(id));
      const ids = new Set(servers.map(({ id }) => id));
      for (const id of ids) taken.add(id);
      const sessions = whole.sessions.filter(({ serverId }) => ids.has(serverId));
      return [{ face, servers, sessions, health: whole.health }];
    });
  };
  const shareOf = (sessionId: string) =>
    shares().find(({ sessions }) => sessions.some(({ id }) => id === sessionId))?.face;

  const isOurs = (face: Face, { serverId }: Event): boolean => {
    const owner = shares().find(({ servers }) => servers.some(({ id }) => id === serverId));
    return owner === undefined || owner.face === face;
  };

  const callsFor = (sessionId: string): SessionCalls => {
    const calls = shareOf(sessionId)?.sessions();
    if (!calls) throw new NotThereError('The session is not known any more');
    return calls;
  };

  return {
    add: (face) => {
      faces = [...faces, face];
      const leaveChanges = face.onChange(changed.emit);
      const leaveNews = face.onNews(({ events, isFirstLook }) => {
        const ours = events.filter((event) => isOurs(face, event));
        if (ours.length > 0) news.emit({ events: ours, isFirstLook });
      });
      changed.emit();
      return () => {
        faces = faces.filter((one) => one !== face);
        leaveChanges();
        leaveNews();
        changed.emit();
      };
    },
    picture: () => {
      const known = shares();
      const marquees = faces.map((face) => ({ id: face.id, name: face.name, trouble: face.trouble() }));
      if (known.length === 0 && marquees.every(({ trouble }) => trouble === null)) return null;
      return {
        servers: known.flatMap(({ servers }) => servers),
        sessions: known.flatMap(({ sessions }) => sessions),
        health: known.flatMap(({ health }) => health),
        marquees,
      };
    },
    onChange: changed.subscribe,
    onNews: news.subscribe,
    faceOf: shareOf,
    sessions: {
      stop: async (input) => callsFor(input.sessionId).stop(input),
      stopTranscode: async (input) => callsFor(input.sessionId).stopTranscode(input),
    },
  };
};

type RemoteFace = {
  id: string;
  name: string;
  url: string;
  state: () => AttachedState;
  live: { snapshot: () => Snapshot };
  line: () => { client: { sessions: SessionCalls } } | null;
  onChange: Face['onChange'];
  onNews: Face['onNews'];
};

/** A Marquee elsewhere as one of the faces. */
export const toFace = ({ id, name, state, live, line, onChange, onNews }: RemoteFace): Face => ({
  id,
  name,
  snapshot: () => (state().kind === 'live' ? live.snapshot() : null),
  trouble: () => {
    const now = state();
    if (now.kind !== 'unreachable' && now.kind !== 'refused') return null;
    const { why, sinceMs } = now;
    return now.kind === 'unreachable'
      ? { text: `${name} is not reachable`, why, sinceMs, isFinal: false }
      : { text: `${name} does not let this app in`, why, sinceMs, isFinal: true };
  },
  sessions: () => line()?.client.sessions ?? null,
  onChange,
  onNews,
});

/** As the settings show it. */
export const toAttached = ({ id, name, url, state }: Pick<RemoteFace, 'id' | 'name' | 'url' | 'state'>): Attached => ({
  id,
  name,
  url,
  secure: url.startsWith('https:'),
  state: state(),
});
