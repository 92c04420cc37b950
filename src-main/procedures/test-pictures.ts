// For tests: a server, sessions and plays that are complete enough for the contract, and a plain way to compare pictures.
import type { Ending, Snapshot } from '../../src-contract/live.ts';
import type { Play } from '../../src-contract/play.ts';
import type { Server } from '../../src-contract/server.ts';
import type { Session } from '../../src-contract/session.ts';
import type { ToPatch } from './live-feed.ts';

export const aServer = (over: Partial<Server> = {}): Server => ({
  id: 'attic',
  name: 'Attic',
  version: '1.41.0',
  platform: 'Linux',
  plexPass: true,
  canTerminate: true,
  owned: true,
  connection: { uri: 'http://127.0.0.1:32400', local: true, relay: false, secure: false },
  status: { kind: 'live', sinceMs: 1000 },
  remoteAccess: null,
  updateAvailable: null,
  activities: [],
  ...over,
});

const stream: Session['stream'] = {
  decision: 'direct-play',
  confirmed: true,
  container: { source: null, delivered: null, decision: 'direct-play' },
  video: null,
  audio: null,
  subtitle: null,
};

export const aSession = (over: Partial<Session> = {}): Session => ({
  id: 's1',
  serverId: 'attic',
  sessionKey: '1',
  terminateId: 't1',
  user: { id: '7', name: 'alice', thumb: null },
  item: {
    guid: 'plex://movie/1',
    ratingKey: '11',
    parentRatingKey: null,
    grandparentRatingKey: null,
    grandparentGuid: null,
    librarySectionId: '1',
    librarySectionTitle: 'Films',
    type: 'movie',
    purpose: 'content',
    title: 'Metropolis',
    parentTitle: null,
    grandparentTitle: null,
    originalTitle: null,
    index: null,
    parentIndex: null,
    year: 1927,
    durationMs: 9_180_000,
    live: false,
    channel: null,
    thumb: '/library/metadata/11/thumb/1700000000',
    art: null,
  },
  player: {
    title: 'Shield',
    product: null,
    platform: null,
    platformVersion: null,
    device: null,
    version: null,
    profile: null,
    machineId: 'm1',
    address: null,
    publicAddress: null,
  },
  state: 'playing',
  startedAtMs: 1000,
  placeAtMs: 1000,
  positionMs: 5000,
  positionAtMs: 6000,
  pausedMs: 0,
  pausedSinceMs: null,
  bufferCount: 0,
  silent: false,
  starving: false,
  network: { location: 'lan', secure: true, bandwidthKbps: 8000 },
  stream,
  transcode: null,
  reasons: [],
  ...over,
});

export const aPlay = (over: Partial<Play> = {}): Play => {
  const { id, serverId, user, item, player, network } = aSession();
  return {
    id,
    serverId,
    groupId: id,
    user,
    item,
    player,
    network,
    stream,
    reasons: [],
    startedAtMs: 1000,
    stoppedAtMs: 9_000_000,
    watchedMs: 8_000_000,
    pausedMs: 0,
    positionMs: 8_900_000,
    percent: 97,
    watched: true,
    bufferCount: 0,
    endedBy: 'stopped',
    short: false,
    origin: 'live',
    ...over,
  };
};

const withoutMovement = (session: Session) => JSON.stringify({ ...session, positionMs: null, positionAtMs: 0 });

/** Compares whole pictures by their text: slow and plainly right. */
export const toPatchPlainly: ToPatch = (before, after, endings) => {
  const old = new Map(before.sessions.map((session) => [session.id, session]));
  const isNew = (session: Session) => {
    const known = old.get(session.id);
    return known === undefined || withoutMovement(known) !== withoutMovement(session);
  };
  const sessions = after.sessions.filter(isNew);
  const ended = before.sessions
    .filter(({ id }) => after.sessions.every((session) => session.id !== id))
    .map(({ id }): Ending => endings.find(({ sessionId }) => sessionId === id) ?? presumed(id, after));
  const moved = after.sessions
    .filter((session) => !isNew(session) && old.get(session.id)?.positionMs !== session.positionMs)
    .map(({ id, positionMs, positionAtMs, pausedMs, network }) => ({
      id,
      positionMs,
      positionAtMs,
      pausedMs,
      bandwidthKbps: network.bandwidthKbps,
      progress: null,
      speed: null,
      throttled: null,
      aheadMs: null,
    }));
  const servers = JSON.stringify(before.servers) === JSON.stringify(after.servers) ? null : after.servers;
  const health = JSON.stringify(before.health) === JSON.stringify(after.health) ? null : after.health;
  const urgent = sessions.length > 0 || ended.length > 0 || servers !== null || health !== null;
  if (!urgent && moved.length === 0) return null;
  const { revision, atMs } = after;
  return { urgent, patch: { from: before.revision, revision, atMs, sessions, ended, moved, servers, health } };
};

const presumed = (sessionId: string, { atMs }: Snapshot): Ending => ({ sessionId, atMs, endedBy: 'presumed' });
