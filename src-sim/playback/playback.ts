// Makes sessions live: they start, move, report every ten seconds, pause, roll over and end, as players and Plex do it.
import type { Frames } from '../frames.ts';
import type { Item } from '../library/item.ts';
import type { Network, Player } from '../people.ts';
import type { Prng } from '../prng.ts';
import type { Cancel, SimClock } from '../sim-clock.ts';
import { deviceIdOf, type World } from '../world.ts';
import { deliver, type Wish } from './delivery.ts';
import {
  anchor,
  positionMs,
  type OnCancel,
  type OnTerminate,
  type PlayState,
  type Session,
  type Viewer,
} from './session.ts';
import { aheadMs, measure, startTranscode } from './transcode.ts';
import { playingFrame, transcodeFrame } from './session-frames.ts';
import type { EndedBy, Truth } from './truth.ts';

export const reportEveryMs = 10_000;
const transcodeEveryMs = 6000;
const photoMs = 8000;
/** Plex counts an item as played at 90 %; that is when the simulated one writes its history row. */
const playedShare = 0.9;

export type Start = {
  item: Item;
  viewer: Viewer;
  player: Player;
  network: Network;
  wish: Wish;
  offsetMs?: number;
  sessionId?: string | null;
  sessionKey?: string;
  state?: PlayState;
  nextBy?: Session['nextBy'];
  onTerminate?: OnTerminate;
  onCancel?: OnCancel;
  playQueue?: Session['playQueue'];
  /** The conversion has been running for a while already. */
  transcodeHeadStartMs?: number;
};

export type Playback = {
  start: (options: Start) => Session;
  setState: (session: Session, state: PlayState) => void;
  seek: (session: Session, toMs: number) => void;
  /** The next episode, track, photo or programme under the same session key; false when there is none. */
  next: (session: Session) => boolean;
  play: (session: Session, item: Item, offsetMs: number) => void;
  rewish: (session: Session, wish: Wish, key?: 'new' | { id: string }) => void;
  dropTranscode: (session: Session) => void;
  stop: (session: Session, endedBy: EndedBy) => void;
  /** Its player dies without a word; the server keeps it listed for a while. */
  vanish: (session: Session, listedForMs: number) => void;
  /** The server has forgotten it, the player has not. */
  forget: (session: Session) => void;
  /** The same play goes on under a new session key. */
  revive: (session: Session, atMs: number) => void;
  /** Moves its reports to another place within their rhythm. */
  shift: (session: Session, byMs: number) => void;
  /** Says the session's state on the socket now. */
  report: (session: Session) => void;
  /** For this session's lifetime. */
  after: (session: Session, delayMs: number, run: () => void) => void;
};

export function createPlayback(options: {
  world: World;
  clock: SimClock;
  frames: Frames;
  truth: Truth;
  prng: Prng;
}): Playback {
  const { world, clock, frames, truth, prng } = options;

  const recorded = new Set<string>();

  const after = (session: Session, delayMs: number, run: () => void): void => {
    const cancel: Cancel = clock.after(delayMs, () => {
      session.timers.delete(cancel);
      run();
    });
    session.timers.add(cancel);
  };

  const report = (session: Session, state: string = session.state): void => {
    if (!session.speaking) return;
    session.reportedMs = positionMs(session, clock.now());
    playingFrame(frames, session, state);
    recordHistory(session);
  };

  const recordHistory = (session: Session): void => {
    const { item, viewer } = session;
    if (item.airing !== null || item.durationMs <= 0 || item.sectionId <= 0) return;
    if (session.reportedMs < item.durationMs * playedShare) return;
    if (recorded.has(session.playId)) return;
    recorded.add(session.playId);
    world.history.push({
      id: world.history.length + 1,
      ratingKey: item.ratingKey,
      guid: item.guid,
      type: item.type,
      title: item.title,
      accountId: viewer === 'empty' || viewer === 'absent' ? 0 : viewer.id,
      deviceId: deviceIdOf(world, session.player),
      viewedAtS: Math.floor(clock.now() / 1000),
      parents: {
        parentKey: item.parent === null ? null : `/library/metadata/${item.parent.ratingKey}`,
        grandparentKey: item.parent?.parent ? `/library/metadata/${item.parent.parent.ratingKey}` : null,
      },
    });
  };

  const openTranscode = (session: Session, id: string, headStartMs?: number): void => {
    if (!session.delivery.converting && session.wish.strayTranscode !== true) return;
    session.transcode = startTranscode({
      id,
      atMs: clock.now(),
      offsetMs: positionMs(session, clock.now()),
      durationMs: session.item.airing === null ? session.item.durationMs : 0,
      delivery: session.delivery,
      wish: session.wish,
      ...(headStartMs === undefined ? {} : { headStartMs }),
    });
    if (!session.transcode.stray) transcodeFrame(frames, session, 'start');
  };

  const closeTranscode = (session: Session): void => {
    if (session.transcode !== null && !session.transcode.stray) transcodeFrame(frames, session, 'end');
    session.transcode = null;
  };

  const beat = (session: Session): void => {
    after(session, reportEveryMs, () => {
      report(session);
      beat(session);
    });
  };

  const work = (session: Session): void => {
    after(session, transcodeEveryMs, () => {
      const { transcode } = session;
      if (transcode !== null && !transcode.stray) {
        const at = positionMs(session, clock.now());
        measure(transcode, clock.now(), at);
        transcodeFrame(frames, session, 'update');
        starve(session, aheadMs(transcode, at));
      }
      work(session);
    });
  };

  const starve = (session: Session, ahead: number): void => {
    if (session.transcode?.pace !== 'starving') return;
    if (session.state === 'playing' && ahead < 2000) setState(session, 'buffering');
    else if (session.state === 'buffering' && ahead > 5000) setState(session, 'playing');
  };

  /** Arms the end of what is playing: the next item, or the stop. Paused players do not come to an end. */
  const armEnd = (session: Session): void => {
    session.endTimer?.();
    session.endTimer = null;
    const photo = session.item.type === 'photo';
    if (session.state !== 'playing' || (session.item.durationMs <= 0 && !photo)) return;
    const restMs = photo ? photoMs : session.item.durationMs - positionMs(session, clock.now());
    session.endTimer = clock.after(restMs, () => {
      session.endTimer = null;
      if (session.nextBy === 'itself' && next(session)) return;
      stop(session, 'stopped');
    });
  };

  const start = (request: Start): Session => {
    if (request.sessionKey === undefined) world.lastSessionKey += 1;
    const atMs = clock.now();
    const session: Session = {
      sessionKey: request.sessionKey ?? String(world.lastSessionKey),
      sessionId: request.sessionId === undefined ? prng.id(24) : request.sessionId,
      playId: prng.uuid(),
      viewer: request.viewer,
      player: request.player,
      network: request.network,
      item: request.item,
      wish: request.wish,
      delivery: deliver(request.item.versions, request.wish),
      transcode: null,
      state: request.state ?? 'playing',
      offsetMs: request.offsetMs ?? 0,
      anchorMs: atMs,
      reportedMs: request.offsetMs ?? 0,
      startedAtMs: atMs,
      nextBy: request.nextBy ?? 'itself',
      onTerminate: request.onTerminate ?? { kind: 'obeys', afterMs: 400 },
      onCancel: request.onCancel ?? { kind: 'ends', afterMs: 600 },
      speaking: true,
      playQueue: request.playQueue ?? null,
      timers: new Set(),
      endTimer: null,
    };
    world.sessions.set(session.sessionKey, session);
    openTranscode(session, prng.id(24), request.transcodeHeadStartMs);
    truth.started(session, atMs);
    report(session);
    beat(session);
    work(session);
    armEnd(session);
    return session;
  };

  function setState(session: Session, state: PlayState): void {
    if (session.state === state) return;
    anchor(session, clock.now());
    session.state = state;
    truth.stateChanged(session, clock.now());
    armEnd(session);
    report(session);
  }

  const seek = (session: Session, toMs: number): void => {
    session.offsetMs = Math.max(0, Math.min(toMs, session.item.durationMs));
    session.anchorMs = clock.now();
    const { transcode } = session;
    if (transcode !== null && !transcode.stray) {
      const beyond = session.offsetMs < transcode.startOffsetMs || aheadMs(transcode, session.offsetMs) < 0;
      if (beyond) openTranscode(session, transcode.id);
    }
    report(session);
    armEnd(session);
  };

  const play = (session: Session, item: Item, offsetMs: number): void => {
    const atMs = clock.now();
    anchor(session, atMs);
    session.reportedMs = session.offsetMs;
    recordHistory(session);
    truth.ended(session, atMs, 'next-item');
    closeTranscode(session);
    session.item = item;
    session.playId = prng.uuid();
    session.state = 'playing';
    session.offsetMs = offsetMs;
    session.anchorMs = atMs;
    session.startedAtMs = atMs;
    session.delivery = deliver(item.versions, session.wish);
    if (session.playQueue !== null) session.playQueue.itemId += 1;
    openTranscode(session, prng.id(24));
    truth.started(session, atMs);
    report(session);
    armEnd(session);
  };

  function next(session: Session): boolean {
    const following = followerOf(session.item);
    if (following === null) return false;
    play(session, following, 0);
    return true;
  }

  const rewish = (session: Session, wish: Wish, key: 'new' | { id: string } = 'new'): void => {
    anchor(session, clock.now());
    const id = key === 'new' ? prng.id(24) : key.id;
    closeTranscode(session);
    session.wish = wish;
    session.delivery = deliver(session.item.versions, wish);
    openTranscode(session, id);
    truth.decided(session, clock.now());
    report(session);
  };

  const quieten = (session: Session): void => {
    for (const cancel of session.timers) cancel();
    session.timers.clear();
    session.endTimer?.();
    session.endTimer = null;
  };

  const remove = (session: Session): void => {
    quieten(session);
    world.sessions.delete(session.sessionKey);
  };

  function stop(session: Session, endedBy: EndedBy): void {
    if (!world.sessions.has(session.sessionKey)) return;
    anchor(session, clock.now());
    closeTranscode(session);
    remove(session);
    truth.ended(session, clock.now(), endedBy);
    report(session, 'stopped');
  }

  return {
    start,
    setState,
    seek,
    next,
    play,
    rewish,
    dropTranscode: closeTranscode,
    stop,
    vanish: (session, listedForMs) => {
      anchor(session, clock.now());
      truth.ended(session, clock.now(), 'vanished');
      session.speaking = false;
      quieten(session);
      const leave = (): void => {
        closeTranscode(session);
        remove(session);
      };
      if (listedForMs <= 0) leave();
      else after(session, listedForMs, leave);
    },
    forget: remove,
    revive: (session, atMs) => {
      world.lastSessionKey += 1;
      session.sessionKey = String(world.lastSessionKey);
      session.offsetMs = atMs;
      session.anchorMs = clock.now();
      world.sessions.set(session.sessionKey, session);
      truth.renamed(session);
      if (session.transcode !== null) {
        session.transcode = null;
        openTranscode(session, prng.id(24));
        truth.decided(session, clock.now());
      }
      report(session);
      beat(session);
      work(session);
      armEnd(session);
    },
    shift: (session, byMs) => {
      quieten(session);
      armEnd(session);
      after(session, byMs, () => {
        report(session);
        beat(session);
        work(session);
      });
    },
    report,
    after,
  };
}

/** The next episode, also over the end of a season; the next track or photo of the same album. */
export function followerOf(item: Item): Item | null {
  const siblings = item.parent?.children ?? [];
  const next = siblings[siblings.indexOf(item) + 1];
  if (next !== undefined) return next;
  const aunts = item.parent?.parent?.children ?? [];
  if (item.parent === null || item.type !== 'episode') return null;
  return aunts[aunts.indexOf(item.parent) + 1]?.children[0] ?? null;
}
