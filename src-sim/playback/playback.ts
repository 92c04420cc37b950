// Makes sessions live: they start, move, report every ten seconds, pause, roll over and end, as players and Plex do it.
import type { Frames } from '../frames.ts';
import { followerOf } from '../library/follower.ts';
import type { Item } from '../library/item.ts';
import type { Prng } from '../prng.ts';
import type { Cancel, SimClock } from '../sim-clock.ts';
import type { World } from '../world.ts';
import { createConversions } from './conversions.ts';
import { deliver, type Wish } from './delivery.ts';
import { newSession, type Start } from './new-session.ts';
import { createPlayHistory } from './play-history.ts';
import { playingFrame } from './session-frames.ts';
import { anchor, positionMs, type PlayState, type Session } from './session.ts';
import { aheadMs } from './transcode.ts';
import type { EndedBy, Truth } from './truth.ts';

const reportEveryMs = 10_000;
const transcodeEveryMs = 6000;
const photoMs = 8000;
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
  /** It claims to be somewhere it cannot be, once: over the end of the film, say. */
  misreport: (session: Session, offsetMs: number) => void;
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

  const recordHistory = createPlayHistory(world, clock.now);
  const conversions = createConversions(clock, frames);

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

  const beat = (session: Session): void => {
    after(session, reportEveryMs, () => {
      report(session);
      beat(session);
    });
  };

  const work = (session: Session): void => {
    after(session, transcodeEveryMs, () => {
      const ahead = conversions.update(session);
      if (ahead !== null && session.transcode?.pace === 'starving') starve(session, ahead);
      work(session);
    });
  };

  const starve = (session: Session, ahead: number): void => {
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
    world.lastSessionKey += 1;
    const atMs = clock.now();
    const session = newSession(request, {
      sessionKey: String(world.lastSessionKey),
      sessionId: prng.id(24),
      playId: prng.uuid(),
      atMs,
    });
    world.sessions.set(session.sessionKey, session);
    conversions.open(session, prng.id(24), request.transcodeHeadStartMs);
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
      if (beyond) conversions.open(session, transcode.id);
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
    conversions.close(session);
    session.item = item;
    session.playId = prng.uuid();
    session.state = 'playing';
    session.offsetMs = offsetMs;
    session.anchorMs = atMs;
    session.startedAtMs = atMs;
    session.delivery = deliver(item.versions, session.wish);
    if (session.playQueue !== null) session.playQueue.itemId += 1;
    conversions.open(session, prng.id(24));
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
    conversions.close(session);
    session.wish = wish;
    session.delivery = deliver(session.item.versions, wish);
    conversions.open(session, id);
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
    conversions.close(session);
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
    dropTranscode: conversions.close,
    stop,
    vanish: (session, listedForMs) => {
      anchor(session, clock.now());
      truth.ended(session, clock.now(), 'vanished');
      session.speaking = false;
      quieten(session);
      const leave = (): void => {
        conversions.close(session);
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
        conversions.open(session, prng.id(24));
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
    misreport: (session, offsetMs) => {
      session.reportedMs = offsetMs;
      playingFrame(frames, session, session.state);
    },
    report,
    after,
  };
}
