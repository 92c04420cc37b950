// What a file is made of, in an owner's words: picture, sound, subtitles, container.
import type { AudioStream, Container, SubtitleStream, VideoStream } from '../media.ts';
import { formatBitrate } from './format.ts';

const codecNames: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'HEVC',
  h265: 'HEVC',
  av1: 'AV1',
  vp9: 'VP9',
  vc1: 'VC-1',
  mpeg2video: 'MPEG-2',
  mpeg4: 'MPEG-4',
  aac: 'AAC',
  ac3: 'AC3',
  eac3: 'EAC3',
  dca: 'DTS',
  dts: 'DTS',
  'dca-ma': 'DTS-HD MA',
  truehd: 'TrueHD',
  flac: 'FLAC',
  mp3: 'MP3',
  mp2: 'MP2',
  opus: 'Opus',
  vorbis: 'Vorbis',
  alac: 'ALAC',
  pcm: 'PCM',
  pgs: 'PGS',
  vobsub: 'VobSub',
  dvb_subtitle: 'DVB',
  srt: 'SRT',
  subrip: 'SRT',
  ass: 'ASS',
  ssa: 'SSA',
  mov_text: 'MP4 text',
  webvtt: 'WebVTT',
  mpegts: 'MPEG-TS',
  dash: 'DASH',
  hls: 'HLS',
};

const rangeNames = {
  sdr: null,
  hdr10: 'HDR10',
  'hdr10-plus': 'HDR10+',
  hlg: 'HLG',
  'dolby-vision': 'Dolby Vision',
} as const;

export function describeVideo(video: VideoStream): string {
  const range = video.dynamicRange === null ? null : rangeNames[video.dynamicRange];
  return words(describeResolution(video), range, codecName(video.codec), bitrate(video.bitrateKbps)) || 'unknown video';
}

/** `German TrueHD 7.1 4 Mbps`. */
export function describeAudio(audio: AudioStream): string {
  return (
    words(audio.language, codecName(audio.codec), describeChannels(audio.channels), bitrate(audio.bitrateKbps)) ||
    'unknown audio'
  );
}

export function describeSubtitle(subtitle: SubtitleStream): string {
  const forced = subtitle.forced ? 'forced' : null;
  return words(subtitle.language, codecName(subtitle.codec), forced) || 'unknown subtitle';
}

export function describeContainer(container: Container): string {
  const protocol = container.protocol === 'http' ? null : codecName(container.protocol);
  const name = codecName(container.container);
  return words(name, protocol === name ? null : protocol, bitrate(container.bitrateKbps)) || 'unknown container';
}

export function describeResolution(video: VideoStream): string | null {
  const { resolution } = video;
  if (resolution === null) return video.height === null ? null : `${video.height}p`;
  if (/^\d+$/.test(resolution)) return `${resolution}${video.interlaced === true ? 'i' : 'p'}`;
  return resolution.toUpperCase();
}

function describeChannels(channels: number | null): string | null {
  if (channels === null) return null;
  if (channels <= 2) return channels === 1 ? 'mono' : 'stereo';
  return channels >= 6 ? `${channels - 1}.1` : `${channels}.0`;
}

export function codecName(codec: string | null): string | null {
  return codec === null ? null : (codecNames[codec.toLowerCase()] ?? codec.toUpperCase());
}

function bitrate(kbps: number | null): string | null {
  return kbps === null ? null : formatBitrate(kbps);
}

function words(...pieces: Array<string | null>): string {
  return pieces.filter((piece) => piece !== null).join(' ');
}
