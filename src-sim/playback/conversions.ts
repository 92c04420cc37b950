// Opens, feeds and closes the conversions of sessions, and says so on the socket.
import type { Frames } from '../frames.ts';
import type { SimClock } from '../sim-clock.ts';
import { transcodeFrame } from './session-frames.ts';
import { positionMs, type Session } from './session.ts';
import { aheadMs, measure, startTranscode } from './transcode.ts';

export type Conversions = {
  /** Does nothing for a session that needs no conversion. */
  open: (session: Session, id: string, headStartMs?: number) => void;
  close: (session: Session) => void;
  /** Brings it up to now; how far it is ahead of the player, or null when nothing is converted. */
  update: (session: Session) => number | null;
};

export function createConversions(clock: SimClock, frames: Frames): Conversions {
  return {
    open: (session, id, headStartMs) => {
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
    },
    close: (session) => {
      if (session.transcode !== null && !session.transcode.stray) transcodeFrame(frames, session, 'end');
      session.transcode = null;
    },
    update: (session) => {
      const { transcode } = session;
      if (transcode === null || transcode.stray) return null;
      const at = positionMs(session, clock.now());
      measure(transcode, clock.now(), at);
      transcodeFrame(frames, session, 'update');
      return aheadMs(transcode, at);
    },
  };
}
