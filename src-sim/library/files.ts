// The files behind the titles: resolution, codecs, sound tracks and subtitles, as a well-kept server has them.
import type { AudioStream, Language, SourceStream, Version, VideoStream } from './item.ts';

export type Ids = { next(): number };

export function createIds(first: number): Ids {
  let last = first - 1;
  return {
    next: () => {
      last += 1;
      return last;
    },
  };
}

const english: Language = { name: 'English', code: 'eng', tag: 'en' };
const german: Language = { name: 'Deutsch', code: 'ger', tag: 'de' };
const french: Language = { name: 'Français', code: 'fre', tag: 'fr' };

type Shape = {
  container: string;
  resolution: string;
  video: Omit<VideoStream, 'kind' | 'id'> | null;
  audio: Omit<AudioStream, 'kind' | 'id'>[];
  subtitles: { codec: string; language: Language; forced?: boolean; external?: boolean }[];
};

const sound = (
  codec: string,
  channels: number,
  bitrateKbps: number,
  profile: string | null = null,
  language = english,
) => ({
  codec,
  channels,
  bitrateKbps,
  profile,
  language,
  samplingRate: 48_000,
});

const picture = (
  codec: string,
  width: number,
  height: number,
  bitrateKbps: number,
): Omit<VideoStream, 'kind' | 'id'> => ({
  codec,
  profile: codec === 'hevc' ? 'main 10' : 'high',
  bitDepth: codec === 'hevc' ? 10 : 8,
  bitrateKbps,
  width,
  height,
  frameRate: 23.976,
  hdr: null,
});

export const shapes = {
  uhdHdr: {
    container: 'mkv',
    resolution: '4k',
    video: { ...picture('hevc', 3840, 2160, 52_400), hdr: 'hdr10' },
    audio: [sound('truehd', 8, 4200), sound('ac3', 6, 640, null, german)],
    subtitles: [
      { codec: 'pgs', language: english },
      { codec: 'srt', language: german, external: true },
    ],
  },
  uhdVision: {
    container: 'mkv',
    resolution: '4k',
    video: { ...picture('hevc', 3840, 1608, 24_800), hdr: 'dolby-vision' },
    audio: [sound('eac3', 6, 768)],
    subtitles: [{ codec: 'srt', language: english }],
  },
  fullHdDts: {
    container: 'mkv',
    resolution: '1080',
    video: picture('h264', 1920, 1080, 11_300),
    audio: [sound('dca', 6, 1536, 'dts'), sound('aac', 2, 192, 'lc', french)],
    subtitles: [
      { codec: 'pgs', language: english },
      { codec: 'srt', language: english, forced: true },
    ],
  },
  fullHd: {
    container: 'mp4',
    resolution: '1080',
    video: picture('h264', 1920, 800, 7600),
    audio: [sound('aac', 2, 192, 'lc')],
    subtitles: [{ codec: 'srt', language: english, external: true }],
  },
  fullHdHevc: {
    container: 'mkv',
    resolution: '1080',
    video: { ...picture('hevc', 1920, 1080, 4100), profile: 'main' },
    audio: [sound('eac3', 6, 640)],
    subtitles: [
      { codec: 'ass', language: english },
      { codec: 'srt', language: french },
    ],
  },
  hd: {
    container: 'mkv',
    resolution: '720',
    video: { ...picture('h264', 1280, 720, 3400), frameRate: 25 },
    audio: [sound('ac3', 6, 448)],
    subtitles: [{ codec: 'vobsub', language: english }],
  },
  old: {
    container: 'avi',
    resolution: '480',
    video: { ...picture('mpeg4', 640, 480, 1350), profile: 'advanced simple' },
    audio: [sound('mp3', 2, 128)],
    subtitles: [],
  },
  phone: {
    container: 'mp4',
    resolution: '720',
    video: picture('h264', 1280, 544, 1900),
    audio: [sound('aac', 2, 128, 'lc')],
    subtitles: [],
  },
  flac: {
    container: 'flac',
    resolution: '',
    video: null,
    audio: [{ ...sound('flac', 2, 921), samplingRate: 44_100, language: null }],
    subtitles: [],
  },
  mp3: {
    container: 'mp3',
    resolution: '',
    video: null,
    audio: [{ ...sound('mp3', 2, 320), samplingRate: 44_100, language: null }],
    subtitles: [],
  },
} satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

export function buildVersion(name: ShapeName, durationMs: number, path: string, ids: Ids): Version {
  const shape: Shape = shapes[name];
  const streams: SourceStream[] = [];
  if (shape.video !== null) streams.push({ kind: 'video', id: ids.next(), ...shape.video });
  for (const audio of shape.audio) streams.push({ kind: 'audio', id: ids.next(), ...audio });
  for (const { codec, language, forced = false, external = false } of shape.subtitles) {
    streams.push({ kind: 'subtitle', id: ids.next(), codec, language, forced, external });
  }
  const bitrateKbps = (shape.video?.bitrateKbps ?? 0) + shape.audio.reduce((sum, audio) => sum + audio.bitrateKbps, 0);
  return {
    id: ids.next(),
    partId: ids.next(),
    container: shape.container,
    durationMs,
    bitrateKbps,
    resolution: shape.resolution,
    width: shape.video?.width ?? 0,
    height: shape.video?.height ?? 0,
    file: `${path}.${shape.container}`,
    sizeBytes: Math.round((bitrateKbps * durationMs) / 8),
    optimized: name === 'phone',
    streams,
  };
}

export function buildPhotoVersion(path: string, ids: Ids): Version {
  return {
    id: ids.next(),
    partId: ids.next(),
    container: 'jpeg',
    durationMs: 0,
    bitrateKbps: 0,
    resolution: '',
    width: 4032,
    height: 3024,
    file: `${path}.jpeg`,
    sizeBytes: 2_400_000,
    optimized: false,
    streams: [],
  };
}
