// For tests: films, viewers, streams and messages that are complete enough for the contract.
import { type AdoptedSession, type Hint, type SeenSession } from '../../src-contract/heard.ts';
import { type SourceMedia } from '../../src-contract/media.ts';
import { type ServerInfo } from '../../src-contract/server.ts';
import { type Item, type Session, type Transcode } from '../../src-contract/session.ts';
import { sampleItem } from '../../src-contract/text/test-samples.ts';
import { type Failure } from './input.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const SERVER = 'attic-id';

export const info: ServerInfo = {
  id: SERVER,
  name: 'attic',
  version: '1.43.0',
  platform: 'Linux',
  plexPass: true,
  canTerminate: true,
  ownerName: 'olga',
};

export const anItem = (changes: Partial<Item> = {}): Item =>
  sampleItem({ ratingKey: '10', durationMs: 100 * MINUTE, thumb: null, ...changes });

export const episode = (number: number, changes: Partial<Item> = {}): Item =>
  anItem({
    guid: `plex://episode/${number}`,
    ratingKey: `${100 + number}`,
    type: 'episode',
    title: `Chapter ${number}`,
    grandparentTitle: 'Les Vampires',
    index: number,
    durationMs: 20 * MINUTE,
    ...changes,
  });

export const video = (codec = 'h264', resolution = '1080', bitrateKbps: number | null = 8000) => ({
  codec,
  profile: null,
  level: null,
  bitrateKbps,
  width: null,
  height: null,
  resolution,
  frameRate: null,
  bitDepth: null,
  dynamicRange: null,
  interlaced: null,
  anamorphic: null,
});

export const audio = (codec = 'aac', channels = 2) => ({
  codec,
  profile: null,
  channels,
  bitrateKbps: null,
  samplingRateHz: null,
  language: 'English',
  title: null,
});

export const subtitle = (codec: string, format: 'picture' | 'text' | null, language: string | null = 'German') => ({
  codec,
  format,
  language,
  title: null,
  forced: false,
  external: false,
});

type Delivered = SeenSession['delivered'];

export const direct: Delivered = {
  mediaId: 'm1',
  partId: 'p1',
  partDecision: 'direct-play',
  container: { container: 'mkv', protocol: null, bitrateKbps: 9000 },
  video: { streamId: 'v', decision: 'direct-play', stream: video() },
  audio: { streamId: 'a', decision: 'direct-play', stream: audio() },
  subtitle: null,
};

export const remuxed: Delivered = {
  ...direct,
  partDecision: 'transcode',
  container: { container: 'mp4', protocol: 'dash', bitrateKbps: 9000 },
  video: { streamId: 'v', decision: 'copy', stream: video() },
  audio: { streamId: 'a', decision: 'copy', stream: audio() },
};

export const transcoded: Delivered = {
  ...remuxed,
  container: { container: 'mp4', protocol: 'dash', bitrateKbps: 4000 },
  video: { streamId: 'v', decision: 'transcode', stream: video('h264', '720', 3800) },
};

export const aTranscode = (changes: Partial<Transcode> = {}): Transcode => ({
  key: 'tk1',
  progress: 10,
  speed: 2,
  throttled: false,
  aheadMs: 30 * SECOND,
  protocol: 'dash',
  container: 'mp4',
  videoDecision: 'transcode',
  audioDecision: 'copy',
  hardware: { requested: false, decode: null, encode: null, full: false },
  complete: false,
  error: false,
  startedAtMs: null,
  maxOffsetMs: 40 * SECOND,
  ...changes,
});

export const seen = (changes: Partial<SeenSession> = {}): SeenSession => ({
  sessionKey: '1',
  terminateId: 't1',
  account: { id: '501', name: 'alice', thumb: null },
  item: anItem(),
  player: {
    title: 'Living room',
    product: 'Plex for Roku',
    platform: 'Roku',
    platformVersion: null,
    device: null,
    version: null,
    profile: null,
    machineId: 'roku',
    address: null,
    publicAddress: null,
  },
  state: 'playing',
  positionMs: 10 * SECOND,
  network: { location: 'lan', secure: true, bandwidthKbps: 9000 },
  delivered: direct,
  transcode: null,
  ...changes,
});

/** Another viewer on another player. */
export const seenBen = (changes: Partial<SeenSession> = {}): SeenSession =>
  seen({
    sessionKey: '2',
    terminateId: 't2',
    account: { id: '502', name: 'ben', thumb: null },
    item: anItem({ guid: 'plex://movie/nosferatu', ratingKey: '20', title: 'Nosferatu' }),
    player: { ...seen().player, title: 'Office', machineId: 'shield' },
    ...changes,
  });

export const playing = (changes: Partial<Extract<Hint, { kind: 'playing' }>> = {}): Hint => ({
  kind: 'playing',
  sessionKey: '1',
  ratingKey: '10',
  clientId: 'roku',
  state: 'playing',
  positionMs: 20 * SECOND,
  transcodeKey: null,
  ...changes,
});

export const source = (changes: Partial<SourceMedia> = {}): SourceMedia => ({
  ratingKey: '10',
  guid: 'plex://movie/metropolis',
  durationMs: 100 * MINUTE,
  creditsStartMs: null,
  versions: [
    {
      mediaId: 'm1',
      partId: 'p1',
      container: { container: 'mkv', protocol: null, bitrateKbps: 20_000 },
      optimized: false,
      video: [{ ...video('hevc', '1080', 18_000), streamId: 'v' }],
      audio: [{ ...audio('dca', 6), streamId: 'a', isDefault: true }],
      subtitles: [{ ...subtitle('pgs', 'picture'), streamId: 's' }],
    },
  ],
  ...changes,
});

export const failure = (kind: string, retryAfterMs: number | null = null): Failure => ({
  kind,
  text: `it was ${kind}`,
  retryAfterMs,
});

export const adopted = (session: Session, lastSeenAtMs: number): AdoptedSession => ({
  session,
  lastSeenAtMs,
  versions: [],
  creditsStartMs: null,
});
