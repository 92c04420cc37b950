// How a stream is delivered, in an owner's words: what the file is, what the viewer gets, which part is converted.
import type { AudioStream, Container, SubtitleStream, VideoStream } from '../src-contract/media.ts';
import type { Session, Stream, Transcode } from '../src-contract/session.ts';
import type { Decision } from '../src-contract/words.ts';
import { formatBitrate, formatSpan, formatSpeed } from './format.ts';

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

export const decisionWords: Readonly<Record<Decision, string>> = {
  'direct-play': 'Direct play',
  copy: 'Copy',
  transcode: 'Transcode',
};

/** The word on the chip: until two readings agree Plex may be wrong about itself. */
export function describeDecision(stream: Pick<Stream, 'decision' | 'confirmed'>): string {
  return stream.confirmed ? decisionWords[stream.decision] : 'Starting';
}

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

/** One line of the details: a part, what is stored, what is delivered, and how. Delivered is null when it is the same. */
export type PartLine = {
  part: 'Container' | 'Video' | 'Audio' | 'Subtitle';
  decision: Decision;
  source: string | null;
  delivered: string | null;
  /** How the card names it. */
  short: string;
};

export function describeParts(stream: Stream): PartLine[] {
  const { container, video, audio, subtitle } = stream;
  return [
    video && partLine('Video', video, describeVideo),
    audio && partLine('Audio', audio, describeAudio),
    subtitle && {
      ...partLine('Subtitle', subtitle, describeSubtitle),
      ...(subtitle.burned ? { delivered: 'burned into the picture', short: 'burned-in subtitle' } : {}),
    },
    partLine('Container', container, describeContainer),
  ].filter((line) => line !== null);
}

/** The converted parts for the card, those that are treated alike together: `video, container`, `audio copy`. */
export function describeConverted(stream: Stream): Array<{ decision: Decision; text: string }> {
  const parts = describeParts(stream);
  return (['transcode', 'copy'] as const).flatMap((decision) => {
    const names = parts.filter((line) => line.decision === decision).map(({ short }) => short);
    if (names.length === 0) return [];
    const word = decision === stream.decision ? '' : ` ${decisionWords[decision].toLowerCase()}`;
    return [{ decision, text: names.join(', ') + word }];
  });
}

/** The quality on the card, from the file to the viewer; `to` is null while nothing is converted. */
export function describeQuality(stream: Stream): { from: string; to: string | null } {
  const part = stream.video ?? stream.audio;
  if (part === null) return { from: describeContainer(stream.container.source ?? unknownContainer), to: null };
  const sourceBitrate = stream.container.source?.bitrateKbps ?? null;
  const deliveredBitrate = stream.container.delivered?.bitrateKbps ?? null;
  const describe =
    stream.video === null
      ? (side: 'source' | 'delivered', kbps: number | null) =>
          stream.audio?.[side] ? describeAudio(withBitrate({ ...stream.audio[side], language: null }, kbps)) : null
      : (side: 'source' | 'delivered', kbps: number | null) =>
          stream.video?.[side] ? describeVideo(withBitrate(stream.video[side], kbps)) : null;
  const from = describe('source', sourceBitrate);
  const to = describe('delivered', deliveredBitrate);
  if (part.decision !== 'transcode') return { from: from ?? to ?? 'quality unknown', to: null };
  return { from: from ?? 'source unknown', to: to ?? 'quality unknown' };
}

/** What the transcode works with; null where the picture is not converted. */
export function describeHardware(transcode: Transcode): string | null {
  if (transcode.videoDecision !== 'transcode') return null;
  const { decode, encode, full, requested } = transcode.hardware;
  const name = (encode ?? decode)?.toUpperCase();
  if (full || (decode !== null && encode !== null)) return name === undefined ? 'hardware' : `hardware (${name})`;
  if (encode !== null) return `hardware encoding (${name}), software decoding`;
  if (decode !== null) return `hardware decoding (${name}), software encoding`;
  return requested ? 'software, though hardware was asked for' : 'software';
}

/** Bandwidth and the transcode's effort, as short pieces that stand behind each other. */
export function describeLoad(session: Session): string[] {
  const { location, bandwidthKbps } = session.network;
  const place = location === null ? null : location === 'relay' ? 'Relay' : location.toUpperCase();
  const load = bandwidthKbps === null ? null : formatBitrate(bandwidthKbps);
  const transcode = workOf(session);
  return [
    words(place, load) || null,
    ...(transcode === null ? [] : [...describePace(transcode), describeHardware(transcode)]),
  ].filter((piece) => piece !== null);
}

/** What is wrong with this stream, in sentences. */
export function describeTroubles(session: Session): string[] {
  return [
    workOf(session)?.error === true ? 'Plex reports that this transcode failed.' : null,
    session.starving ? 'Slower than real time for 20 s: it will stop to buffer.' : null,
    session.silent ? 'No sign of life for a minute. The player may be gone; Plex still lists it.' : null,
  ].filter((trouble) => trouble !== null);
}

/** Plex may list a transcode that a direct play does not use. */
function workOf({ stream, transcode }: Session): Transcode | null {
  return stream.decision === 'direct-play' ? null : transcode;
}

/** How fast and how far ahead; throttled is Plex's word for a transcode that is far enough ahead to rest. */
function describePace({ complete, throttled, speed, aheadMs }: Transcode): Array<string | null> {
  if (complete) return ['converted to the end'];
  const ahead = aheadMs === null ? null : `${formatSpan(aheadMs)} ahead`;
  if (throttled) return [ahead === null ? 'throttled' : `${ahead}, throttled`];
  return [speed === null ? null : formatSpeed(speed), ahead];
}

const unknownContainer: Container = { container: null, protocol: null, bitrateKbps: null };

function partLine<Shape>(
  part: PartLine['part'],
  { source, delivered, decision }: { source: Shape | null; delivered: Shape | null; decision: Decision },
  describe: (shape: Shape) => string,
): PartLine {
  const from = source === null ? null : describe(source);
  const to = delivered === null ? null : describe(delivered);
  return {
    part,
    decision,
    source: from ?? (decision === 'direct-play' ? to : null),
    delivered: decision === 'direct-play' ? null : to,
    short: part.toLowerCase(),
  };
}

function describeResolution(video: VideoStream): string | null {
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

function withBitrate<Shape extends { bitrateKbps: number | null }>(shape: Shape, otherwiseKbps: number | null): Shape {
  return { ...shape, bitrateKbps: shape.bitrateKbps ?? otherwiseKbps };
}

function codecName(codec: string | null): string | null {
  return codec === null ? null : (codecNames[codec.toLowerCase()] ?? codec.toUpperCase());
}

function bitrate(kbps: number | null): string | null {
  return kbps === null ? null : formatBitrate(kbps);
}

function words(...pieces: Array<string | null>): string {
  return pieces.filter((piece) => piece !== null).join(' ');
}
