// For tests: tells a server's evening input by input, and remembers what was said about it.
import { type Event, type EventKind, type EventOf, type Sample } from '../../src-contract/event.ts';
import { type AdoptedSession, type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { type SourceMedia } from '../../src-contract/media.ts';
import { type ServerInfo } from '../../src-contract/server.ts';
import { type Session } from '../../src-contract/session.ts';
import { type Input, type Link } from './input.ts';
import { beginWatching } from './begin-watching.ts';
import { type WatchState } from './state.ts';
import { step } from './step.ts';
import { SECOND, SERVER, failure, info, source } from './test-things.ts';
import { toView } from './view.ts';

type Beginning = {
  id?: string | null;
  realtime?: boolean;
  adopted?: AdoptedSession[];
  lastHeardMs?: number | null;
  openGap?: { fromMs: number; why: 'our-start' | 'server-down' | 'unauthorized' };
  /** The id that is made as the first, second… */
  ids?: (made: number) => string;
};

/** Ids count up unless told otherwise: `id-1`, `id-2`… Times are small numbers, which read as time since the story began. */
export const createStory = (beginning: Beginning = {}) => {
  let state: WatchState = beginWatching({
    atMs: 0,
    server: { id: beginning.id === undefined ? SERVER : beginning.id, name: 'attic', uri: 'http://192.168.1.2:32400' },
    realtime: beginning.realtime ?? true,
    sessionPollMs: 30 * SECOND,
    adopted: beginning.adopted ?? [],
    lastHeardMs: beginning.lastHeardMs ?? null,
    openGap: beginning.openGap,
  });
  let refreshAtMs: number | null = 0;
  let wakeAtMs: number | null = null;
  let nowMs = 0;
  let made = 0;
  const ids = beginning.ids ?? ((number: number) => `id-${number}`);
  const events: Event[] = [];
  const samples: Sample[] = [];

  const take = (input: Input): Event[] => {
    const before = JSON.stringify(state);
    const frozen = state;
    nowMs = input.atMs;
    const result = step(state, input, () => ids(++made));
    if (JSON.stringify(frozen) !== before) throw new Error(`"${input.kind}" changed the state that it was given`);
    ({ state, refreshAtMs, wakeAtMs } = result);
    events.push(...result.events);
    samples.push(...result.samples);
    return result.events;
  };
  const list = (atMs: number, sessions: SeenSession[], requestedAtMs = atMs) =>
    take({ kind: 'list', requestedAtMs, atMs, sessions });

  const story = {
    take,
    list,
    hint: (atMs: number, hint: Hint) => take({ kind: 'hint', hint, atMs }),
    link: (atMs: number, link: Link) => take({ kind: 'link', link, atMs }),
    open: (atMs: number) => take({ kind: 'link', link: { kind: 'open' }, atMs }),
    drop: (atMs: number) =>
      take({ kind: 'link', link: { kind: 'closed', why: 'It hung up.', nextTryAtMs: atMs + SECOND }, atMs }),
    fail: (atMs: number, kind: string, retryAfterMs: number | null = null, requestedAtMs = atMs) =>
      take({ kind: 'list-failed', requestedAtMs, failure: failure(kind, retryAfterMs), atMs }),
    info: (atMs: number, changes: Partial<ServerInfo> = {}) =>
      take({ kind: 'info', info: { ...info, ...changes }, atMs }),
    source: (atMs: number, changes: Partial<SourceMedia> = {}) =>
      take({ kind: 'source', ratingKey: changes.ratingKey ?? '10', source: source(changes), atMs }),
    tick: (atMs: number) => take({ kind: 'tick', atMs }),
    stop: (atMs: number, sessionId = story.session().id) =>
      take({
        kind: 'stop-asked',
        stopId: 'stop',
        sessionId,
        message: 'Bye',
        atMs,
      }),
    stopAnswered: (atMs: number, kind: string | null = null) =>
      take({ kind: 'stop-answered', stopId: 'stop', failure: kind === null ? null : failure(kind), atMs }),
    cancel: (atMs: number, sessionId = story.session().id) =>
      take({ kind: 'cancel-asked', stopId: 'cancel', sessionId, atMs }),
    cancelAnswered: (atMs: number, kind: string | null = null) =>
      take({ kind: 'cancel-answered', stopId: 'cancel', failure: kind === null ? null : failure(kind), atMs }),
    /** Lets time pass as the watcher does: the list is read when it is wanted, and a tick comes when one is due. */
    pass: (untilMs: number, listed: (atMs: number) => SeenSession[] | null): number[] => {
      const readAt: number[] = [];
      for (let turns = 0; turns < 10_000; turns += 1) {
        const nextMs = Math.min(refreshAtMs ?? Infinity, wakeAtMs ?? Infinity);
        const dueMs = Math.max(nowMs, nextMs);
        if (dueMs > untilMs) return readAt;
        const isListDue = refreshAtMs !== null && refreshAtMs <= dueMs;
        const sessions = isListDue ? listed(dueMs) : null;
        if (sessions !== null) readAt.push(dueMs);
        if (sessions !== null) list(dueMs, sessions);
        else if (isListDue) story.fail(dueMs, 'unreachable');
        else story.tick(dueMs);
      }
      throw new Error('The state machine spins.');
    },
    /** Two readings that agree. */
    confirm: (sessions: SeenSession[]) => [...list(0, sessions), ...list(3 * SECOND, sessions)],
    state: () => state,
    refreshAtMs: () => refreshAtMs,
    wakeAtMs: () => wakeAtMs,
    server: () => toView(state).server,
    sessions: () => toView(state).sessions,
    session: (): Session => {
      const [first] = toView(state).sessions;
      if (!first) throw new Error('Nobody is watching.');
      return first;
    },
    events,
    samples,
    kinds: () => events.map(({ kind }) => kind),
    of: <Kind extends EventKind>(kind: Kind): EventOf<Kind>[] =>
      events.filter((event): event is EventOf<Kind> => event.kind === kind),
  };
  return story;
};

/** A known server whose socket is open and on which nobody is watching at first. */
export const createQuietStory = (beginning: Beginning = {}) => {
  const story = createStory(beginning);
  story.open(0);
  story.list(0, []);
  return story;
};
