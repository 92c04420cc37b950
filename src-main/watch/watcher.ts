// The loop around `step` for one server: one queue, one writer, one timer; it asks Plex what `step` wants to know.
import { type CancelOutcome, type Event, type Sample, type StopOutcome } from '../../src-contract/event.ts';
import { type AdoptedSession, type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { type Habit } from '../../src-contract/habit.ts';
import { type SourceMedia } from '../../src-contract/media.ts';
import { type ServerLimits } from '../../src-contract/reason.ts';
import { type Activity, type ServerInfo } from '../../src-contract/server.ts';
import { type Player } from '../../src-contract/session.ts';
import { type Clock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { type Failure, type Input, type Link, type Step } from './input.ts';
import { createSourceReader } from './source-reader.ts';
import { beginWatching, type Beginning } from './begin-watching.ts';
import { createFaults, ownFault } from './faults.ts';
import { type WatchState } from './state.ts';
import { step } from './step.ts';
import { toFailure } from './to-failure.ts';
import { createVerdicts } from './verdicts.ts';
import { isSameView, toMissingSources, toUnknownPlayers, toView, type WatchView } from './view.ts';

/** What is needed of a Plex client. */
export type WatchClient = {
  info: () => Promise<ServerInfo>;
  sessions: () => Promise<SeenSession[]>;
  source: (ratingKey: string) => Promise<SourceMedia | null>;
  activities: () => Promise<Activity[]>;
  /** What it allows; only owners may know. */
  limits?: () => Promise<ServerLimits>;
  terminate: (terminateId: string, message: string) => Promise<void>;
  cancelTranscode: (key: string) => Promise<void>;
};

type Ear = { reconnect: () => void; close: () => Promise<void> };

export type WatcherOptions = {
  /** The id is null until the server has said who it is. */
  server: { id: string | null; name: string; uri: string };
  client: WatchClient;
  /** Opens the notification socket; null when listening is switched off. */
  listen: ((handlers: { onHint: (hint: Hint) => void; onLink: (link: Link) => void }) => Ear) | null;
  clock: Clock;
  newId: (atMs: number) => string;
  adopted: readonly AdoptedSession[];
  /** When this server was last heard before we started; the time since is a gap. */
  lastHeardMs: number | null;
  /** One that was open then. */
  openGap?: Beginning['openGap'];
  /** How this player got things before, as the history knows it. */
  habits?: ((player: Player) => Promise<Habit[]>) | undefined;
  intervals: { sessionPollMs: number };
  /** The part of an item from which on it counts as watched. */
  watchedShare?: number | undefined;
  /** In this order after each step: facts, samples, then the picture that goes with them. */
  onEvents: (events: Event[]) => void;
  onSamples: (samples: Sample[]) => void;
  onView: (view: WatchView) => void;
  log: Log;
};

export type Watcher = {
  view: () => WatchView;
  /** A hint from elsewhere: a webhook. */
  hear: (hint: Hint) => void;
  stop: (sessionId: string, message: string) => Promise<StopOutcome>;
  cancelTranscode: (sessionId: string) => Promise<CancelOutcome>;
  /** From now on an item counts as watched from this part of it on. */
  setWatchedShare: (share: number) => void;
  /** After the machine slept; since when, where that is known. */
  wake: (asleepSinceMs?: number) => void;
  /** The owner wants it watched no more: what plays is over as far as we know. `close` follows. */
  disable: () => void;
  close: () => Promise<void>;
};

export const createWatcher = (options: WatcherOptions): Watcher => {
  const { client, clock, newId, log } = options;
  let state: WatchState = beginWatching({
    atMs: clock.nowMs(),
    server: options.server,
    realtime: options.listen !== null,
    sessionPollMs: options.intervals.sessionPollMs,
    watchedShare: options.watchedShare,
    adopted: options.adopted,
    lastHeardMs: options.lastHeardMs,
    openGap: options.openGap,
  });
  let due: Pick<Step, 'refreshAtMs' | 'wakeAtMs'> = { refreshAtMs: clock.nowMs(), wakeAtMs: null };
  const queue: Input[] = [];
  let isStepping = false;
  let isRefreshing = false;
  let closing: Promise<void> | null = null;
  let disarm = () => {};
  const faults = createFaults({ log, nowMs: clock.nowMs });

  const view = (): WatchView => {
    const { server, sessions } = toView(state);
    return { server: { ...server, status: faults.trouble() ?? server.status }, sessions };
  };

  /** One of the four places where everything is caught: what fails here must not end the watching. */
  const attempt = (what: string, act: () => void) => {
    try {
      act();
    } catch (error) {
      log.error(`${what} failed`, { error: toError(error) });
    }
  };

  /** A question to Plex. That it fails is expected, and the answer only ever reaches the queue. */
  const ask = async <Answer>(
    question: () => Promise<Answer>,
    onAnswer: (answer: Answer) => void,
    onFailure: (failure: Failure) => void,
  ): Promise<void> => {
    let answer: Answer;
    try {
      answer = await question();
    } catch (error) {
      return onFailure(toFailure(error));
    }
    return onAnswer(answer);
  };

  const readServer = async (onFailure: (failure: Failure) => void) => {
    await ask(client.info, (info) => feed({ kind: 'info', info, atMs: clock.nowMs() }), onFailure);
    const tell = (activities: Activity[]) => feed({ kind: 'activities', activities, atMs: clock.nowMs() });
    await ask(client.activities, tell, ({ text }) => log.debug('The activities could not be read', { why: text }));
    if (!client.limits) return;
    const hear = (limits: ServerLimits) => feed({ kind: 'limits', limits, atMs: clock.nowMs() });
    void ask(client.limits, hear, ({ text }) => log.debug('The settings could not be read', { why: text }));
  };

  /** A server that has not said who it is is asked for that first. */
  const refresh = async () => {
    isRefreshing = true;
    const startedAtMs = clock.nowMs();
    const onFailure = (failure: Failure) =>
      feed({ kind: 'list-failed', requestedAtMs: startedAtMs, failure, atMs: clock.nowMs() });
    if (state.server.version === '') await readServer(onFailure);
    if (state.server.version !== '' && closing === null) {
      const requestedAtMs = clock.nowMs();
      const tell = (sessions: SeenSession[]) => feed({ kind: 'list', requestedAtMs, sessions, atMs: clock.nowMs() });
      await ask(client.sessions, tell, onFailure);
    }
    isRefreshing = false;
    arm();
  };

  const ring = () => {
    const nowMs = clock.nowMs();
    const { refreshAtMs, wakeAtMs } = faults.rest(due);
    const isDue = (atMs: number | null) => atMs !== null && atMs <= nowMs;
    if (isDue(refreshAtMs) && !isRefreshing) void refresh();
    if (isDue(wakeAtMs)) feed({ kind: 'tick', atMs: nowMs });
    else arm();
  };

  /** A list under way answers every wish so far; `step` says afterwards whether another one is wanted. */
  const arm = () => {
    disarm();
    if (closing !== null) return;
    const { refreshAtMs, wakeAtMs } = faults.rest(due);
    const times = [wakeAtMs, isRefreshing ? null : refreshAtMs].filter((atMs) => atMs !== null);
    if (times.length > 0) disarm = clock.after(Math.min(...times) - clock.nowMs(), ring);
  };

  /** What was asked of us and is now pending is asked of Plex, once. */
  const askPlex = (before: WatchState) => {
    const isNew = ({ stopId }: { stopId: string }, known: readonly { stopId: string }[]) =>
      known.every((one) => one.stopId !== stopId);
    for (const { stopId, terminateId, message } of state.stops.filter((stop) => isNew(stop, before.stops))) {
      const tell = (failure: Failure | null) => feed({ kind: 'stop-answered', stopId, failure, atMs: clock.nowMs() });
      void ask(
        () => client.terminate(terminateId, message),
        () => tell(null),
        tell,
      );
    }
    for (const { stopId, key } of state.cancels.filter((cancel) => isNew(cancel, before.cancels))) {
      const tell = (failure: Failure | null) => feed({ kind: 'cancel-answered', stopId, failure, atMs: clock.nowMs() });
      void ask(
        () => client.cancelTranscode(key),
        () => tell(null),
        tell,
      );
    }
  };

  const take = (input: Input) => {
    const before = state;
    const { events, samples, ...result } = step(state, input, newId);
    state = result.state;
    due = result;
    if (events.length > 0) attempt('Passing on facts', () => options.onEvents(events));
    if (samples.length > 0) attempt('Passing on samples', () => options.onSamples(samples));
    if (!isSameView(before, state)) attempt('Showing the new state', () => options.onView(view()));
    verdicts.hear(events);
    askPlex(before);
  };

  /** A list that cannot be taken in was not read: `step` decides what follows from that, if it still can. */
  const takeOrNote = (input: Input) => {
    const wasTroubled = faults.trouble() !== null;
    try {
      take(input);
      faults.over(input.kind);
    } catch (error) {
      faults.note(input.kind, error);
      if (input.kind === 'list') queue.unshift({ ...input, kind: 'list-failed', failure: ownFault(error) });
    }
    if (wasTroubled || faults.trouble() !== null) attempt('Showing the new state', () => options.onView(view()));
  };

  /** Inputs that come while one is being taken wait for their turn. */
  const feed = (input: Input) => {
    if (closing !== null) return;
    queue.push(input);
    if (isStepping) return;
    isStepping = true;
    for (let next = queue.shift(); next; next = queue.shift()) takeOrNote(next);
    isStepping = false;
    sources.want(toMissingSources(state));
    askForHabits();
    arm();
  };

  const sources = createSourceReader({
    read: client.source,
    onSource: (ratingKey, source) => feed({ kind: 'source', ratingKey, source, atMs: clock.nowMs() }),
    nowMs: clock.nowMs,
  });

  const askedFor = new Set<string>();
  /** Each session once; a history that does not answer leaves it explained as well as it can be without. */
  const askForHabits = () => {
    const { habits } = options;
    if (!habits) return;
    for (const { id, player } of toUnknownPlayers(state).filter((session) => !askedFor.has(session.id))) {
      askedFor.add(id);
      void ask(
        () => habits(player),
        (told) => feed({ kind: 'habits', sessionId: id, habits: told, atMs: clock.nowMs() }),
        ({ text }) => log.debug('The history does not tell how a player got things before', { why: text }),
      );
    }
    for (const id of askedFor) if (state.tracked.every(({ session }) => session.id !== id)) askedFor.delete(id);
  };

  const verdicts = createVerdicts({
    feed,
    canAsk: () => closing === null && state.serverId !== null,
    newId: () => newId(clock.nowMs()),
    nowMs: clock.nowMs,
  });

  const hear = (hint: Hint) => feed({ kind: 'hint', hint, atMs: clock.nowMs() });

  const onLink = (link: Link) => {
    feed({ kind: 'link', link, atMs: clock.nowMs() });
    const isKnown = state.server.version !== '';
    if (link.kind !== 'open' || !isKnown || closing !== null) return;
    void readServer(({ text }) => log.debug('The server could not be read', { why: text }));
  };

  attempt('Showing the first state', () => options.onView(view()));
  const ear = options.listen?.({ onHint: hear, onLink }) ?? null;
  arm();

  return {
    view,
    hear,
    stop: verdicts.stop,
    cancelTranscode: verdicts.cancelTranscode,
    setWatchedShare: (share) => feed({ kind: 'watched-share', share, atMs: clock.nowMs() }),
    wake: (asleepSinceMs) => {
      ear?.reconnect();
      feed({ kind: 'woke', asleepSinceMs, atMs: clock.nowMs() });
    },
    disable: () => feed({ kind: 'disabled', atMs: clock.nowMs() }),
    close: () => {
      if (closing !== null) return closing;
      feed({ kind: 'closed', atMs: clock.nowMs() });
      disarm();
      closing = ear?.close() ?? Promise.resolve();
      disarm();
      return closing;
    },
  };
};
