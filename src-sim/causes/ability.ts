// What players can do: those that everybody has, and odd ones that nobody has heard of.
import type { Prng } from '../prng.ts';
import type { Range } from './film.ts';

export type PictureLimit = {
  height: number;
  level: number;
  bits: number;
  ranges: readonly Range[];
  fps: number;
  references: number;
  interlaced: boolean;
  /** 4:2:2 and its like. */
  special: boolean;
};

export type Ability = {
  product: string;
  platform: string;
  device: string;
  containers: readonly string[];
  pictures: Readonly<Record<string, PictureLimit>>;
  anamorphic: boolean;
  /** The most channels of each codec. */
  sounds: Readonly<Record<string, number>>;
  hertz: number;
  /** The most kbps of each codec, where its profile has such a ceiling. */
  soundKbps: Readonly<Record<string, number>>;
  /** Which texts it draws by itself; the others Plex converts, or burns in where it must. */
  texts: readonly string[];
  drawsPictures: boolean;
  burnsTexts: boolean;
  /** Whether it can pick another sound track out of the file by itself. */
  picksTracks: boolean;
  wraps: { container: string; protocol: string };
  /** What sound is converted to. */
  sound: { codec: string; channels: number };
};

const limit = (changes: Partial<PictureLimit> = {}): PictureLimit => ({
  height: 1080,
  level: 42,
  bits: 8,
  ranges: ['sdr'],
  fps: 60,
  references: 16,
  interlaced: true,
  special: false,
  ...changes,
});
const hevc = (changes: Partial<PictureLimit> = {}): PictureLimit =>
  limit({ height: 2160, level: 153, bits: 10, ranges: ['sdr', 'hdr10', 'hlg', 'dolby-vision'], ...changes });
const tall = limit({ height: 2160, level: 52 });

const television: Ability = {
  product: 'Plex for Samsung',
  platform: 'Tizen',
  device: 'Samsung TV',
  containers: ['mkv', 'mp4', 'mpegts', 'avi'],
  pictures: {
    h264: tall,
    hevc: hevc({ ranges: ['sdr', 'hdr10', 'hlg'] }),
    mpeg4: limit(),
    mpeg2video: limit(),
    vp9: tall,
  },
  anamorphic: true,
  sounds: { aac: 6, ac3: 6, eac3: 6, mp3: 2, flac: 2 },
  hertz: 48_000,
  soundKbps: {},
  texts: ['srt'],
  drawsPictures: false,
  burnsTexts: false,
  picksTracks: true,
  wraps: { container: 'mpegts', protocol: 'hls' },
  sound: { codec: 'ac3', channels: 6 },
};

const browser: Ability = {
  ...television,
  product: 'Plex Web',
  platform: 'Chrome',
  device: 'Windows',
  containers: ['mp4'],
  pictures: {
    h264: limit({ level: 52, height: 2160, interlaced: false }),
    vp9: tall,
    av1: limit({ bits: 10, height: 2160 }),
  },
  sounds: { aac: 8, mp3: 2, flac: 2, opus: 8 },
  hertz: 96_000,
  texts: ['srt', 'ass'],
  picksTracks: false,
  wraps: { container: 'mp4', protocol: 'dash' },
  sound: { codec: 'opus', channels: 2 },
};

/** As the pages about formats of the apps and of their makers say. */
const known: readonly Ability[] = [
  television,
  browser,
  { ...browser, platform: 'Firefox' },
  {
    ...television,
    product: 'Plex for Roku',
    platform: 'Roku',
    device: 'Roku Express',
    containers: ['mkv', 'mp4'],
    pictures: { h264: limit({ interlaced: false, references: 8 }), hevc: hevc({ height: 1080, ranges: ['sdr'] }) },
    anamorphic: false,
    sounds: { aac: 2, ac3: 6, eac3: 6, mp3: 2 },
    wraps: { container: 'mpegts', protocol: 'hls' },
    sound: { codec: 'aac', channels: 2 },
  },
  {
    ...television,
    product: 'Plex for Chromecast',
    platform: 'Chromecast',
    device: 'Chromecast',
    containers: ['mp4', 'mkv'],
    pictures: { h264: limit({ level: 41, interlaced: false }) },
    sounds: { aac: 2, mp3: 2, opus: 2, flac: 2 },
    burnsTexts: true,
    texts: ['srt'],
    wraps: { container: 'mkv', protocol: 'http' },
    sound: { codec: 'aac', channels: 2 },
  },
  {
    ...television,
    product: 'Plex for Apple TV',
    platform: 'tvOS',
    device: 'Apple TV 4K',
    pictures: {
      h264: limit({ height: 2160, level: 52 }),
      hevc: hevc(),
      mpeg4: limit(),
      mpeg2video: limit(),
      vc1: limit(),
    },
    containers: ['mkv', 'mp4', 'avi', 'mpegts'],
    sounds: { aac: 8, ac3: 6, eac3: 8, flac: 8, alac: 8, mp3: 2, dca: 6 },
    texts: ['srt', 'ass', 'mov_text'],
    drawsPictures: true,
    wraps: { container: 'mp4', protocol: 'hls' },
  },
  {
    ...television,
    product: 'Plex for Android (TV)',
    platform: 'Android',
    device: 'SHIELD Android TV',
    pictures: {
      h264: limit({ height: 2160, level: 52 }),
      hevc: hevc(),
      mpeg4: limit(),
      mpeg2video: limit(),
      vc1: limit(),
      vp9: tall,
    },
    sounds: { aac: 8, ac3: 6, eac3: 8, dca: 8, truehd: 8, flac: 8, mp3: 2, opus: 8 },
    hertz: 192_000,
    texts: ['srt', 'ass', 'mov_text'],
    drawsPictures: true,
    wraps: { container: 'mkv', protocol: 'http' },
  },
  {
    ...television,
    product: 'Plex for PlayStation 4',
    platform: 'PlayStation 4',
    device: 'PlayStation 4',
    containers: ['mp4', 'mkv'],
    pictures: { h264: limit({ level: 42, interlaced: false }) },
    sounds: { aac: 6, ac3: 6, mp3: 2 },
    wraps: { container: 'mpegts', protocol: 'hls' },
    sound: { codec: 'aac', channels: 6 },
  },
  {
    ...television,
    product: 'Plex for LG',
    platform: 'webOS',
    device: 'LG TV',
    pictures: { ...television.pictures, hevc: hevc() },
    sounds: { aac: 6, ac3: 6, eac3: 6, mp3: 2 },
  },
];

/** One that no table knows: made by chance, with a name of its own. */
const drawOdd = (prng: Prng): Ability => ({
  ...television,
  product: `Box ${prng.id(4)}`,
  platform: prng.pick(['Linux', 'Android', 'DLNA']),
  device: 'Set-top box',
  containers: prng.chance(0.7) ? ['mkv', 'mp4'] : ['mp4', 'mpegts'],
  pictures: {
    h264: limit({
      height: prng.pick([720, 1080, 1080, 1080, 1080, 2160, 2160, 2160]),
      level: prng.pick([40, 41, 42, 52]),
      fps: prng.pick([30, 60]),
      references: prng.pick([4, 16]),
      interlaced: prng.chance(0.5),
    }),
    ...(prng.chance(0.6)
      ? {
          hevc: hevc({
            height: prng.pick([1080, 2160]),
            bits: prng.pick([8, 10, 10]),
            ranges: prng.pick<readonly Range[]>([['sdr'], ['sdr', 'hdr10'], ['sdr', 'hdr10', 'hlg', 'dolby-vision']]),
          }),
        }
      : {}),
  },
  anamorphic: prng.chance(0.5),
  sounds: { aac: prng.pick([2, 6]), mp3: 2, ...(prng.chance(0.6) ? { ac3: 6 } : {}) },
  soundKbps: prng.chance(0.15) ? { aac: 256 } : {},
  texts: prng.chance(0.7) ? ['srt'] : [],
  burnsTexts: prng.chance(0.4),
  picksTracks: prng.chance(0.6),
  sound: { codec: 'aac', channels: 2 },
});

export const drawAbility = (prng: Prng): Ability => (prng.chance(0.2) ? drawOdd(prng) : prng.pick(known));
export const drawOddAbility = drawOdd;
