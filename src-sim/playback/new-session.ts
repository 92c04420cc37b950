// A player sits down: the session as it is in its first moment.
import type { Item } from '../library/item.ts';
import type { Network, Player } from '../people.ts';
import { deliver, type Wish } from './delivery.ts';
import type { OnCancel, OnTerminate, PlayState, Session, Viewer } from './session.ts';

export type Start = {
  item: Item;
  viewer: Viewer;
  player: Player;
  network: Network;
  wish: Wish;
  offsetMs?: number | undefined;
  sessionId?: string | null | undefined;
  state?: PlayState | undefined;
  nextBy?: Session['nextBy'] | undefined;
  onTerminate?: OnTerminate | undefined;
  onCancel?: OnCancel | undefined;
  playQueue?: Session['playQueue'] | undefined;
  /** The conversion has been running for a while already. */
  transcodeHeadStartMs?: number | undefined;
};

export type Numbers = { sessionKey: string; sessionId: string; playId: string; atMs: number };

export function newSession(request: Start, { sessionKey, sessionId, playId, atMs }: Numbers): Session {
  const offsetMs = request.offsetMs ?? 0;
  return {
    sessionKey,
    sessionId: request.sessionId === undefined ? sessionId : request.sessionId,
    playId,
    viewer: request.viewer,
    player: request.player,
    network: request.network,
    item: request.item,
    wish: request.wish,
    delivery: deliver(request.item.versions, request.wish),
    transcode: null,
    state: request.state ?? 'playing',
    offsetMs,
    anchorMs: atMs,
    reportedMs: offsetMs,
    startedAtMs: atMs,
    nextBy: request.nextBy ?? 'itself',
    onTerminate: request.onTerminate ?? { kind: 'obeys', afterMs: 400 },
    onCancel: request.onCancel ?? { kind: 'ends', afterMs: 600 },
    speaking: true,
    playQueue: request.playQueue ?? null,
    timers: new Set(),
    endTimer: null,
  };
}
