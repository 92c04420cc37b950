// Codecs, containers and languages as an owner knows them.
import { type AudioStream, type SubtitleStream, type VideoStream } from '../../src-contract/media.ts';

/** Plex's spelling to the usual one; what is missing here is shown in capitals. */
const NAMES: Record<string, string> = {
  h264: 'H.264',
  hevc: 'HEVC',
  av1: 'AV1',
  vc1: 'VC-1',
  vp9: 'VP9',
  mpeg1video: 'MPEG-1',
  mpeg2video: 'MPEG-2',
  mpeg4: 'MPEG-4',
  aac: 'AAC',
  ac3: 'Dolby Digital',
  eac3: 'Dolby Digital Plus',
  truehd: 'Dolby TrueHD',
  dca: 'DTS',
  'dca-ma': 'DTS-HD MA',
  mp3: 'MP3',
  flac: 'FLAC',
  opus: 'Opus',
  vorbis: 'Vorbis',
  pgs: 'PGS',
  hdmv_pgs_subtitle: 'PGS',
  vobsub: 'VobSub',
  dvd_subtitle: 'VobSub',
  dvb_subtitle: 'DVB',
  ass: 'ASS',
  srt: 'SRT',
  mkv: 'MKV',
  mp4: 'MP4',
  mpegts: 'MPEG-TS',
};

export const describeCodec = (codec: string | null | undefined): string | null =>
  codec === null || codec === undefined || codec === '' ? null : (NAMES[codec.toLowerCase()] ?? codec.toUpperCase());

const describeResolution = (resolution: string | null): string | null =>
  resolution !== null && /^\d+$/.test(resolution) ? `${resolution}p` : (resolution?.toUpperCase() ?? null);

const join = (...words: (string | null)[]): string | null => words.filter((word) => word !== null).join(' ') || null;

/** Like `4K HEVC`. */
export const describeVideo = (stream: VideoStream | null): string | null =>
  stream === null ? null : join(describeResolution(stream.resolution), describeCodec(stream.codec));

const CHANNELS: Record<number, string> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

const describeChannels = (channels: number | null): string | null =>
  channels === null ? null : (CHANNELS[channels] ?? `${channels} channels`);

/** Like `DTS 5.1`. */
export const describeAudio = (stream: AudioStream | null): string | null =>
  stream === null ? null : join(describeCodec(stream.codec), describeChannels(stream.channels));

/** Like `German PGS`. */
export const describeSubtitle = (stream: SubtitleStream | null): string | null =>
  stream === null ? null : join(stream.language, describeCodec(stream.codec));
