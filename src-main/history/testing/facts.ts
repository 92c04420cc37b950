// Invented sessions and events for the tests of the history.
import type { Event, EventOf } from '../../../src-contract/event.ts';
import type { Session } from '../../../src-contract/session.ts';
import type { Decision } from '../../../src-contract/words.ts';

export const minuteMs = 60_000;

const item: Session['item'] = {
  guid: 'plex://movie/5d7768244de0ee001fcc7fed',
  ratingKey: '17',
  parentRatingKey: null,
  grandparentRatingKey: null,
  grandparentGuid: null,
  librarySectionId: '1',
  librarySectionTitle: 'Movies',
  type: 'movie',
  purpose: 'content',
  title: 'A Trip to the Moon',
  parentTitle: null,
  grandparentTitle: null,
  originalTitle: 'Le Voyage dans la Lune',
  index: null,
  parentIndex: null,
  year: 1902,
  durationMs: 100 * minuteMs,
  live: false,
  channel: null,
  thumb: '/library/metadata/17/thumb/1',
  art: null,
};

const player: Session['player'] = {
  title: 'Living room',
  product: 'Plex for Android (TV)',
  platform: 'Android',
  platformVersion: '12',
  device: 'Shield',
  version: '10.2',
  profile: 'Android',
  machineId: 'machine-1',
  address: '192.168.1.20',
  publicAddress: null,
};

const video = (codec: string, resolution: string) => ({
  codec,
  profile: null,
  level: null,
  bitrateKbps: 8000,
  width: null,
  height: null,
  resolution,
  frameRate: 24,
  bitDepth: 8,
  dynamicRange: 'sdr' as const,
  interlaced: false,
  anamorphic: false,
});

export const toStream = (decision: Decision, confirmed = true): Session['stream'] => {
  const container = { container: 'mkv', protocol: null, bitrateKbps: 9000 };
  return {
    decision,
    confirmed,
    container: { source: container, delivered: container, decision },
    video: { source: video('hevc', '4k'), delivered: video('h264', '1080'), decision },
    audio: null,
    subtitle: null,
  };
};

type Change = Partial<Omit<Session, 'item'>> & { item?: Partial<Session['item']> };

export const toSession = (change: Change = {}): Session => ({
  id: 'session-1',
  serverId: 'server-1',
  sessionKey: '3',
  terminateId: 'terminate-1',
  user: { id: '501', name: 'Ada', thumb: null },
  player,
  state: 'playing',
  startedAtMs: 0,
  placeAtMs: 0,
  positionMs: 0,
  positionAtMs: 0,
  pausedMs: 0,
  pausedSinceMs: null,
  bufferCount: 0,
  silent: false,
  starving: false,
  network: { location: 'lan', secure: true, bandwidthKbps: 9000 },
  stream: toStream('direct-play'),
  transcode: null,
  reasons: [],
  ...change,
  item: { ...item, ...change.item },
});

let count = 0;
const base = (atMs: number, session: Session) => ({
  id: `event-${process.pid}-${String((count += 1)).padStart(9, '0')}`,
  serverId: session.serverId,
  atMs,
});

export const started = (session: Session, creditsStartMs: number | null = null): EventOf<'session-started'> => ({
  ...base(session.startedAtMs, session),
  kind: 'session-started',
  session,
  creditsStartMs,
});

type Simple = 'session-paused' | 'session-resumed' | 'session-buffering' | 'session-watched';

export const told = <Kind extends Simple>(
  kind: Kind,
  session: Session,
  atMs: number,
  positionMs: number | null = null,
) => ({ ...base(atMs, session), kind, sessionId: session.id, positionMs });

export const streamChanged = (
  session: Session,
  atMs: number,
  change: Partial<EventOf<'session-stream-changed'>> = {},
): EventOf<'session-stream-changed'> => ({
  ...base(atMs, session),
  kind: 'session-stream-changed',
  sessionId: session.id,
  positionMs: null,
  stream: session.stream,
  reasons: [],
  transcode: null,
  network: session.network,
  player: session.player,
  versions: [],
  creditsStartMs: null,
  durationMs: null,
  ...change,
});

export const stopped = (
  session: Session,
  atMs: number,
  positionMs: number | null = null,
  change: Partial<EventOf<'session-stopped'>> = {},
): EventOf<'session-stopped'> => ({
  ...base(atMs, session),
  kind: 'session-stopped',
  sessionId: session.id,
  positionMs,
  session: { ...session, positionMs: positionMs ?? session.positionMs },
  endedBy: 'stopped',
  learnedAtMs: atMs,
  ...change,
});

/** A whole viewing in two facts. */
export const viewing = (session: Session, forMs: number, positionMs: number): Event[] => [
  started(session),
  stopped(session, session.startedAtMs + forMs, positionMs),
];
