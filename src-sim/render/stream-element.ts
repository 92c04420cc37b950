// A file as Plex shows it: Media, Part and Stream, for what lies on the disk and for what is delivered.
import type { AudioStream, SourceStream, SubtitleStream, VideoStream } from '../library/item.ts';
import { element, type Attributes, type Element } from './element.ts';

const videoNames: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'HEVC',
  mpeg4: 'MPEG4',
  mpeg2video: 'MPEG2VIDEO',
  av1: 'AV1',
};
const audioNames: Readonly<Record<string, string>> = {
  aac: 'AAC',
  ac3: 'AC3',
  eac3: 'EAC3',
  dca: 'DTS',
  truehd: 'TRUEHD',
  flac: 'FLAC',
  mp3: 'MP3',
  opus: 'OPUS',
};
const layouts: Readonly<Record<number, string>> = { 1: 'Mono', 2: 'Stereo', 6: '5.1', 8: '7.1' };

const lineName = (height: number, width: number): string => {
  if (width > 2000) return '4K';
  if (width > 1300) return '1080p';
  if (width > 1000) return '720p';
  return height >= 480 ? '480p' : 'SD';
};

/** `asText`: sessions write stream ids as text in JSON, the library as numbers. */
export type StreamOptions = { asText: boolean; index: number; attributes: Attributes };

const id = (value: number, asText: boolean): string | number => (asText ? String(value) : value);

export function streamElement(stream: SourceStream, options: StreamOptions): Element {
  const base = { id: id(stream.id, options.asText) };
  if (stream.kind === 'video')
    return element('Stream', { ...base, ...videoAttributes(stream), index: options.index, ...options.attributes });
  if (stream.kind === 'audio')
    return element('Stream', { ...base, ...audioAttributes(stream), index: options.index, ...options.attributes });
  return element('Stream', {
    ...base,
    ...subtitleAttributes(stream),
    ...(stream.external ? {} : { index: options.index }),
    ...options.attributes,
  });
}

function videoTitle(stream: VideoStream): string {
  const range = { hdr10: ' HDR10', hlg: ' HLG', 'dolby-vision': ' DoVi/HDR10' };
  const name = videoNames[stream.codec] ?? stream.codec.toUpperCase();
  return `${lineName(stream.height, stream.width)} (${name}${stream.bitDepth > 8 ? ' Main 10' : ''}${stream.hdr === null ? '' : range[stream.hdr]})`;
}

function audioTitle(stream: AudioStream): string {
  const sound = `${audioNames[stream.codec] ?? stream.codec.toUpperCase()} ${layouts[stream.channels] ?? stream.channels}`;
  return stream.language === null ? sound : `${stream.language.name} (${sound})`;
}

function videoAttributes(stream: VideoStream): Attributes {
  if (stream.encoded === true) return encodedAttributes(stream);
  const wide = stream.hdr !== null;
  const { level, references, interlaced, anamorphic } = stream.shape ?? {
    level: stream.codec === 'hevc' ? 150 : 41,
    references: stream.codec === 'hevc' ? 1 : 4,
    interlaced: false,
    anamorphic: false,
  };
  return {
    streamType: 1,
    default: true,
    codec: stream.codec,
    bitrate: stream.bitrateKbps,
    bitDepth: stream.bitDepth,
    chromaLocation: 'left',
    chromaSubsampling: /4:\d:\d/.exec(stream.profile)?.[0] ?? '4:2:0',
    codedHeight: Math.ceil(stream.height / 16) * 16,
    codedWidth: stream.width,
    colorPrimaries: wide ? 'bt2020' : 'bt709',
    colorRange: 'tv',
    colorSpace: wide ? 'bt2020nc' : 'bt709',
    colorTrc: stream.hdr === 'hlg' ? 'arib-std-b67' : wide ? 'smpte2084' : 'bt709',
    ...(stream.hdr === 'dolby-vision'
      ? {
          DOVIBLCompatID: 1,
          DOVIBLPresent: true,
          DOVIELPresent: false,
          DOVILevel: 6,
          DOVIPresent: true,
          DOVIProfile: 8,
          DOVIRPUPresent: true,
          DOVIVersion: '1.0',
        }
      : {}),
    frameRate: stream.frameRate,
    hasScalingMatrix: false,
    height: stream.height,
    level,
    profile: stream.profile,
    refFrames: references,
    scanType: interlaced ? 'interlaced' : 'progressive',
    ...(anamorphic ? { anamorphic: true, pixelAspectRatio: '16:15' } : {}),
    width: stream.width,
    displayTitle: videoTitle(stream),
    extendedDisplayTitle: videoTitle(stream),
  };
}

/** A recorded one has neither level nor colours nor scan. */
function encodedAttributes(stream: VideoStream): Attributes {
  return {
    streamType: 1,
    default: true,
    codec: stream.codec,
    bitrate: stream.bitrateKbps,
    bitDepth: stream.bitDepth,
    frameRate: stream.frameRate,
    height: stream.height,
    width: stream.width,
    displayTitle: videoTitle(stream),
    extendedDisplayTitle: videoTitle(stream),
  };
}

function audioAttributes(stream: AudioStream): Attributes {
  const language = stream.language;
  return {
    streamType: 2,
    codec: stream.codec,
    channels: stream.channels,
    bitrate: stream.bitrateKbps,
    ...(language === null ? {} : { language: language.name, languageTag: language.tag, languageCode: language.code }),
    audioChannelLayout: stream.channels > 2 ? `${layouts[stream.channels] ?? stream.channels}(side)` : 'stereo',
    ...(stream.profile === null ? {} : { profile: stream.profile }),
    samplingRate: stream.samplingRate,
    // Loudness figures are text even in JSON.
    ...(language === null
      ? {
          albumGain: '-9.50',
          albumPeak: '1.000000',
          albumRange: '8.879813',
          gain: '-9.50',
          loudness: '-9.23',
          lra: '9.68',
          peak: '1.000000',
        }
      : {}),
    displayTitle: audioTitle(stream),
    extendedDisplayTitle: audioTitle(stream),
  };
}

function subtitleAttributes(stream: SubtitleStream): Attributes {
  const title = `${stream.language.name} (${stream.codec.toUpperCase()}${stream.forced ? ' Forced' : ''}${stream.external ? ' External' : ''})`;
  return {
    streamType: 3,
    codec: stream.codec,
    ...(stream.external ? { key: `/library/streams/${stream.id}`, format: stream.codec } : {}),
    ...(stream.forced ? { forced: true } : {}),
    language: stream.language.name,
    languageTag: stream.language.tag,
    languageCode: stream.language.code,
    displayTitle: title,
    extendedDisplayTitle: title,
  };
}

export function frameRateName(frameRate: number): string {
  if (Math.abs(frameRate - 25) < 0.1) return 'PAL';
  if (Math.abs(frameRate - 29.97) < 0.1) return 'NTSC';
  return `${Math.round(frameRate)}p`;
}
