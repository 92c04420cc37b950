// What was playing when Marquee last stopped, as it was last seen: continued if still listed, else closed as presumed.
import type { Sample } from '../../src-contract/event.ts';
import type { AdoptedSession } from '../../src-contract/heard.ts';
import type { Session } from '../../src-contract/session.ts';
import type { SessionEvent } from './session-event.ts';

/** A session that has started and not stopped: its events so far, and the last and furthest of its samples. */
export type OpenSession = { events: SessionEvent[]; lastSample: Sample | null; furthestMs: number | null };

const pause = (session: Session, atMs: number): Session => ({
  ...session,
  state: 'paused',
  pausedSinceMs: session.pausedSinceMs ?? atMs,
});

const resume = (session: Session, atMs: number): Session => ({
  ...session,
  state: 'playing',
  pausedMs: session.pausedMs + (session.pausedSinceMs === null ? 0 : Math.max(0, atMs - session.pausedSinceMs)),
  pausedSinceMs: null,
});

const apply = (session: Session, event: SessionEvent): Session => {
  switch (event.kind) {
    case 'session-started':
      return event.session;
    case 'session-paused':
      return pause(session, event.atMs);
    case 'session-resumed':
      return resume(session, event.atMs);
    case 'session-buffering':
      return { ...session, state: 'buffering', bufferCount: session.bufferCount + 1 };
    case 'session-stream-changed':
      return {
        ...session,
        stream: event.stream,
        reasons: event.reasons,
        transcode: event.transcode,
        network: event.network,
        player: event.player,
        item: { ...session.item, durationMs: event.durationMs ?? session.item.durationMs },
      };
    case 'session-watched':
      return session;
    case 'transcode-started':
      return { ...session, transcode: event.transcode };
    case 'transcode-ended':
      return { ...session, transcode: null };
  }
};

const move = (session: Session, atMs: number, positionMs: number | null): Session =>
  positionMs === null ? session : { ...session, positionMs, positionAtMs: atMs };

const lastSample = (session: Session, sample: Sample): Session => {
  const moved = move(session, sample.atMs, sample.positionMs);
  if (sample.state === 'paused') return pause(moved, sample.atMs);
  return { ...(moved.state === 'paused' ? resume(moved, sample.atMs) : moved), state: sample.state };
};

/** Null when its start was never stored. */
export const toAdopted = (open: OpenSession): AdoptedSession | null => {
  const started = open.events.find((event) => event.kind === 'session-started');
  if (!started) return null;
  const adopted: AdoptedSession = {
    session: started.session,
    lastSeenAtMs: started.atMs,
    versions: [],
    creditsStartMs: started.creditsStartMs,
  };
  for (const event of open.events) {
    adopted.session = apply(adopted.session, event);
    if ('positionMs' in event) adopted.session = move(adopted.session, event.atMs, event.positionMs);
    if (event.kind === 'session-stream-changed') {
      if (event.versions.length > 0) adopted.versions = event.versions;
      adopted.creditsStartMs = event.creditsStartMs ?? adopted.creditsStartMs;
    }
    adopted.lastSeenAtMs = Math.max(adopted.lastSeenAtMs, event.atMs);
  }
  const sample = open.lastSample;
  if (sample === null || sample.atMs < adopted.lastSeenAtMs) return adopted;
  return { ...adopted, session: lastSample(adopted.session, sample), lastSeenAtMs: sample.atMs };
};
