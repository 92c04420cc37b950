// How a file reaches a player: which of its streams go out as they are, are repacked, converted or burned in.
import type { AudioStream, SubtitleStream, Version, VideoStream } from '../library/item.ts';

export type Pace = 'normal' | 'starving';

/** What the player asks for. Everything left out goes out untouched. */
export type Wish = {
  version?: number | undefined;
  video?: 'copy' | 'transcode' | undefined;
  audio?: 'copy' | 'transcode' | undefined;
  /** Which subtitle of the file, and what becomes of it. */
  subtitle?: { index: number; how: 'copy' | 'transcode' | 'burn' | 'direct' } | undefined;
  audioIndex?: number | undefined;
  height?: number | undefined;
  kbps?: number | undefined;
  videoCodec?: string | undefined;
  audioCodec?: string | undefined;
  protocol?: 'dash' | 'hls' | 'http' | undefined;
  hardware?: { decoder: string; encoder: string; title: string; full: boolean } | undefined;
  pace?: Pace | undefined;
  /** Plex attaches a TranscodeSession to some direct plays. */
  strayTranscode?: boolean | undefined;
  /** Decided already, and why: the truth, which no answer tells. */
  prepared?: Delivery | undefined;
  causes?: readonly string[] | undefined;
};

export type How = 'direct' | 'copy' | 'transcode';
export type Delivered<S> = { source: S; stream: S; how: How | 'burn' };

export type Delivery = {
  version: Version;
  /** Whether the server works on the file at all. */
  converting: boolean;
  container: string;
  protocol: string | null;
  bitrateKbps: number;
  width: number;
  height: number;
  resolution: string;
  video: Delivered<VideoStream> | null;
  audio: Delivered<AudioStream> | null;
  subtitle: Delivered<SubtitleStream> | null;
  decision: 'direct play' | 'copy' | 'transcode';
};

const qsv = { decoder: 'qsv', encoder: 'qsv', title: 'Intel Alder Lake (QuickSync)', full: true };
const nvenc = { decoder: 'nvdec', encoder: 'nvenc', title: 'NVIDIA GeForce GTX 1660', full: false };

/** Wishes that occur again and again, by name. */
export const wishes = {
  direct: {},
  remux: { video: 'copy', audio: 'copy', protocol: 'hls' },
  audio: { video: 'copy', audio: 'transcode', protocol: 'dash' },
  video: { video: 'transcode', audio: 'transcode', height: 1080, kbps: 8000, protocol: 'dash' },
  hd720: { video: 'transcode', audio: 'transcode', height: 720, kbps: 3000, protocol: 'dash', hardware: qsv },
  hardware: { video: 'transcode', audio: 'transcode', height: 1080, kbps: 10_000, protocol: 'dash', hardware: nvenc },
  phone: { video: 'transcode', audio: 'transcode', height: 480, kbps: 1500, protocol: 'hls' },
  burn: { video: 'transcode', audio: 'copy', subtitle: { index: 0, how: 'burn' }, protocol: 'dash', hardware: qsv },
  subtitles: { video: 'copy', audio: 'copy', subtitle: { index: 1, how: 'transcode' }, protocol: 'dash' },
  sidecar: { subtitle: { index: 1, how: 'direct' } },
  starving: { video: 'transcode', audio: 'transcode', height: 1080, kbps: 12_000, protocol: 'dash', pace: 'starving' },
  stray: { strayTranscode: true },
} as const satisfies Record<string, Wish>;

export type WishName = keyof typeof wishes;

const isWishName = (name: string): name is WishName => Object.hasOwn(wishes, name);
export const wishNames: readonly WishName[] = Object.keys(wishes).filter(isWishName);

export function deliver(versions: readonly Version[], wish: Wish): Delivery {
  if (wish.prepared !== undefined) return wish.prepared;
  const version = versions[wish.version ?? 0] ?? versions[0];
  if (version === undefined) throw new Error('an item without a file cannot be played');
  const video = version.streams.find((stream) => stream.kind === 'video') ?? null;
  const audio = version.streams.filter((stream) => stream.kind === 'audio')[wish.audioIndex ?? 0] ?? null;
  const subtitles = version.streams.filter((stream) => stream.kind === 'subtitle');
  const subtitle = wish.subtitle === undefined ? null : (subtitles[wish.subtitle.index] ?? subtitles[0] ?? null);
  const burning = subtitle !== null && wish.subtitle?.how === 'burn';
  const converting =
    wish.video !== undefined ||
    wish.audio !== undefined ||
    burning ||
    (subtitle !== null && (wish.subtitle?.how === 'transcode' || wish.subtitle?.how === 'copy'));

  // A burned subtitle makes the picture a transcode; beside any conversion an untouched stream is a copy.
  const rest: How = converting ? 'copy' : 'direct';
  const videoHow: How = burning ? 'transcode' : (wish.video ?? rest);
  const audioHow: How = wish.audio ?? rest;
  const sentVideo =
    video === null
      ? null
      : { source: video, stream: videoHow === 'transcode' ? toPicture(video, wish) : video, how: videoHow };
  const sentAudio =
    audio === null
      ? null
      : { source: audio, stream: audioHow === 'transcode' ? toSound(audio, wish) : audio, how: audioHow };
  const container = converting ? containerOf(wish, video === null) : version.container;
  const bitrateKbps = converting
    ? (sentVideo?.stream.bitrateKbps ?? 0) + (sentAudio?.stream.bitrateKbps ?? 0)
    : version.bitrateKbps;
  const height = sentVideo?.stream.height ?? version.height;
  return {
    version,
    converting,
    container,
    protocol: converting ? (wish.protocol ?? 'dash') : null,
    bitrateKbps,
    width: sentVideo?.stream.width ?? version.width,
    height,
    resolution: converting && video !== null ? deliveredResolution(videoHow, version, height) : version.resolution,
    video: sentVideo,
    audio: sentAudio,
    subtitle: subtitle === null ? null : toSubtitle(subtitle, wish.subtitle?.how ?? 'direct'),
    decision: overall(videoHow, video !== null, audioHow, converting),
  };
}

/** As Tautulli and Marquee both read it: a transcoded picture or sound makes it a transcode, else a repacking is a copy. */
function overall(video: How, hasVideo: boolean, audio: How, converting: boolean): Delivery['decision'] {
  if ((hasVideo && video === 'transcode') || audio === 'transcode') return 'transcode';
  return converting ? 'copy' : 'direct play';
}

function containerOf(wish: Wish, soundOnly: boolean): string {
  if (wish.protocol === 'hls') return 'mpegts';
  if (wish.protocol === 'http') return soundOnly ? 'mp3' : 'mkv';
  return 'mp4';
}

function toPicture(source: VideoStream, wish: Wish): VideoStream {
  const height = Math.min(wish.height ?? Math.min(source.height, 1080), source.height);
  const scale = height / source.height;
  return {
    ...source,
    codec: wish.videoCodec ?? 'h264',
    profile: 'high',
    bitDepth: 8,
    hdr: null,
    height,
    width: Math.round((source.width * scale) / 2) * 2,
    bitrateKbps: Math.min(wish.kbps ?? 12_000, source.bitrateKbps) - 256,
  };
}

function toSound(source: AudioStream, wish: Wish): AudioStream {
  return { ...source, codec: wish.audioCodec ?? 'aac', profile: 'lc', channels: 2, bitrateKbps: 256 };
}

function toSubtitle(source: SubtitleStream, how: NonNullable<Wish['subtitle']>['how']): Delivered<SubtitleStream> {
  return { source, stream: how === 'transcode' ? { ...source, codec: 'ass' } : source, how };
}

/** Plex writes `1080` for a source and `1080p` for what it delivers. */
export function deliveredResolution(how: How, version: Version, height: number): string {
  if (how === 'copy') return version.resolution === '4k' ? '4k' : `${version.resolution}p`;
  if (height > 1080) return '4k';
  if (height > 720) return '1080p';
  if (height > 480) return '720p';
  return '480p';
}
