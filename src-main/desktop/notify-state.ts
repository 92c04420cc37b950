// What the decision about notifications remembers: who is watching, what was told of it, and what waits to be told.
import type { Server } from '../../src-contract/server.ts';
import type { Session } from '../../src-contract/session.ts';
import type { NoticeKind } from '../../src-contract/settings.ts';

/** What is shown. A later notice of the same key replaces it, where the system can do that. */
export type Notice = {
  key: string;
  title: string;
  body: string;
  /** Where a click leads; null is the live screen. */
  sessionId: string | null;
  /** The session that a button may stop. */
  canStop: boolean;
  /** Only worth showing in the place of an earlier one of this key. */
  replaces: boolean;
};

/** Waits for its moment: a little, so that many at once can be summed up; a stop longer, because the next episode may follow. */
export type Waiting = {
  kind: NoticeKind;
  serverId: string;
  userId: string | null;
  dueAtMs: number;
  /** How it is named among many. */
  short: string;
  notice: Notice;
};

/**
 * One viewing, over all episodes that follow each other. What was told of it is not told again when the next one starts.
 */
export type Viewing = {
  /** The session with which it began; part of every key. */
  id: string;
  session: Session;
  /** When its start was put on the screen by itself: the decision may still replace it. */
  startedNoticeAtMs: number | null;
  isDeliveryTold: boolean;
  isTranscodeTold: boolean;
  isStarvingTold: boolean;
  /** The pause that was told, by its beginning. */
  toldPauseMs: number | null;
  bufferedAtMs: readonly number[];
  /** Since when the picture stands still; null while it does not. */
  bufferingSinceMs: number | null;
  isBufferingTold: boolean;
};

/** A viewing that has just ended, for as long as the next episode may carry it on. */
export type Ended = { viewing: Viewing; atMs: number };

export type NotifyState = {
  servers: readonly Server[];
  /** By the id of the session that plays now. */
  viewings: ReadonlyMap<string, Viewing>;
  ended: readonly Ended[];
  waiting: readonly Waiting[];
  /** What was shown lately. */
  shown: readonly { kind: NoticeKind; atMs: number }[];
};

export const nothingHeard: NotifyState = { servers: [], viewings: new Map(), ended: [], waiting: [], shown: [] };

export const beginViewing = (session: Session): Viewing => ({
  id: session.id,
  session,
  startedNoticeAtMs: null,
  isDeliveryTold: false,
  isTranscodeTold: false,
  isStarvingTold: false,
  toldPauseMs: null,
  bufferedAtMs: [],
  bufferingSinceMs: null,
  isBufferingTold: false,
});

export const withViewing = (state: NotifyState, viewing: Viewing): NotifyState => ({
  ...state,
  viewings: new Map(state.viewings).set(viewing.session.id, viewing),
});

export const nameOf = ({ servers }: NotifyState, serverId: string): string =>
  servers.find(({ id }) => id === serverId)?.name ?? 'Plex';

export const canStopOn = ({ servers }: NotifyState, serverId: string): boolean =>
  servers.find(({ id }) => id === serverId)?.canTerminate !== false;
