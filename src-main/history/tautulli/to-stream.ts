// How a play was delivered, from Tautulli's columns of sources and streams.
import type { AudioStream, VideoStream } from '../../../src-contract/media.ts';
import type { Stream, Transcode } from '../../../src-contract/session.ts';
import type { Decision } from '../../../src-contract/words.ts';
import type { TautulliRow } from './row.ts';

const decisions: Readonly<Record<string, Decision>> = {
  'direct play': 'direct-play',
  directplay: 'direct-play',
  copy: 'copy',
  transcode: 'transcode',
  // Drawn into the picture.
  burn: 'transcode',
};

const toDecision = (word: string | null): Decision | null => (word === null ? null : (decisions[word] ?? null));

const ranges: Readonly<Record<string, NonNullable<VideoStream['dynamicRange']>>> = {
  SDR: 'sdr',
  HDR: 'hdr10',
  HDR10: 'hdr10',
  'HDR10+': 'hdr10-plus',
  HLG: 'hlg',
  'Dolby Vision': 'dolby-vision',
  DV: 'dolby-vision',
};

/** `1080p` and `1080` are one; `24p`, `NTSC` and `PAL` are rates. */
const toResolution = (text: string | null): string | null => text?.toLowerCase().replace(/[pi]$/, '') ?? null;
const rates: Readonly<Record<string, number>> = { ntsc: 29.97, pal: 25 };
const toRate = (text: string | null): number | null => {
  if (text === null) return null;
  const named = rates[text.toLowerCase()];
  if (named !== undefined) return named;
  const rate = Number.parseFloat(text);
  return Number.isFinite(rate) ? rate : null;
};

const toVideo = (row: TautulliRow, prefix: '' | 'stream_'): VideoStream | null => {
  const codec = row.text(`${prefix}video_codec`);
  const resolution = toResolution(row.text(`${prefix}video_resolution`) ?? row.text(`${prefix}video_full_resolution`));
  if (codec === null && resolution === null) return null;
  const scan = row.text(`${prefix}video_scan_type`);
  const range = row.text(`${prefix}video_dynamic_range`);
  return {
    codec,
    profile: null,
    level: row.number(`${prefix}video_codec_level`),
    bitrateKbps: row.number(`${prefix}video_bitrate`),
    width: row.number(`${prefix}video_width`),
    height: row.number(`${prefix}video_height`),
    resolution,
    frameRate: toRate(row.text(`${prefix}video_framerate`)),
    bitDepth: row.number(`${prefix}video_bit_depth`),
    // Tautulli writes several, such as "Dolby Vision/HDR10", the best first.
    dynamicRange: range === null ? null : (ranges[range.split('/')[0] ?? ''] ?? null),
    interlaced: scan === null ? null : scan === 'interlaced',
    anamorphic: null,
  };
};

const toAudio = (row: TautulliRow, prefix: '' | 'stream_'): AudioStream | null => {
  const codec = row.text(`${prefix}audio_codec`);
  if (codec === null) return null;
  return {
    codec,
    profile: null,
    channels: row.number(`${prefix}audio_channels`),
    bitrateKbps: row.number(`${prefix}audio_bitrate`),
    samplingRateHz: null,
    language: row.text(`${prefix}audio_language_code`) ?? row.text(`${prefix}audio_language`),
    title: null,
  };
};

const pictures = new Set(['pgs', 'vobsub', 'dvd_subtitle', 'dvb_subtitle', 'hdmv_pgs_subtitle']);

const toSubtitle = (row: TautulliRow): Stream['subtitle'] => {
  if (row.number('subtitles') !== 1) return null;
  const one = (prefix: '' | 'stream_') => {
    const codec = row.text(`${prefix}subtitle_codec`);
    if (codec === null) return null;
    return {
      codec,
      format: pictures.has(codec) ? ('picture' as const) : ('text' as const),
      language: row.text(`${prefix}subtitle_language_code`) ?? row.text(`${prefix}subtitle_language`),
      title: null,
      forced: row.number(`${prefix}subtitle_forced`) === 1,
      external: false,
    };
  };
  const word = row.text('stream_subtitle_decision');
  const source = one('');
  return {
    source,
    delivered: one('stream_') ?? (word === 'burn' ? null : source),
    decision: toDecision(word) ?? 'direct-play',
    burned: word === 'burn',
  };
};

const rank: Readonly<Record<Decision, number>> = { 'direct-play': 0, copy: 1, transcode: 2 };
const harder = (one: Decision, other: Decision): Decision => (rank[one] >= rank[other] ? one : other);

/** Null where Tautulli says nothing of the delivery. */
export const toStream = (row: TautulliRow): Stream | null => {
  const video = toDecision(row.text('stream_video_decision') ?? row.text('video_decision'));
  const audio = toDecision(row.text('stream_audio_decision') ?? row.text('audio_decision'));
  // Before 2016 there was no decision of the whole; it is the harder of its streams, as Tautulli has it since.
  const streams = [video, audio].filter((one) => one !== null);
  const whole =
    toDecision(row.text('transcode_decision')) ??
    streams.reduce<Decision | null>((most, one) => (most === null ? one : harder(most, one)), null);
  if (whole === null) return null;
  const sourceVideo = toVideo(row, '');
  const sourceAudio = toAudio(row, '');
  const bitrateKbps = row.number('bitrate');
  const container = row.text('container');
  const delivered = row.text('stream_container') ?? row.text('transcode_container');
  const deliveredKbps = row.number('stream_bitrate');
  const protocol = row.text('transcode_protocol');
  return {
    decision: whole,
    confirmed: true,
    container: {
      source: container === null && bitrateKbps === null ? null : { container, protocol: null, bitrateKbps },
      delivered:
        delivered === null && deliveredKbps === null
          ? null
          : { container: delivered, protocol, bitrateKbps: deliveredKbps },
      decision: toDecision(row.text('stream_container_decision')) ?? whole,
    },
    video: video === null && sourceVideo === null ? null : part(sourceVideo, toVideo(row, 'stream_'), video ?? whole),
    audio: audio === null && sourceAudio === null ? null : part(sourceAudio, toAudio(row, 'stream_'), audio ?? whole),
    subtitle: toSubtitle(row),
  };
};

/** A direct play delivers its source; older Tautullis did not write what was delivered. */
const part = <Source>(source: Source | null, delivered: Source | null, decision: Decision) => ({
  source,
  delivered: delivered ?? (decision === 'direct-play' ? source : null),
  decision,
});

/** Null where nothing was transcoded. */
export const toTranscode = (row: TautulliRow, stream: Stream | null): Transcode | null => {
  if (stream === null || stream.decision === 'direct-play') return null;
  return {
    key: '',
    progress: null,
    speed: null,
    throttled: false,
    aheadMs: null,
    protocol: row.text('transcode_protocol'),
    container: row.text('transcode_container'),
    videoDecision: stream.video?.decision ?? null,
    audioDecision: stream.audio?.decision ?? null,
    hardware: {
      requested: row.number('transcode_hw_requested') === 1,
      decode: row.text('transcode_hw_decode'),
      encode: row.text('transcode_hw_encode'),
      full: row.number('transcode_hw_full_pipeline') === 1,
    },
    complete: false,
    error: false,
    startedAtMs: null,
    maxOffsetMs: null,
  };
};
