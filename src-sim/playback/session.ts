// One player at work: what it plays, how, where it is, and how it behaves when somebody interferes.
import type { Item } from '../library/item.ts';
import type { Account, Network, Player } from '../people.ts';
import type { Cancel } from '../sim-clock.ts';
import type { Delivery, Wish } from './delivery.ts';
import type { Transcode } from './transcode.ts';

export type PlayState = 'playing' | 'paused' | 'buffering';

/** `empty` is a `<User/>` without anything in it, `absent` no element at all: both were seen. */
export type Viewer = Account | 'empty' | 'absent';

export type OnTerminate =
  /** The player stops so many ms after it was told to. */
  { kind: 'obeys'; afterMs: number } | { kind: 'plays-on' };

export type OnCancel =
  | { kind: 'ends'; afterMs: number }
  | { kind: 'plays-directly'; afterMs: number }
  | { kind: 'comes-back'; afterMs: number; key: 'same' | 'new' };

/*
 *   start → playing ⇄ paused        every change at once on the socket, and every 10 s while it is listed
 *              ⇅
 *          buffering               → gone: stopped, rolled over to nothing, terminated, vanished
 */
export type Session = {
  sessionKey: string;
  /** `Session.id`; null for a player that has no `Session` element. */
  sessionId: string | null;
  playId: string;
  viewer: Viewer;
  player: Player;
  network: Network;
  item: Item;
  wish: Wish;
  delivery: Delivery;
  transcode: Transcode | null;
  state: PlayState;
  /** Where the player really is: `offsetMs` at `anchorMs`, moving while it plays. */
  offsetMs: number;
  anchorMs: number;
  /** What the player reported last; Plex knows no more than that. */
  reportedMs: number;
  startedAtMs: number;
  nextBy: 'itself' | 'nobody';
  onTerminate: OnTerminate;
  onCancel: OnCancel;
  /** False once its player has died: it stays listed, and says nothing. */
  speaking: boolean;
  playQueue: { id: number; itemId: number } | null;
  timers: Set<Cancel>;
  endTimer: Cancel | null;
};

export function positionMs(session: Session, atMs: number): number {
  if (session.state !== 'playing') return session.offsetMs;
  const moved = session.offsetMs + Math.max(0, atMs - session.anchorMs);
  return session.item.durationMs > 0 ? Math.min(moved, session.item.durationMs) : moved;
}

/** Fixes the position before something about the session changes. */
export function anchor(session: Session, atMs: number): void {
  session.offsetMs = positionMs(session, atMs);
  session.anchorMs = atMs;
}
