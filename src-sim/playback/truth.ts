// What really happened, written down while it happens: tests and benches hold Marquee's account against it.
import type { Session } from './session.ts';
import { positionMs } from './session.ts';

export type TrueDecision = {
  fromMs: number;
  decision: 'direct play' | 'copy' | 'transcode';
  video: string | null;
  audio: string | null;
  subtitle: string | null;
  transcodeKey: string | null;
};

export type TruePlay = {
  playId: string;
  /** More than one when the server was restarted during the play. */
  sessionKeys: string[];
  sessionId: string | null;
  ratingKey: string;
  guid: string;
  type: string;
  title: string;
  live: boolean;
  userId: number | null;
  userName: string | null;
  playerId: string;
  playerTitle: string;
  location: 'lan' | 'wan' | 'relay';
  startedAtMs: number;
  startOffsetMs: number;
  stoppedAtMs: number | null;
  /** Where the player was when the play ended; null while it goes on. */
  stoppedOffsetMs: number | null;
  durationMs: number;
  pauses: { fromMs: number; toMs: number | null }[];
  bufferings: { fromMs: number; toMs: number | null }[];
  decisions: TrueDecision[];
  endedBy: EndedBy | null;
  /** Why it is converted, where it was started with causes; none: it plays directly. */
  causes: readonly string[] | null;
};

export type EndedBy = 'stopped' | 'next-item' | 'terminated' | 'transcode-cancelled' | 'vanished' | 'server-restart';

export type Truth = {
  plays: () => TruePlay[];
  started: (session: Session, atMs: number) => void;
  stateChanged: (session: Session, atMs: number) => void;
  decided: (session: Session, atMs: number) => void;
  renamed: (session: Session) => void;
  ended: (session: Session, atMs: number, endedBy: EndedBy) => void;
};

type Span = { fromMs: number; toMs: number | null };

function switchSpan(spans: Span[], open: boolean, atMs: number): void {
  const last = spans.at(-1);
  const isOpen = last !== undefined && last.toMs === null;
  if (open && !isOpen) spans.push({ fromMs: atMs, toMs: null });
  if (!open && isOpen) last.toMs = atMs;
}

export function createTruth(): Truth {
  const plays = new Map<string, TruePlay>();

  const stateChanged = (session: Session, atMs: number): void => {
    const play = plays.get(session.playId);
    if (play === undefined) return;
    switchSpan(play.pauses, session.state === 'paused', atMs);
    switchSpan(play.bufferings, session.state === 'buffering', atMs);
  };

  const decided = (session: Session, atMs: number): void => {
    const { delivery, transcode } = session;
    plays.get(session.playId)?.decisions.push({
      fromMs: atMs,
      decision: delivery.decision,
      video: delivery.video?.how ?? null,
      audio: delivery.audio?.how ?? null,
      subtitle: delivery.subtitle?.how ?? null,
      transcodeKey: transcode === null || transcode.stray ? null : `/transcode/sessions/${transcode.id}`,
    });
  };

  return {
    plays: () => structuredClone([...plays.values()]),
    stateChanged,
    decided,
    started: (session, atMs) => {
      const { viewer, item } = session;
      const person = viewer === 'empty' || viewer === 'absent' ? null : viewer;
      plays.set(session.playId, {
        playId: session.playId,
        sessionKeys: [session.sessionKey],
        sessionId: session.sessionId,
        ratingKey: item.ratingKey,
        guid: item.guid,
        type: item.type,
        title: item.title,
        live: item.airing !== null,
        userId: person?.id ?? null,
        userName: person?.name ?? null,
        playerId: session.player.machineIdentifier,
        playerTitle: session.player.title,
        location: session.network.kind,
        startedAtMs: atMs,
        startOffsetMs: session.offsetMs,
        stoppedAtMs: null,
        stoppedOffsetMs: null,
        durationMs: item.durationMs,
        pauses: [],
        bufferings: [],
        decisions: [],
        endedBy: null,
        causes: session.wish.causes ?? null,
      });
      stateChanged(session, atMs);
      decided(session, atMs);
    },
    renamed: (session) => plays.get(session.playId)?.sessionKeys.push(session.sessionKey),
    ended: (session, atMs, endedBy) => {
      const play = plays.get(session.playId);
      if (play === undefined || play.stoppedAtMs !== null) return;
      switchSpan(play.pauses, false, atMs);
      switchSpan(play.bufferings, false, atMs);
      play.stoppedAtMs = atMs;
      play.stoppedOffsetMs = positionMs(session, atMs);
      play.endedBy = endedBy;
    },
  };
}
