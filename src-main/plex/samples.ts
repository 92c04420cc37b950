// Invented answers of a Plex server for this room's tests, with the shapes and quirks of recorded ones.

type Sample = Record<string, unknown>;

export const player = (more: Sample = {}): Sample => ({
  address: '192.168.7.20',
  device: 'Shield',
  machineIdentifier: 'shield-1',
  platform: 'Android',
  platformVersion: '11',
  product: 'Plex for Android (TV)',
  profile: 'Android',
  remotePublicAddress: '203.0.113.7',
  state: 'playing',
  title: 'Living room',
  version: '10.1.0',
  local: true,
  relayed: false,
  secure: true,
  userID: 1,
  ...more,
});

/** A film transcoded from 4K to 1080p with its picture subtitle burned in. */
export const transcodedFilm = (more: Sample = {}): Sample => ({
  sessionKey: '41',
  ratingKey: '9001',
  key: '/library/metadata/9001',
  guid: 'plex://movie/aa01',
  librarySectionID: '1',
  librarySectionTitle: 'Films',
  type: 'movie',
  title: 'The Lighthouse Keepers',
  originalTitle: 'Les Gardiens du phare',
  year: 1929,
  duration: 7_200_000,
  viewOffset: 600_000,
  thumb: '/library/metadata/9001/thumb/17',
  art: '/library/metadata/9001/art/17',
  Media: [
    {
      id: '77',
      selected: true,
      bitrate: 8200,
      width: 1920,
      height: 804,
      container: 'mp4',
      protocol: 'dash',
      videoCodec: 'h264',
      videoResolution: '1080p',
      videoFrameRate: '24p',
      audioCodec: 'aac',
      audioChannels: 2,
      Part: [
        {
          id: '88',
          decision: 'transcode',
          selected: true,
          container: 'mp4',
          Stream: [
            {
              id: '501',
              streamType: 1,
              codec: 'h264',
              bitrate: 7900,
              frameRate: 23.975999999999999,
              width: 1920,
              height: 804,
              decision: 'transcode',
              location: 'segments-video',
            },
            {
              id: '502',
              streamType: 2,
              codec: 'aac',
              channels: 2,
              bitrate: 256,
              language: 'French',
              languageCode: 'fra',
              selected: true,
              decision: 'transcode',
              location: 'segments-audio',
            },
            {
              id: '503',
              streamType: 3,
              codec: 'pgs',
              language: 'Deutsch',
              forced: true,
              selected: true,
              decision: 'burn',
              location: 'segments-video',
            },
          ],
        },
      ],
    },
  ],
  User: { id: '1', title: 'alice', thumb: 'https://plex.tv/users/aa/avatar?c=1' },
  Player: player(),
  Session: { id: 'sess-abcdefghijklmnopqrst', bandwidth: 9100, location: 'lan' },
  TranscodeSession: {
    key: '/transcode/sessions/tr-1',
    throttled: false,
    complete: false,
    progress: 9.8,
    size: -22,
    speed: 1.4,
    error: false,
    duration: 7_200_000,
    remaining: 700,
    context: 'streaming',
    sourceVideoCodec: 'hevc',
    sourceAudioCodec: 'dca',
    videoDecision: 'transcode',
    audioDecision: 'transcode',
    subtitleDecision: 'burn',
    protocol: 'dash',
    container: 'mp4',
    videoCodec: 'h264',
    audioCodec: 'aac',
    audioChannels: 2,
    transcodeHwRequested: true,
    transcodeHwDecoding: 'VAAPI',
    transcodeHwEncoding: 'vaapi',
    transcodeHwFullPipeline: true,
    timeStamp: 1_780_000_000.5,
    maxOffsetAvailable: 712.5,
    minOffsetAvailable: 0,
  },
  ...more,
});

/** A track played directly; its one stream has no decision. */
export const directTrack = (more: Sample = {}): Sample => ({
  sessionKey: '42',
  ratingKey: '9100',
  parentRatingKey: '9101',
  grandparentRatingKey: '9102',
  key: '/library/metadata/9100',
  guid: 'plex://track/bb01',
  grandparentGuid: 'plex://artist/bb00',
  librarySectionID: '3',
  librarySectionTitle: 'Music',
  type: 'track',
  title: 'Tide Table',
  parentTitle: 'Harbour Songs',
  grandparentTitle: 'Various Artists',
  originalTitle: 'The Mole Band',
  index: 4,
  parentIndex: 1,
  duration: 190_000,
  viewOffset: 9000,
  thumb: '/library/metadata/9101/thumb/5',
  grandparentArt: '/library/metadata/9102/art/5',
  Media: [
    {
      id: '120',
      selected: true,
      bitrate: 930,
      container: 'flac',
      audioCodec: 'flac',
      audioChannels: 2,
      Part: [
        {
          id: '121',
          decision: 'directplay',
          selected: true,
          container: 'flac',
          Stream: [
            {
              id: '601',
              streamType: 2,
              codec: 'flac',
              channels: 2,
              bitrate: 930,
              samplingRate: 44_100,
              gain: '-9.50',
              selected: true,
              location: 'direct',
            },
          ],
        },
      ],
    },
  ],
  User: { id: '7654321', title: 'ben', thumb: '' },
  Player: player({ address: '::ffff:192.168.7.31', profile: 'Firefox', state: 'paused', title: 'Firefox' }),
  Session: { id: 'sess-2', bandwidth: 10_000_000, location: 'lan' },
  ...more,
});

/** Live TV: no ratingKey, no duration, no position; a Media without id and a Part without streams. */
export const liveTv = (more: Sample = {}): Sample => ({
  sessionKey: '43',
  key: '/livetv/sessions/5e9f1c3a-0000-4000-8000-000000000001',
  guid: 'plex://episode/cc01',
  type: 'episode',
  live: '1',
  grandparentTitle: 'Harbour News',
  Media: [
    {
      uuid: '5e9f1c3a-0000-4000-8000-000000000001',
      origin: 'livetv',
      protocol: 'hls',
      container: 'mpegts',
      videoCodec: 'mpeg2video',
      videoResolution: '1080',
      videoFrameRate: 'NTSC',
      audioCodec: 'ac3',
      audioChannels: 6,
      channelTitle: 'Channel 5',
      Part: [{}],
    },
  ],
  User: { id: '1', title: 'alice' },
  Player: player(),
  Session: { id: 'sess-3', bandwidth: 9000, location: 'lan' },
  TranscodeSession: {
    key: 'tr-live',
    throttled: true,
    progress: -1,
    size: -22,
    speed: 0,
    duration: 7_200_000,
    videoDecision: 'copy',
    audioDecision: 'transcode',
    videoCodec: '*',
    audioCodec: '*',
    protocol: 'hls',
    container: 'mpegts',
    timeStamp: 1_780_000_000,
    maxOffsetAvailable: 190.976,
    minOffsetAvailable: 1,
  },
  ...more,
});

export const listOf = (...entries: unknown[]) => ({ MediaContainer: { size: entries.length, Metadata: entries } });

/** The same turned from XML: every value text, booleans 1 and 0, every child a list. */
export const asFromXml = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asFromXml);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isChild =
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !key.endsWith('Container');
      return [key, isChild ? [asFromXml(inner)] : asFromXml(inner)];
    }),
  );
};

/** Junk of every type that JSON knows. */
const JUNK = [null, true, false, 0, -1, 1e300, '', 'x', '1', [], [null], [[]], {}, { a: 1 }, 'a'.repeat(50)];

/** A copy of which a few keys are dropped or hold junk, decided by `random` (0 to 1). */
export const mutate = (value: unknown, random: () => number): unknown => {
  if (random() < 0.04) return JUNK[Math.floor(random() * JUNK.length)];
  if (Array.isArray(value)) return value.flatMap((inner) => (random() < 0.03 ? [] : [mutate(inner, random)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (random() < 0.05 ? [] : [[key, mutate(inner, random)]])),
  );
};

/** A small seeded generator, so that a failing mutation can be repeated. */
export const seededRandom = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
