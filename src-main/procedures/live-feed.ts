// Joins what the watchers see and how Marquee's own parts are doing into one live picture that many can follow.
import { byPlace } from '../../src-contract/apply-patch.ts';
import type { Arrival, Ending, LiveMessage, MouthHealth, Patch, Snapshot } from '../../src-contract/live.ts';
import type { Server } from '../../src-contract/server.ts';
import type { Session } from '../../src-contract/session.ts';
import type { Clock } from '../lib/clock.ts';

/** What a person waits for leaves at once, but no more than one patch in this time… */
const URGENT_MS = 16;
/** …while positions, speeds and bandwidths are gathered. */
const MOVEMENT_MS = 250;
/** A reader this many patches behind gets a snapshot instead of them. */
const MAX_WAITING = 32;

export type View = { server: Server; sessions: Session[]; arrivals?: readonly Arrival[] };

export type LiveFeed = {
  /** A place in the picture for one watcher: `show` what it sees now, `leave` when it is closed. */
  join: () => { show: (view: View) => void; leave: () => void };
  /** How a session ended; told before the view that lacks it. */
  ended: (ending: Ending) => void;
  setHealth: (health: MouthHealth) => void;
  /** Plays of the past came or went, which no session tells of. */
  pastChanged: () => void;
  /** The picture as last sent. */
  snapshot: () => Snapshot;
  /** A snapshot, then patches of consecutive revisions; after falling far behind, a snapshot again. */
  watch: (signal?: AbortSignal) => AsyncGenerator<LiveMessage, void>;
  /** How many follow the feed now. */
  readers: () => number;
  close: () => void;
};

/** The way from one picture to the next, and whether a person waits for it; null when nothing changed. */
export type ToPatch = (
  before: Snapshot,
  after: Snapshot,
  endings: Ending[],
) => { patch: Patch; urgent: boolean } | null;

const withArrivals = (arrivals: Arrival[]) => (arrivals.length > 0 ? { arrivals } : {});

type Reader = { waiting: LiveMessage[]; behind: boolean; wake: () => void };

export const createLiveFeed = ({ clock, toPatch }: { clock: Clock; toPatch: ToPatch }): LiveFeed => {
  const views = new Map<symbol, View>();
  const healths = new Map<MouthHealth['name'], MouthHealth>();
  const endings = new Map<string, Ending>();
  const readers = new Set<Reader>();
  let sent: Snapshot = { revision: 0, atMs: clock.nowMs(), servers: [], sessions: [], health: [] };
  /** The picture at the last look; a look compares with it, because far less has changed since than since `sent`. */
  let seen = sent;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let pastRevision = 0;
  let timer: { dueMs: number; cancel: () => void } | null = null;
  let closed = false;

  const picture = (): Snapshot => ({
    revision: sent.revision + 1,
    atMs: clock.nowMs(),
    servers: [...views.values()].map(({ server }) => server),
    sessions: [...views.values()].flatMap(({ sessions }) => sessions).toSorted(byPlace),
    ...withArrivals([...views.values()].flatMap(({ arrivals }) => arrivals ?? [])),
    ...(pastRevision > 0 ? { pastRevision } : {}),
    health: [...healths.values()],
  });

  const tell = (reader: Reader, message: LiveMessage) => {
    if (reader.waiting.length >= MAX_WAITING) {
      reader.behind = true;
      reader.waiting = [];
    }
    if (!reader.behind) reader.waiting.push(message);
    reader.wake();
  };

  const leave = (after: Snapshot, patch: Patch) => {
    sent = after;
    seen = after;
    sentAtMs = clock.nowMs();
    for (const reader of readers) tell(reader, { kind: 'patch', patch });
  };

  const forget = ({ sessions }: Snapshot) => {
    const listed = new Set(sessions.map(({ id }) => id));
    for (const id of endings.keys()) if (!listed.has(id)) endings.delete(id);
  };

  const send = () => {
    timer?.cancel();
    timer = null;
    const after = picture();
    const change = toPatch(sent, after, [...endings.values()]);
    forget(after);
    if (change) leave(after, change.patch);
  };

  const consider = () => {
    const now = picture();
    const isAllNew = seen === sent;
    const change = closed ? null : toPatch(seen, now, [...endings.values()]);
    if (!change) return;
    seen = now;
    const dueMs = sentAtMs + (change.urgent ? URGENT_MS : MOVEMENT_MS);
    const waitMs = dueMs - clock.nowMs();
    if (waitMs <= 0 && isAllNew) {
      forget(now);
      return leave(now, change.patch);
    }
    if (waitMs <= 0) return send();
    if (timer && timer.dueMs <= dueMs) return;
    timer?.cancel();
    timer = { dueMs, cancel: clock.after(waitMs, send) };
  };

  return {
    join: () => {
      const place = Symbol('watcher');
      return {
        show: (view) => {
          views.set(place, view);
          consider();
        },
        leave: () => {
          views.delete(place);
          consider();
        },
      };
    },
    ended: (ending) => void endings.set(ending.sessionId, ending),
    setHealth: (health) => {
      healths.set(health.name, health);
      consider();
    },
    pastChanged: () => {
      pastRevision += 1;
      consider();
    },
    snapshot: () => sent,
    readers: () => readers.size,
    watch: async function* (signal) {
      const reader: Reader = { waiting: [], behind: true, wake: () => {} };
      const wake = () => reader.wake();
      signal?.addEventListener('abort', wake);
      readers.add(reader);
      try {
        while (!closed && !signal?.aborted) {
          const message = reader.waiting.shift();
          if (reader.behind) {
            reader.behind = false;
            yield { kind: 'snapshot', snapshot: sent };
          } else if (message) {
            yield message;
          } else {
            await new Promise<void>((resolve) => (reader.wake = resolve));
          }
        }
      } finally {
        readers.delete(reader);
        signal?.removeEventListener('abort', wake);
      }
    },
    close: () => {
      closed = true;
      timer?.cancel();
      timer = null;
      for (const reader of readers) reader.wake();
    },
  };
};
