// All that Marquee knows of one server at a moment: the server, who is watching, and what is still undecided.
import { type EventOf } from '../../src-contract/event.ts';
import { type SeenSession } from '../../src-contract/heard.ts';
import { type SourceMedia } from '../../src-contract/media.ts';
import { type ServerLimits } from '../../src-contract/reason.ts';
import { type Server } from '../../src-contract/server.ts';
import { type Session, type Stream, type Transcode } from '../../src-contract/session.ts';
import { type Link } from './input.ts';
import { type ToldWebhook } from './hear-webhook.ts';
import { type LibraryNews } from './library-news.ts';
import { type Known } from './player-known.ts';

/** One viewing that is open, and what is known of it beyond what people see. */
export type Tracked = {
  session: Session;
  /** False while it has only buffered: people see it, history does not. */
  announced: boolean;
  /** Its entry in the newest list; null for an adopted session that has not been found yet. */
  seen: SeenSession | null;
  /** What the library says of the item, and whether it has been asked. */
  source: SourceMedia | null;
  sourceRead: boolean;
  /** What the server allowed when it was last listed; null: not known. */
  limits: ServerLimits | null;
  /** What earlier plays have shown of the player; null until the history was asked. */
  known: Known | null;
  /** When it was last listed or spoken of. */
  seenAtMs: number;
  /** When a hint last spoke of it. */
  hintAtMs: number | null;
  /** The last frame or moving position. */
  movedAtMs: number;
  /** Not in the list since; it keeps its card while players settle after an outage. */
  missingSinceMs: number | null;
  /** A hint spoke of another item under this key: this one ended `atMs`; the newest of those plays since `nextSinceMs`. */
  left: { atMs: number; nextKey: string | null; nextSinceMs: number } | null;
  heardTranscodeKey: string | null;
  /** A delivery that one reading claims, and since when; it counts when a second one agrees. */
  claim: { stream: Stream; sinceMs: number } | null;
  confirmed: Stream | null;
  /** The transcode that history was told of and that has not ended. */
  toldTranscode: Transcode | null;
  slowSinceMs: number | null;
  watched: boolean;
  sampledAtMs: number | null;
  /** Since when it buffers, or null. */
  stallingSinceMs: number | null;
  /** When it was first heard of, where we saw it begin; null when we came later. */
  firstSignMs: number | null;
};

/** A session that ended a moment ago and may still be listed. */
export type Ghost = {
  sessionKey: string;
  ratingKey: string | null;
  machineId: string | null;
  endedAtMs: number;
  /** The newest list still had it. */
  lingers: boolean;
};

/** A stop that we asked for. It follows the viewer to the next item: that is no stop. */
export type PendingStop = {
  stopId: string;
  sessionId: string;
  watchedId: string;
  terminateId: string;
  message: string;
  askedAtMs: number;
  accepted: boolean;
};

export type PendingCancel = {
  stopId: string;
  sessionId: string;
  key: string;
  /** When this transcode began, if Plex says so: a later one under the same key is another. */
  startedAtMs: number | null;
  askedAtMs: number;
  accepted: boolean;
  /** When the transcode was first seen to be gone. */
  goneAtMs: number | null;
  /** When it was seen again after that, and under which key. */
  back: { atMs: number; sameKey: boolean } | null;
};

/** A time in which we were blind; `told` once its beginning is a fact. */
export type Gap = { fromMs: number; why: EventOf<'gap-opened'>['why']; told: boolean };

export type WatchState = {
  /** Null until the server has said who it is: without it nothing can be recorded. */
  serverId: string | null;
  ownerName: string | null;
  /** Null until the server's settings were read, and where they may not be. */
  limits: ServerLimits | null;
  server: Server;
  sessionPollMs: number;
  /** The part of an item from which on it counts as watched. */
  watchedShare: number;
  /** `off`: by the owner's setting. `opening`: not yet decided. */
  link: Link | { kind: 'off' } | { kind: 'opening' };
  /** In the order in which cards stand. */
  tracked: readonly Tracked[];
  /** Keys that a hint spoke of before the list did: since when, and since when they play, if they do. */
  strangers: readonly { sessionKey: string; ratingKey: string | null; heardAtMs: number; atMs: number | null }[];
  ghosts: readonly Ghost[];
  /** The highest session key of this run of the server; a lower new one means that it has restarted. */
  highestKey: number;
  restarted: boolean;
  settlingUntilMs: number | null;
  /** The newest answered list: when it was asked for and when it came. */
  list: { requestedAtMs: number; atMs: number } | null;
  /** A refresh is wanted since. */
  askedAtMs: number | null;
  /** The server wants no question before this moment. */
  notBeforeMs: number | null;
  failures: number;
  /** When the server was last heard, by list or socket. */
  heardAtMs: number | null;
  gap: Gap | null;
  stops: readonly PendingStop[];
  cancels: readonly PendingCancel[];
  news: LibraryNews;
  /** Facts that webhooks brought lately. */
  toldWebhooks: readonly ToldWebhook[];
};

/** Session keys are a counter of the server's run, in text. */
export const keyNumber = (sessionKey: string): number => {
  const number = Number(sessionKey);
  return Number.isFinite(number) ? number : 0;
};

/** The open session under a key. One that is missing has lost its key. */
export const trackedByKey = (state: WatchState, sessionKey: string): Tracked | undefined =>
  state.tracked.find((tracked) => tracked.session.sessionKey === sessionKey && tracked.missingSinceMs === null);

/** The same state with one session replaced by what it has become; the rest is shared. */
export const withTracked = (state: WatchState, before: Tracked, after: Tracked): WatchState =>
  before === after
    ? state
    : { ...state, tracked: state.tracked.map((tracked) => (tracked === before ? after : tracked)) };

/** Wants a list that is asked for from now on: one that is under way may have missed what we heard. */
export const askForList = (state: WatchState, atMs: number): WatchState => ({ ...state, askedAtMs: atMs });
