// What a server would answer about such a session: the entry of the session list, the item of the library, the settings.
import type { Ability } from './ability.ts';
import type { Sent, Situation } from './decide.ts';
import { totalKbps, type Caption, type File, type Picture, type Sound } from './film.ts';

type Json = Record<string, unknown>;

const word = ({ width, height }: Picture, isSent: boolean): string => {
  if (width > 2600 || height > 1500) return '4k';
  const lines =
    width > 1300 || height > 800 ? '1080' : width > 1000 || height > 600 ? '720' : height > 500 ? '576' : '480';
  return isSent ? `${lines}p` : lines === '480' || lines === '576' ? 'sd' : lines;
};

const CURVES = { sdr: 'bt709', hdr10: 'smpte2084', hlg: 'arib-std-b67', 'dolby-vision': 'smpte2084' } as const;

const pictureStream = (picture: Picture, id: number): Json => ({
  id: String(id),
  streamType: 1,
  default: true,
  codec: picture.codec,
  bitrate: picture.kbps,
  bitDepth: picture.bits,
  colorPrimaries: picture.range === 'sdr' ? 'bt709' : 'bt2020',
  colorSpace: picture.range === 'sdr' ? 'bt709' : 'bt2020nc',
  colorTrc: CURVES[picture.range],
  ...(picture.range === 'dolby-vision' ? { DOVIPresent: true, DOVIProfile: 8, DOVILevel: 6 } : {}),
  frameRate: picture.fps,
  width: picture.width,
  height: picture.height,
  level: picture.level,
  profile: picture.profile,
  refFrames: picture.references,
  scanType: picture.interlaced ? 'interlaced' : 'progressive',
  ...(picture.anamorphic ? { anamorphic: true, pixelAspectRatio: '16:15' } : {}),
});

/** An encoded picture is told with less: a recorded one has neither level nor colours nor scan. */
const encodedStream = (picture: Picture, id: number): Json => ({
  id: String(id),
  streamType: 1,
  default: true,
  codec: picture.codec,
  bitrate: picture.kbps,
  bitDepth: picture.bits,
  frameRate: picture.fps,
  width: picture.width,
  height: picture.height,
  decision: 'transcode',
  location: 'segments-video',
});

const soundStream = (sound: Sound, id: number, isFirst: boolean): Json => ({
  id: String(id),
  streamType: 2,
  codec: sound.codec,
  channels: sound.channels,
  bitrate: sound.kbps,
  samplingRate: sound.hertz,
  language: sound.language,
  ...(isFirst ? { default: true } : {}),
});

const captionStream = (caption: Caption, id: number): Json => ({
  id: String(id),
  streamType: 3,
  codec: caption.codec,
  language: caption.language,
  ...(caption.external ? { key: `/library/streams/${id}`, format: caption.codec } : {}),
});

/** Every stream has its place in the file, and its number from that. */
const idOf = (fileAt: number, place: number): number => 1000 * (fileAt + 1) + place;
const SOUNDS = 10;
const CAPTIONS = 50;

const shapeOf = (file: File, picture: Picture | null, sound: Sound | null): Json => ({
  container: file.container,
  bitrate: totalKbps(file),
  ...(picture === null
    ? {}
    : {
        width: picture.width,
        height: picture.height,
        videoCodec: picture.codec,
        videoResolution: word(picture, false),
      }),
  ...(sound === null ? {} : { audioCodec: sound.codec, audioChannels: sound.channels }),
});

const storedMedia = (file: File, at: number): Json => {
  const ids = { id: at + 1, Part: [{ id: at + 501, container: file.container, Stream: storedStreams(file, at) }] };
  if (!file.analysed) return { id: at + 1, Part: [{ id: at + 501, container: file.container }] };
  return {
    ...ids,
    ...shapeOf(file, file.picture, file.sounds[0] ?? null),
    ...(file.optimized ? { proxyType: 42 } : {}),
  };
};

const storedStreams = (file: File, at: number): Json[] => [
  ...(file.picture === null ? [] : [pictureStream(file.picture, idOf(at, 0))]),
  ...file.sounds.map((sound, n) => soundStream(sound, idOf(at, SOUNDS + n), n === 0)),
  ...file.captions.map((caption, n) => captionStream(caption, idOf(at, CAPTIONS + n))),
];

export const libraryAnswer = (files: readonly File[]): Json => ({
  MediaContainer: {
    size: 1,
    Metadata: [
      {
        ratingKey: '42',
        guid: 'plex://movie/42',
        type: 'movie',
        title: 'Nobody',
        duration: 6_000_000,
        Media: files.map(storedMedia),
      },
    ],
  },
});

export const settingsAnswer = ({ remoteKbps }: Situation): Json => ({
  MediaContainer: {
    size: 2,
    Setting: [
      { id: 'FriendlyName', type: 'text', value: 'Attic' },
      { id: 'WanPerStreamMaxUploadRate', type: 'int', value: remoteKbps ?? 0 },
      { id: 'WanTotalMaxUploadRate', type: 'int', value: 0 },
    ],
  },
});

const how = (said: string, location: string): Json =>
  said === 'direct' ? { location: 'direct' } : { decision: said, location };

const sentStreams = (sent: Sent, at: number): Json[] => {
  const { picture, sound, caption } = sent;
  const isConverted = sent.protocol !== null;
  return [
    ...(picture === null
      ? []
      : [
          picture.how === 'transcode'
            ? encodedStream(picture.out, idOf(at, 0))
            : { ...pictureStream(picture.out, idOf(at, 0)), ...how(picture.how, 'segments-video') },
        ]),
    ...(sound === null
      ? []
      : [
          {
            ...soundStream(sound.out, idOf(at, SOUNDS + sound.index), sound.index === 0),
            ...how(sound.how, 'segments-audio'),
            selected: true,
          },
        ]),
    ...(caption === null
      ? []
      : [
          {
            ...captionStream(caption.out, idOf(at, CAPTIONS + caption.index)),
            ...(isConverted ? how(caption.how === 'direct' ? 'copy' : caption.how, 'segments-subs') : {}),
            selected: true,
          },
        ]),
  ];
};

export const sessionAnswer = (sent: Sent, fileAt: number, ability: Ability, situation: Situation): Json => {
  const { picture, sound } = sent;
  const { live, place } = situation;
  const isConverted = sent.protocol !== null;
  const shape = {
    container: sent.container,
    bitrate: sent.kbps,
    ...(isConverted ? { protocol: sent.protocol } : {}),
    ...(picture === null ? {} : { width: picture.out.width, height: picture.out.height }),
  };
  const media = {
    ...(live ? { origin: 'livetv', uuid: 'abc' } : { id: String(fileAt + 1) }),
    ...shape,
    ...(picture === null
      ? {}
      : { videoCodec: picture.out.codec, videoResolution: word(picture.out, picture.how === 'transcode') }),
    ...(sound === null ? {} : { audioCodec: sound.out.codec, audioChannels: sound.out.channels }),
    ...(sent.file.optimized ? { proxyType: 42 } : {}),
    selected: true,
    Part: [
      {
        ...(live ? {} : { id: String(fileAt + 501) }),
        ...shape,
        decision: isConverted ? 'transcode' : 'directplay',
        selected: true,
        Stream: sentStreams(sent, fileAt),
      },
    ],
  };
  return {
    MediaContainer: {
      size: 1,
      Metadata: [
        {
          ...(live ? { live: '1', key: '/livetv/sessions/abc' } : { ratingKey: '42', key: '/library/metadata/42' }),
          sessionKey: '7',
          guid: 'plex://movie/42',
          type: picture === null ? 'track' : 'movie',
          title: 'Nobody',
          ...(live ? {} : { duration: 6_000_000, viewOffset: 600_000 }),
          Media: [media],
          User: { id: '1', title: 'Ada' },
          Player: {
            machineIdentifier: 'm',
            title: ability.device,
            product: ability.product,
            platform: ability.platform,
            device: ability.device,
            state: 'playing',
            local: place === 'lan',
            relayed: place === 'relay',
            secure: true,
          },
          Session: { id: 's', bandwidth: Math.round(sent.kbps * 1.1), location: place === 'lan' ? 'lan' : 'wan' },
        },
      ],
    },
  };
};
