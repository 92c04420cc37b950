// A drawn play as things of the simulated house: the item with its files, the player, and what is delivered of it.
import type { AudioStream, Item, Language, SubtitleStream, Version, VideoStream } from '../library/item.ts';
import type { Player } from '../people.ts';
import { deliveredResolution, type Delivery, type How, type Wish } from '../playback/delivery.ts';
import type { Prng } from '../prng.ts';
import type { Ability } from './ability.ts';
import type { Caused } from './draw-caused.ts';
import type { Sent } from './decide.ts';
import { totalKbps, type Caption, type File, type Picture, type Sound } from './film.ts';

const languages: Readonly<Record<string, Language>> = {
  English: { name: 'English', code: 'eng', tag: 'en' },
  Deutsch: { name: 'Deutsch', code: 'ger', tag: 'de' },
  Français: { name: 'Français', code: 'fre', tag: 'fr' },
  Español: { name: 'Español', code: 'spa', tag: 'es' },
  日本語: { name: '日本語', code: 'jpn', tag: 'ja' },
};
const unnamed: Language = { name: 'English', code: 'eng', tag: 'en' };

const toVideo = (picture: Picture, id: number): VideoStream => ({
  kind: 'video',
  id,
  codec: picture.codec,
  profile: picture.profile,
  bitDepth: picture.bits,
  bitrateKbps: picture.kbps,
  width: picture.width,
  height: picture.height,
  frameRate: picture.fps,
  hdr: picture.range === 'sdr' ? null : picture.range,
  shape: {
    level: picture.level,
    references: picture.references,
    interlaced: picture.interlaced,
    anamorphic: picture.anamorphic,
  },
});

const toAudio = (sound: Sound, id: number): AudioStream => ({
  kind: 'audio',
  id,
  codec: sound.codec,
  profile: null,
  channels: sound.channels,
  bitrateKbps: sound.kbps,
  samplingRate: sound.hertz,
  language: languages[sound.language] ?? unnamed,
});

const toSubtitle = (caption: Caption, id: number): SubtitleStream => ({
  kind: 'subtitle',
  id,
  codec: caption.codec,
  language: languages[caption.language] ?? unnamed,
  forced: false,
  external: caption.external,
});

const toResolution = ({ width, height }: Picture): string => {
  if (width > 2600 || height > 1500) return '4k';
  if (width > 1300 || height > 800) return '1080';
  if (width > 1000 || height > 600) return '720';
  return height > 500 ? '576' : '480';
};

/** Places of a file's streams, from its own number on. */
const SOUNDS = 10;
const CAPTIONS = 50;

const toVersion = (file: File, id: number, durationMs: number, path: string): Version => ({
  id,
  partId: id + 1,
  container: file.container,
  durationMs,
  bitrateKbps: totalKbps(file),
  resolution: file.picture === null ? '' : toResolution(file.picture),
  width: file.picture?.width ?? 0,
  height: file.picture?.height ?? 0,
  file: `${path}.${file.container}`,
  sizeBytes: Math.round((totalKbps(file) * durationMs) / 8),
  optimized: file.optimized,
  analysed: file.analysed,
  streams: [
    ...(file.picture === null ? [] : [toVideo(file.picture, id + 2)]),
    ...file.sounds.map((sound, at) => toAudio(sound, id + SOUNDS + at)),
    ...file.captions.map((caption, at) => toSubtitle(caption, id + CAPTIONS + at)),
  ],
});

const captionHow = (how: How | 'burn', converting: boolean): How | 'burn' =>
  how === 'direct' && converting ? 'copy' : how;

const toDelivery = (sent: Sent, version: Version): Delivery => {
  const { picture, sound, caption } = sent;
  const converting = sent.protocol !== null;
  const encodes = picture?.how === 'transcode' || sound.how === 'transcode';
  const source = version.streams.find((stream) => stream.kind === 'video') ?? null;
  const sounds = version.streams.filter((stream) => stream.kind === 'audio');
  const captions = version.streams.filter((stream) => stream.kind === 'subtitle');
  const heard = sounds[sound.index];
  const read = caption === null ? undefined : captions[caption.index];
  const height = picture?.out.height ?? 0;
  return {
    version,
    converting,
    container: sent.container,
    protocol: sent.protocol,
    bitrateKbps: sent.kbps,
    width: picture?.out.width ?? 0,
    height,
    resolution:
      picture === null || !converting ? version.resolution : deliveredResolution(picture.how, version, height),
    video:
      picture === null || source === null
        ? null
        : {
            source,
            stream: { ...toVideo(picture.out, source.id), encoded: picture.how === 'transcode' },
            how: picture.how,
          },
    audio: heard === undefined ? null : { source: heard, stream: toAudio(sound.out, heard.id), how: sound.how },
    subtitle:
      caption === null || read === undefined
        ? null
        : { source: read, stream: toSubtitle(caption.out, read.id), how: captionHow(caption.how, converting) },
    decision: encodes ? 'transcode' : converting ? 'copy' : 'direct play',
  };
};

const toPlayer = ({ product, platform, device }: Ability, number: number, prng: Prng): Player => ({
  name: `caused-${number}`,
  machineIdentifier: prng.id(24),
  title: `${device} ${number}`,
  device,
  model: '',
  vendor: '',
  platform,
  platformVersion: '1',
  product,
  version: '1.0',
  profile: 'Generic',
});

const chips = [
  { decoder: 'qsv', encoder: 'qsv', title: 'Intel Alder Lake (QuickSync)', full: true },
  { decoder: 'nvdec', encoder: 'nvenc', title: 'NVIDIA GeForce GTX 1660', full: false },
] as const;

/** `frame`: a film, a track or a programme without files. */
export type Frame = { film: Item; airing: Item | null; number: number };

export const stageCaused = (
  { draft, played, decided: { sent, causes } }: Caused,
  { film, airing, number }: Frame,
  prng: Prng,
): { item: Item; player: Player; wish: Wish } => {
  const first = 1_000_000 + number * 1000;
  const isLive = draft.situation.live && airing !== null;
  const frame = isLive ? airing : film;
  const versions = draft.files.map((file, at) =>
    toVersion(file, first + at * 200, frame.durationMs, `/data/films/${film.title}-${at + 1}`),
  );
  const version = versions[draft.files.indexOf(played)] ?? versions[0];
  if (version === undefined) throw new Error('an item without a file cannot be played');
  const isTrack = played.picture === null;
  return {
    item: { ...frame, versions, ...(isTrack ? { type: 'track' as const, sectionId: 3, markers: [] } : {}) },
    player: toPlayer(draft.ability, number, prng),
    wish: {
      prepared: toDelivery(sent, version),
      causes,
      ...(sent.picture?.how === 'transcode' && prng.chance(0.6) ? { hardware: prng.pick(chips) } : {}),
    },
  };
};
