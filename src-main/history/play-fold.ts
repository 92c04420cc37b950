// From a session's events to the play that is kept: pure, and the same whenever it is computed.
import type { EventOf } from '../../src-contract/event.ts';
import type { MediaVersion } from '../../src-contract/media.ts';
import type { Evidence, Experience, Play } from '../../src-contract/play.ts';
import type { Session } from '../../src-contract/session.ts';
import { longestHeld, type Held } from './longest-held.ts';
import { defaultRules, SHORT_TRACK_MS, type Rules } from './rules.ts';
import type { SessionEvent } from './session-event.ts';

export type FoldedPlay = { play: Play; evidence: Evidence };

type Told = {
  pausedMs: number;
  held: Held[];
  positions: (number | null)[];
  bufferCount: number;
  watched: boolean;
  versions: MediaVersion[];
  limits: Evidence['limits'];
  transcodes: number;
  creditsStartMs: number | null;
  durationMs: number | null;
};

const toHeld = (from: Omit<Held, 'heldMs'>): Held => ({
  stream: from.stream,
  reasons: from.reasons,
  transcode: from.transcode,
  network: from.network,
  heldMs: 0,
});

/** Walks through the events once. Time never runs backwards, and nothing counts after the end. */
const tell = (events: readonly SessionEvent[], first: Session, startMs: number, endMs: number): Told => {
  const heard = events.some((event) => event.kind === 'session-started');
  const told: Told = {
    pausedMs: 0,
    held: [toHeld(first)],
    positions: [],
    bufferCount: 0,
    watched: false,
    versions: [],
    limits: null,
    transcodes: 0,
    creditsStartMs: null,
    durationMs: null,
  };
  let paused = heard && first.state === 'paused';
  let nowMs = startMs;
  const passTo = (atMs: number) => {
    const nextMs = Math.min(Math.max(nowMs, atMs), endMs);
    const current = told.held.at(-1);
    if (paused) told.pausedMs += nextMs - nowMs;
    else if (current) current.heldMs += nextMs - nowMs;
    nowMs = nextMs;
  };
  for (const event of events) {
    passTo(event.atMs);
    if ('positionMs' in event) told.positions.push(event.positionMs);
    if (event.kind === 'session-paused') paused = true;
    else if (event.kind === 'session-resumed') paused = false;
    else if (event.kind === 'session-buffering') told.bufferCount += 1;
    else if (event.kind === 'session-watched') told.watched = true;
    else if (event.kind === 'transcode-started') told.transcodes += 1;
    else if (event.kind === 'session-started') told.creditsStartMs ??= event.creditsStartMs;
    else if (event.kind === 'session-stream-changed') {
      told.held.push(toHeld(event));
      if (event.versions.length > 0) told.versions = event.versions;
      told.limits = event.limits ?? told.limits;
      told.creditsStartMs = event.creditsStartMs ?? told.creditsStartMs;
      told.durationMs = event.durationMs ?? told.durationMs;
    }
  }
  passTo(endMs);
  if (!heard) told.pausedMs = Math.min(Math.max(told.pausedMs, ownPausedMs(first, endMs)), endMs - startMs);
  return told;
};

/** What the session itself says: all there is when its events are missing, as after a restored backup. */
const ownPausedMs = ({ pausedMs, pausedSinceMs }: Session, endMs: number): number =>
  pausedMs + (pausedSinceMs === null ? 0 : Math.max(0, endMs - pausedSinceMs));

/** Within ten seconds of the end is the end, as Tautulli has it; an offset of 0 never is. */
const furthest = (positions: readonly (number | null)[], durationMs: number | null): number | null => {
  const known = positions.filter((position) => position !== null && position >= 0);
  if (known.length === 0) return null;
  const positionMs = known.reduce<number>((most, position) => Math.max(most, position ?? 0), 0);
  if (durationMs === null || durationMs <= 0 || positionMs === 0) return positionMs;
  return durationMs - positionMs <= 10_000 ? durationMs : positionMs;
};

/** Counted from 120 s on; a track of at least 30 s from 15 s on, a shorter one always: unless the owner says otherwise. */
export const isShort = (
  item: Play['item'],
  watchedMs: number,
  { shortVideoMs, shortTrackMs }: Rules = defaultRules,
): boolean => {
  if (item.type !== 'track') return watchedMs < shortVideoMs;
  return (item.durationMs ?? 0) >= SHORT_TRACK_MS && watchedMs < shortTrackMs;
};

/** Everything that was played on purpose. */
export const isKept = (item: Play['item']): boolean => item.purpose !== 'preroll' && item.purpose !== 'theme';

const toExperience = ({ bufferCount, transcodes }: Told, session: Session): Experience => {
  const stalls = Math.max(bufferCount, session.bufferCount);
  return {
    firstFrameMs: session.pace?.firstFrameMs ?? null,
    stalls,
    stalledMs: session.pace?.stalledMs ?? (stalls === 0 ? 0 : null),
    transcodeRestarts: Math.max(0, transcodes - 1),
  };
};

/**
 * `events` are those of the stop's session, in the order in which they were stored; `sampledMs` is the furthest position
 * among its samples. A play stands alone here; its group is found by `grouping.ts`.
 */
export const foldPlay = (
  events: readonly SessionEvent[],
  stop: EventOf<'session-stopped'>,
  sampledMs: number | null,
  rules: Rules = defaultRules,
): FoldedPlay => {
  const { session } = stop;
  const started = events.find((event) => event.kind === 'session-started');
  const startMs = (started?.session ?? session).startedAtMs;
  const endMs = Math.max(startMs, stop.atMs);
  const told = tell(events, started?.session ?? session, startMs, endMs);
  const durationMs = told.durationMs ?? session.item.durationMs;
  const positionMs = furthest([...told.positions, sampledMs, session.positionMs, stop.positionMs], durationMs);
  const held = longestHeld(told.held, toHeld(session));
  const watchedMs = endMs - startMs - told.pausedMs;
  const item = { ...session.item, durationMs };
  const known = durationMs !== null && durationMs > 0 && positionMs !== null;
  const neededMs = Math.min((durationMs ?? 0) * rules.watchedShare, told.creditsStartMs ?? Infinity);
  return {
    play: {
      id: session.id,
      serverId: session.serverId,
      groupId: session.id,
      user: session.user,
      item,
      player: session.player,
      network: held.network,
      stream: held.stream,
      reasons: held.reasons,
      startedAtMs: startMs,
      stoppedAtMs: endMs,
      watchedMs,
      pausedMs: told.pausedMs,
      positionMs,
      percent: known ? Math.round((Math.min(positionMs, durationMs) / durationMs) * 100) : null,
      watched: told.watched || (known && positionMs >= neededMs),
      bufferCount: Math.max(told.bufferCount, session.bufferCount),
      experience: toExperience(told, session),
      endedBy: stop.endedBy,
      short: isShort(item, watchedMs, rules),
      origin: 'live',
    },
    evidence: { versions: told.versions, stream: held.stream, transcode: held.transcode, limits: told.limits },
  };
};
