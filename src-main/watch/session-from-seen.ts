// A list entry as a session of ours: a new one, or what a known one has become.
import { type SeenSession } from '../../src-contract/heard.ts';
import { type Session } from '../../src-contract/session.ts';
import { toStream } from './deliver.ts';
import { explain } from './explain.ts';
import { keepSame } from './keep-same.ts';
import { KNOWN_NOTHING } from './player-known.ts';
import { type Tracked, type WatchState } from './state.ts';
import { toUser } from './to-user.ts';

type Place = Pick<WatchState, 'ownerName' | 'limits'> & {
  id: string;
  serverId: string;
  atMs: number;
  placeAtMs: number;
  firstSignMs: number | null;
};

/** Direct plays come with a TranscodeSession at times; nothing is transcoded then. */
export const toShownTranscode = (seen: SeenSession, decision: Session['stream']['decision']): Session['transcode'] =>
  decision === 'direct-play' ? null : seen.transcode;

/** New on the list. Nothing has moved and nothing is confirmed yet; `move` and `confirm` follow. */
export const toTracked = (seen: SeenSession, place: Place): Tracked => {
  const stream = { ...toStream(seen, null), confirmed: false };
  return {
    session: {
      id: place.id,
      serverId: place.serverId,
      sessionKey: seen.sessionKey,
      terminateId: seen.terminateId,
      user: toUser(seen.account, place.serverId, place.ownerName),
      item: seen.item,
      player: seen.player,
      state: 'buffering',
      startedAtMs: place.atMs,
      placeAtMs: place.placeAtMs,
      positionMs: seen.positionMs,
      positionAtMs: place.atMs,
      pausedMs: 0,
      pausedSinceMs: null,
      bufferCount: 0,
      silent: false,
      starving: false,
      network: seen.network,
      stream,
      transcode: toShownTranscode(seen, stream.decision),
      reasons: explain({
        stream,
        player: seen.player,
        network: seen.network,
        versions: [],
        limits: place.limits,
        live: seen.item.live,
        known: KNOWN_NOTHING,
      }),
    },
    announced: false,
    seen,
    source: null,
    sourceRead: false,
    limits: place.limits,
    known: null,
    seenAtMs: place.atMs,
    hintAtMs: null,
    movedAtMs: place.atMs,
    missingSinceMs: null,
    left: null,
    heardTranscodeKey: seen.transcode?.key ?? null,
    claim: null,
    confirmed: null,
    toldTranscode: null,
    slowSinceMs: null,
    watched: false,
    sampledAtMs: null,
    stallingSinceMs: null,
    firstSignMs: place.firstSignMs,
  };
};

/** Listed again: who, what and where as the list says now; how it moves and is delivered is decided elsewhere. */
export const withEntry = (
  tracked: Tracked,
  seen: SeenSession,
  known: Pick<WatchState, 'ownerName' | 'limits'>,
): Tracked => {
  const { session } = tracked;
  const isBack = tracked.missingSinceMs !== null;
  return {
    ...tracked,
    seen,
    source: tracked.source?.ratingKey === seen.item.ratingKey ? tracked.source : null,
    sourceRead: tracked.sourceRead && session.item.ratingKey === seen.item.ratingKey,
    limits: known.limits,
    missingSinceMs: null,
    session: {
      ...session,
      sessionKey: seen.sessionKey,
      terminateId: seen.terminateId,
      user: keepSame(session.user, toUser(seen.account, session.serverId, known.ownerName)),
      item: keepSame(session.item, seen.item),
      player: keepSame(session.player, seen.player),
      network: keepSame(session.network, seen.network),
      silent: isBack ? false : session.silent,
    },
  };
};
