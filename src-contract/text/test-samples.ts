// Example sessions, servers and snapshots, for tests only.
import type { AudioStream, VideoStream } from '../media.ts';
import type { Snapshot } from '../live.ts';
import type { Server } from '../server.ts';
import type { Item, Session, Stream, Transcode } from '../session.ts';

export const evening = Date.parse('2026-11-23T20:00:00Z');

export function sampleItem(changes: Partial<Item> = {}): Item {
  return {
    guid: 'plex://movie/metropolis',
    ratingKey: '101',
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
    thumb: '/library/metadata/101/thumb/1',
    art: null,
    ...changes,
  };
}

export function sampleVideo(changes: Partial<VideoStream> = {}): VideoStream {
  return {
    codec: 'hevc',
    profile: 'main 10',
    level: null,
    bitrateKbps: 38_000,
    width: 3840,
    height: 2160,
    resolution: '4k',
    frameRate: 24,
    bitDepth: 10,
    dynamicRange: 'hdr10',
    interlaced: false,
    anamorphic: false,
    ...changes,
  };
}

export function sampleAudio(changes: Partial<AudioStream> = {}): AudioStream {
  return {
    codec: 'truehd',
    profile: null,
    channels: 8,
    bitrateKbps: 4000,
    samplingRateHz: 48_000,
    language: 'German',
    title: null,
    ...changes,
  };
}

export function sampleStream(changes: Partial<Stream> = {}): Stream {
  return {
    decision: 'direct-play',
    confirmed: true,
    container: {
      source: { container: 'mkv', protocol: null, bitrateKbps: 42_000 },
      delivered: { container: 'mkv', protocol: null, bitrateKbps: 42_000 },
      decision: 'direct-play',
    },
    video: { source: sampleVideo(), delivered: sampleVideo(), decision: 'direct-play' },
    audio: { source: sampleAudio(), delivered: sampleAudio(), decision: 'direct-play' },
    subtitle: null,
    ...changes,
  };
}

export function sampleTranscode(changes: Partial<Transcode> = {}): Transcode {
  return {
    key: 'abc',
    progress: 31,
    speed: 1.44,
    throttled: false,
    aheadMs: 38_000,
    protocol: 'dash',
    container: 'mp4',
    videoDecision: 'transcode',
    audioDecision: 'copy',
    hardware: { requested: true, decode: 'vaapi', encode: 'vaapi', full: true },
    complete: false,
    error: false,
    startedAtMs: evening - 600_000,
    maxOffsetMs: null,
    ...changes,
  };
}

/** 4K HEVC to 1080p H.264 with the German picture subtitle burned in. */
export const burnedStream: Stream = sampleStream({
  decision: 'transcode',
  container: {
    source: { container: 'mkv', protocol: null, bitrateKbps: 42_000 },
    delivered: { container: 'mp4', protocol: 'dash', bitrateKbps: 8200 },
    decision: 'transcode',
  },
  video: {
    source: sampleVideo(),
    delivered: sampleVideo({ codec: 'h264', resolution: '1080', bitrateKbps: 8000, dynamicRange: 'sdr' }),
    decision: 'transcode',
  },
  audio: { source: sampleAudio(), delivered: sampleAudio(), decision: 'copy' },
  subtitle: {
    source: { codec: 'pgs', format: 'picture', language: 'German', title: null, forced: false, external: false },
    delivered: null,
    decision: 'transcode',
    burned: true,
  },
});

export function sampleSession(changes: Partial<Session> = {}): Session {
  return {
    id: 's1',
    serverId: 'attic',
    sessionKey: '1',
    terminateId: 'term-1',
    user: { id: '7', name: 'alice', thumb: null },
    item: sampleItem(),
    player: {
      title: 'living room',
      product: 'Plex for Android (TV)',
      platform: 'Android',
      platformVersion: '11',
      device: 'Shield',
      version: '10.1',
      profile: 'Android',
      machineId: 'm1',
      address: '192.168.1.20',
      publicAddress: null,
    },
    state: 'playing',
    startedAtMs: evening - 2_530_000,
    placeAtMs: evening - 2_530_000,
    positionMs: 2_530_000,
    positionAtMs: evening,
    pausedMs: 0,
    pausedSinceMs: null,
    bufferCount: 0,
    silent: false,
    starving: false,
    network: { location: 'lan', secure: true, bandwidthKbps: 8200 },
    stream: sampleStream(),
    transcode: null,
    reasons: [],
    ...changes,
  };
}

export function sampleServer(changes: Partial<Server> = {}): Server {
  return {
    id: 'attic',
    name: 'attic',
    version: '1.43.0',
    platform: 'Linux',
    plexPass: true,
    canTerminate: true,
    owned: true,
    origin: 'address',
    accountId: null,
    enabled: true,
    trustedCertificate: null,
    connection: {
      uri: 'http://192.168.1.2:32400',
      local: true,
      relay: false,
      secure: false,
      why: 'This address was given.',
    },
    status: { kind: 'live', sinceMs: evening - 3_600_000 },
    remoteAccess: true,
    updateAvailable: null,
    activities: [],
    ...changes,
  };
}

export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return { revision: 1, atMs: evening, servers: [sampleServer()], sessions: [sampleSession()], health: [], ...changes };
}
