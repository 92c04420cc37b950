// What can happen to a watched server: everything that `step` may be told, and what it answers.
import { type Event, type Sample } from '../../src-contract/event.ts';
import { type Habit } from '../../src-contract/habit.ts';
import { type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { type SourceMedia } from '../../src-contract/media.ts';
import { type ServerLimits } from '../../src-contract/reason.ts';
import { type Activity, type ServerInfo } from '../../src-contract/server.ts';
import { type WatchState } from './state.ts';

/** How the notification socket is doing. */
export type Link =
  | { kind: 'open' }
  | { kind: 'closed'; why: string; nextTryAtMs: number }
  | { kind: 'unauthorized'; why: string };

/** Why Plex did not do what we asked; `kind` is a PlexErrorKind, or something new, which counts as the server's fault. */
export type Failure = { kind: string; text: string; retryAfterMs: number | null };

type Told =
  | { kind: 'hint'; hint: Hint }
  | { kind: 'list'; requestedAtMs: number; sessions: readonly SeenSession[] }
  | { kind: 'list-failed'; requestedAtMs: number; failure: Failure }
  | { kind: 'link'; link: Link }
  | { kind: 'info'; info: ServerInfo }
  | { kind: 'source'; ratingKey: string; source: SourceMedia | null }
  | { kind: 'limits'; limits: ServerLimits }
  | { kind: 'habits'; sessionId: string; habits: readonly Habit[] }
  | { kind: 'activities'; activities: readonly Activity[] }
  | { kind: 'stop-asked'; stopId: string; sessionId: string; message: string }
  | { kind: 'stop-answered'; stopId: string; failure: Failure | null }
  | { kind: 'cancel-asked'; stopId: string; sessionId: string }
  | { kind: 'cancel-answered'; stopId: string; failure: Failure | null }
  | { kind: 'tick' }
  | { kind: 'woke'; asleepSinceMs?: number | undefined }
  | { kind: 'disabled' }
  | { kind: 'watched-share'; share: number }
  | { kind: 'closed' };

/** `atMs` is when it reached us. */
export type Input = Told & { atMs: number };
export type InputOf<Kind extends Input['kind']> = Extract<Input, { kind: Kind }>;

/** A new state and the facts that led there, in order. */
export type Change = { state: WatchState; events: Event[]; samples: Sample[] };

/** `refreshAtMs`: when the session list is wanted, null for never. `wakeAtMs`: when a `tick` is wanted. */
export type Step = Change & { refreshAtMs: number | null; wakeAtMs: number | null };

/** What a fact needs besides its story. */
export type Moment = { atMs: number; serverId: string; ids: (atMs: number) => string };

/** The head of every fact. */
export const stamp = (moment: Moment, atMs = moment.atMs) => ({
  id: moment.ids(moment.atMs),
  serverId: moment.serverId,
  atMs,
});

export const unchanged = (state: WatchState): Change => ({ state, events: [], samples: [] });

/** One change after the other, as one. */
export const andThen = (change: Change, next: (state: WatchState) => Change): Change => {
  const after = next(change.state);
  return {
    state: after.state,
    events: after.events.length === 0 ? change.events : [...change.events, ...after.events],
    samples: after.samples.length === 0 ? change.samples : [...change.samples, ...after.samples],
  };
};
