// One invented fact of each kind, for the documentation. The types keep them as the contract wants them.
import type { Event, EventKind, EventOf } from '../../src-contract/event.ts';
import type { Play } from '../../src-contract/play.ts';
import type { Session } from '../../src-contract/session.ts';

const minuteMs = 60_000;
const startedAtMs = Date.UTC(2026, 10, 23, 19, 30);
const serverId = '9f2c41d0a7b84e6f8d3b5c1e7a90f264d8b1c3e5';
const site = 'pXq3n8dKc0LrT5vW1yZ7uB2a';
const sessionId = '019cb2b4-8a40-7c11-9d2e-5f6a7b8c9d0e';

const toId = (number: number): string => `019cb2b4-8a40-7000-8000-${String(number).padStart(12, '0')}`;

const source = {
  codec: 'hevc',
  profile: 'main 10',
  level: 150,
  bitrateKbps: 38_000,
  width: 3840,
  height: 2160,
  resolution: '4k',
  frameRate: 24,
  bitDepth: 10,
  dynamicRange: 'hdr10',
  interlaced: false,
  anamorphic: false,
} as const;
const delivered = {
  ...source,
  codec: 'h264',
  profile: 'high',
  bitrateKbps: 7600,
  width: 1920,
  height: 1080,
  resolution: '1080',
  bitDepth: 8,
  dynamicRange: 'sdr',
} as const;
const audio = {
  codec: 'eac3',
  profile: null,
  channels: 6,
  bitrateKbps: 640,
  samplingRateHz: 48_000,
  language: 'eng',
  title: null,
};

const stream: Session['stream'] = {
  decision: 'transcode',
  confirmed: true,
  container: {
    source: { container: 'mkv', protocol: null, bitrateKbps: 39_000 },
    delivered: { container: 'mpegts', protocol: 'hls', bitrateKbps: 8300 },
    decision: 'copy',
  },
  video: { source, delivered, decision: 'transcode' },
  audio: { source: audio, delivered: audio, decision: 'copy' },
  subtitle: null,
};

const transcode: NonNullable<Session['transcode']> = {
  key: 'a1b2c3d4e5',
  progress: 12.5,
  speed: 2.4,
  throttled: false,
  aheadMs: 61_000,
  protocol: 'hls',
  container: 'mpegts',
  videoDecision: 'transcode',
  audioDecision: 'copy',
  hardware: { requested: true, decode: 'vaapi', encode: 'vaapi', full: true },
  complete: false,
  error: false,
  startedAtMs: startedAtMs + 2000,
  maxOffsetMs: 122_000,
};

const reasons: Session['reasons'] = [
  {
    code: 'video-codec',
    confidence: 'certain',
    evidence: { source: 'hevc', delivered: 'h264' },
    text: 'The player does not play HEVC video.',
    remedy: 'Use a player that plays HEVC, or keep an H.264 version.',
  },
];

const session: Session = {
  id: sessionId,
  serverId,
  sessionKey: '42',
  terminateId: '4wq0z8h1n2f6',
  user: { id: '501', name: 'Ada', thumb: null },
  item: {
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
    durationMs: 14 * minuteMs,
    live: false,
    channel: null,
    thumb: '/library/metadata/17/thumb/1',
    art: null,
  },
  player: {
    title: 'Living room',
    product: 'Plex for Android (TV)',
    platform: 'Android',
    platformVersion: '12',
    device: 'Shield',
    version: '10.2',
    profile: 'Android',
    machineId: 'c0ffee-living-room',
    address: '192.168.1.20',
    publicAddress: null,
  },
  state: 'playing',
  startedAtMs,
  placeAtMs: startedAtMs,
  positionMs: 0,
  positionAtMs: startedAtMs,
  pausedMs: 0,
  pausedSinceMs: null,
  bufferCount: 0,
  silent: false,
  starving: false,
  network: { location: 'lan', secure: true, bandwidthKbps: 9000 },
  stream,
  transcode,
  reasons,
};

const play: Play = {
  id: sessionId,
  serverId,
  groupId: sessionId,
  user: session.user,
  item: session.item,
  player: session.player,
  network: session.network,
  stream,
  reasons,
  startedAtMs,
  stoppedAtMs: startedAtMs + 14 * minuteMs,
  watchedMs: 13 * minuteMs,
  pausedMs: minuteMs,
  positionMs: 13 * minuteMs,
  percent: 93,
  watched: true,
  bufferCount: 0,
  endedBy: 'stopped',
  short: false,
  origin: 'live',
};

const about = (number: number, minute: number) => ({
  id: toId(number),
  serverId,
  atMs: startedAtMs + minute * minuteMs,
});
const at = (number: number, minute: number) => ({ ...about(number, minute), sessionId, positionMs: minute * minuteMs });
const batch = { sectionId: '2', ratingKey: '310', title: 'The Expanse', counts: { episode: 2 }, titles: ['Dulcinea'] };

const examples: { [Kind in EventKind]: EventOf<Kind> } = {
  'session-started': { ...about(1, 0), kind: 'session-started', session, creditsStartMs: 13 * minuteMs },
  'session-paused': { ...at(2, 5), kind: 'session-paused' },
  'session-resumed': { ...at(3, 6), kind: 'session-resumed', positionMs: 5 * minuteMs },
  'session-buffering': { ...at(4, 7), kind: 'session-buffering' },
  'session-stream-changed': {
    ...at(5, 1),
    kind: 'session-stream-changed',
    stream,
    reasons,
    transcode,
    network: session.network,
    player: session.player,
    versions: [],
    creditsStartMs: 13 * minuteMs,
    durationMs: 14 * minuteMs,
  },
  'session-watched': { ...at(6, 13), kind: 'session-watched' },
  'session-stopped': {
    ...at(7, 14),
    kind: 'session-stopped',
    session,
    endedBy: 'stopped',
    learnedAtMs: startedAtMs + 14 * minuteMs,
  },
  'transcode-started': { ...about(8, 0), kind: 'transcode-started', sessionId, transcode, reasons },
  'transcode-ended': { ...about(9, 14), kind: 'transcode-ended', sessionId, transcode },
  'server-up': { ...about(10, 0), kind: 'server-up', name: 'Attic', version: '1.43.4.10718' },
  'server-down': { ...about(11, 0), kind: 'server-down', why: 'connection refused' },
  'server-update-available': { ...about(12, 0), kind: 'server-update-available', version: '1.43.5.10800' },
  'remote-access-up': { ...about(13, 0), kind: 'remote-access-up' },
  'remote-access-down': { ...about(14, 0), kind: 'remote-access-down' },
  'sign-in-expired': { ...about(15, 0), kind: 'sign-in-expired' },
  'library-added': { ...about(16, 0), kind: 'library-added', ...batch },
  'library-removed': { ...about(17, 0), kind: 'library-removed', ...batch },
  'item-rated': { ...about(18, 0), kind: 'item-rated', userName: 'Ada', title: 'A Trip to the Moon', rating: 9 },
  'device-new': { ...about(19, 0), kind: 'device-new', title: 'Kitchen', userName: 'Ada' },
  'database-backup': { ...about(20, 0), kind: 'database-backup' },
  'database-corrupted': { ...about(21, 0), kind: 'database-corrupted' },
  'gap-opened': { ...about(22, 0), kind: 'gap-opened', why: 'server-down' },
  'gap-closed': { ...about(23, 10), kind: 'gap-closed', fromMs: startedAtMs },
  'stream-stopped': {
    ...about(24, 9),
    kind: 'stream-stopped',
    sessionId,
    stopId: toId(240),
    message: 'The server restarts in a minute.',
    outcome: { kind: 'stopped', afterMs: 1200 },
  },
  'transcode-cancelled': {
    ...about(25, 9),
    kind: 'transcode-cancelled',
    sessionId,
    stopId: toId(250),
    outcome: { kind: 'came-back', afterMs: 2100, sameKey: false },
  },
  'play-recorded': {
    ...about(26, 14),
    kind: 'play-recorded',
    site,
    play,
    evidence: { versions: [], stream, transcode },
  },
  'play-changed': { ...about(27, 20), kind: 'play-changed', site, play },
  'play-removed': { ...about(28, 30), kind: 'play-removed', site, play },
};

/** In the order of the contract. */
export const allExamples: Event[] = Object.values(examples);
export const exampleSite = site;
