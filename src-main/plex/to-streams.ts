// Plex's streams in our words: codecs, sizes, dynamic range, subtitles. The same for stored files and delivered streams.
import {
  type AudioStream,
  type Container,
  type dynamicRangeSchema,
  type SubtitleStream,
  type VideoStream,
} from '../../src-contract/media.ts';
import { type Decision } from '../../src-contract/words.ts';
import { type RawMedia, type RawStream } from './schemas.ts';

export const STREAM_TYPE = { video: 1, audio: 2, subtitle: 3 } as const;

/** A 32-bit "unknown" leaks out as 2147483647 (recorded from transcodes); no stream has no bits. */
export const toBitrateKbps = (kbps: number | null): number | null =>
  kbps === null || kbps <= 0 || kbps >= 2 ** 31 - 1 ? null : kbps;

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

/** `copy`, `transcode`, `burn`; anything else that Plex says or leaves out is direct play (Tautulli pmsconnect.py). */
export const toDecision = (word: string | null): Decision => {
  if (word === 'copy') return 'copy';
  return word === 'transcode' || word === 'burn' ? 'transcode' : 'direct-play';
};

/** Plex writes `1080` for a file and `1080p` or `SD` for a delivered stream; where it says nothing the size tells. */
const toResolution = (word: string | null, width: number | null, height: number | null): string | null => {
  const plain = word?.trim().toLowerCase().replace(/[pi]$/, '');
  if (plain !== undefined) return plain === '2160' ? '4k' : plain;
  const [wide, high] = [width ?? 0, height ?? 0];
  if (wide === 0 && high === 0) return null;
  if (wide >= 3200 || high >= 1800) return '4k';
  if (wide >= 1800 || high >= 1000) return '1080';
  return wide >= 1200 || high >= 700 ? '720' : 'sd';
};

const FRAME_RATE_WORDS: Record<string, number> = { ntsc: 29.97, pal: 25 };

/** A stream has `23.975999999999999`, a Media only `24p`, `NTSC` or `PAL`. */
const toFrameRate = (exact: number | null, word: string | null): number | null => {
  if (exact !== null && exact > 0) return Math.round(exact * 1000) / 1000;
  if (word === null) return null;
  const plain = word.trim().toLowerCase();
  return FRAME_RATE_WORDS[plain] ?? positive(Number.parseFloat(plain) || null);
};

/**
 * HDR10+ has no attribute of its own: Plex only names it in the titles. A delivered stream keeps the titles of its
 * source, so they count only where the transfer curve is still PQ.
 */
const toDynamicRange = (stream: RawStream): (typeof dynamicRangeSchema)['_output'] | null => {
  if (stream.DOVIPresent === true || (stream.DOVIPresent === null && (stream.DOVIProfile ?? 0) > 0)) {
    return 'dolby-vision';
  }
  const curve = stream.colorTrc?.toLowerCase() ?? null;
  const primaries = stream.colorPrimaries?.toLowerCase() ?? null;
  if (curve === 'arib-std-b67') return 'hlg';
  const titles = `${stream.displayTitle ?? ''} ${stream.extendedDisplayTitle ?? ''}`;
  if (curve === 'smpte2084') return titles.includes('HDR10+') ? 'hdr10-plus' : 'hdr10';
  if (curve === null && primaries === 'bt2020' && (stream.bitDepth ?? 0) >= 10) return 'hdr10';
  return curve !== null || primaries !== null || stream.colorSpace !== null || stream.bitDepth === 8 ? 'sdr' : null;
};

const toInterlaced = (scanType: string | null): boolean | null => {
  if (scanType === null) return null;
  return scanType.toLowerCase() === 'interlaced';
};

export const toVideoStream = (stream: RawStream, media: RawMedia): VideoStream => {
  const width = positive(stream.width) ?? positive(media.width);
  const height = positive(stream.height) ?? positive(media.height);
  return {
    codec: stream.codec ?? media.videoCodec,
    profile: stream.profile,
    level: positive(stream.level),
    bitrateKbps: toBitrateKbps(stream.bitrate),
    width,
    height,
    resolution: toResolution(media.videoResolution, width, height),
    frameRate: toFrameRate(stream.frameRate, media.videoFrameRate),
    bitDepth: positive(stream.bitDepth),
    dynamicRange: toDynamicRange(stream),
    interlaced: toInterlaced(stream.scanType),
    ...(stream.refFrames !== null && stream.refFrames > 0 && { referenceFrames: stream.refFrames }),
    anamorphic: stream.anamorphic ?? (stream.pixelAspectRatio === null ? null : stream.pixelAspectRatio !== '1:1'),
  };
};

const toLanguage = (stream: RawStream): string | null => stream.language ?? stream.languageTag ?? stream.languageCode;

export const toAudioStream = (stream: RawStream, media: RawMedia): AudioStream => ({
  codec: stream.codec ?? media.audioCodec,
  profile: stream.profile,
  channels: positive(stream.channels) ?? positive(media.audioChannels),
  bitrateKbps: toBitrateKbps(stream.bitrate),
  samplingRateHz: positive(stream.samplingRate),
  language: toLanguage(stream),
  title: stream.title,
});

const PICTURE_SUBTITLES = new Set([
  'pgs',
  'hdmv_pgs_subtitle',
  'vobsub',
  'dvd_subtitle',
  'dvdsub',
  'dvb_subtitle',
  'dvbsub',
  'xsub',
]);

export const toSubtitleStream = (stream: RawStream): SubtitleStream => {
  const codec = stream.codec ?? stream.format;
  return {
    codec,
    format: codec === null ? null : PICTURE_SUBTITLES.has(codec.toLowerCase()) ? 'picture' : 'text',
    language: toLanguage(stream),
    title: stream.title,
    forced: stream.forced === true,
    // A subtitle in a file of its own has a `key` to fetch it by (Tautulli pmsconnect.py); delivered, its location says so.
    external: stream.key !== null || /^(external|sidecar)/.test(stream.location ?? ''),
  };
};

export const toContainer = (media: RawMedia, fallback: string | null): Container => ({
  container: media.container ?? fallback,
  protocol: media.protocol,
  bitrateKbps: toBitrateKbps(media.bitrate),
});
