// A file somebody could own: what is in it, drawn as libraries are, with the odd ones that make servers work.
import type { Prng } from '../prng.ts';

export type Range = 'sdr' | 'hdr10' | 'hlg' | 'dolby-vision';

export type Picture = {
  codec: string;
  profile: string;
  /** As Plex writes it: 41 for H.264 level 4.1, 123 for the same of HEVC. */
  level: number;
  kbps: number;
  width: number;
  height: number;
  fps: number;
  bits: number;
  range: Range;
  interlaced: boolean;
  anamorphic: boolean;
  references: number;
};

export type Sound = { codec: string; channels: number; kbps: number; hertz: number; language: string };

export type Caption = { codec: string; picture: boolean; language: string; external: boolean };

export type File = {
  container: string;
  picture: Picture | null;
  sounds: Sound[];
  captions: Caption[];
  optimized: boolean;
  /** False where Plex has not looked inside yet. */
  analysed: boolean;
};

export const totalKbps = ({ picture, sounds }: File): number =>
  (picture?.kbps ?? 0) + sounds.reduce((sum, { kbps }) => sum + kbps, 0);

const plain = (changes: Partial<Picture>): Picture => ({
  codec: 'h264',
  profile: 'high',
  level: 40,
  kbps: 7000,
  width: 1920,
  height: 1080,
  fps: 23.976,
  bits: 8,
  range: 'sdr',
  interlaced: false,
  anamorphic: false,
  references: 4,
  ...changes,
});

/** Bit rates as rips, downloads and recordings have them. */
const drawPicture = (prng: Prng): Picture => {
  const dice = prng.next();
  const fps = prng.pick([23.976, 23.976, 24, 25, 29.97]);
  if (dice < 0.34) {
    const high = prng.chance(0.75);
    return plain({
      ...(high ? {} : { width: 1280, height: 720, level: 31 }),
      kbps: high ? prng.int(3500, 24_000) : prng.int(1800, 5500),
      fps,
    });
  }
  if (dice < 0.56) {
    const bits = prng.pick([8, 10]);
    return plain({
      codec: 'hevc',
      profile: bits === 10 ? 'main 10' : 'main',
      level: 120,
      bits,
      kbps: prng.int(1800, 9000),
      fps,
    });
  }
  if (dice < 0.8) {
    const range = prng.pick<Range>(['sdr', 'hdr10', 'hdr10', 'dolby-vision', 'hlg']);
    return plain({
      codec: 'hevc',
      profile: 'main 10',
      level: 150,
      bits: 10,
      range,
      width: 3840,
      height: 2160,
      kbps: prng.int(14_000, 72_000),
      fps,
    });
  }
  if (dice < 0.86)
    return plain({
      codec: 'mpeg4',
      profile: 'advanced simple',
      level: 5,
      width: 720,
      height: 480,
      kbps: prng.int(900, 2200),
      fps,
    });
  if (dice < 0.9) {
    const interlaced = prng.chance(0.6);
    return plain({
      codec: 'mpeg2video',
      profile: 'main',
      level: 8,
      width: 720,
      height: 576,
      interlaced,
      anamorphic: true,
      kbps: prng.int(3500, 8000),
      fps: 25,
    });
  }
  if (dice < 0.93) return plain({ codec: 'vc1', profile: 'advanced', level: 3, kbps: prng.int(14_000, 30_000), fps });
  if (dice < 0.97) return plain({ codec: 'av1', profile: 'main', level: 8, bits: 10, kbps: prng.int(1500, 6000), fps });
  return plain({ codec: 'vp9', profile: 'profile 0', level: 40, kbps: prng.int(2000, 9000), fps });
};

const drawSound = (prng: Prng, language: string): Sound => {
  const [codec, channels, kbps] = prng.pick<readonly [string, number, number]>([
    ['aac', 2, 160],
    ['aac', 2, 192],
    ['aac', 6, 384],
    ['ac3', 6, 448],
    ['ac3', 6, 640],
    ['ac3', 2, 192],
    ['eac3', 6, 640],
    ['eac3', 6, 768],
    ['dca', 6, 1509],
    ['truehd', 8, 3800],
    ['flac', 2, 900],
    ['mp3', 2, 192],
  ]);
  return { codec, channels, kbps, hertz: 48_000, language };
};

const LANGUAGES = ['English', 'Deutsch', 'Français', 'Español', '日本語'] as const;

const drawCaptions = (prng: Prng): Caption[] =>
  Array.from({ length: prng.int(0, 3) }, () => {
    const codec = prng.pick(['srt', 'srt', 'ass', 'pgs', 'pgs', 'vobsub', 'mov_text']);
    const picture = codec === 'pgs' || codec === 'vobsub';
    return { codec, picture, language: prng.pick(LANGUAGES), external: codec === 'srt' && prng.chance(0.4) };
  });

export const drawFile = (prng: Prng): File => {
  const picture = drawPicture(prng);
  const count = prng.chance(0.3) ? 2 : 1;
  const container = prng.pick(
    picture.codec === 'mpeg4'
      ? ['avi']
      : picture.codec === 'mpeg2video'
        ? ['mkv', 'mpegts']
        : ['mkv', 'mkv', 'mkv', 'mp4'],
  );
  return {
    container,
    picture,
    sounds: Array.from({ length: count }, (_, at) => drawSound(prng, LANGUAGES[at] ?? 'English')),
    captions: drawCaptions(prng),
    optimized: false,
    analysed: true,
  };
};

/** What Plex's optimiser leaves beside the original. */
export const optimise = (prng: Prng): File => ({
  container: 'mp4',
  picture: plain({ width: 1280, height: 720, level: 31, kbps: prng.int(2400, 3600) }),
  sounds: [{ codec: 'aac', channels: 2, kbps: 160, hertz: 48_000, language: 'English' }],
  captions: [],
  optimized: true,
  analysed: true,
});

export const drawTrack = (prng: Prng): File => {
  const [codec, kbps, container] = prng.pick<readonly [string, number, string]>([
    ['flac', 950, 'flac'],
    ['flac', 2900, 'flac'],
    ['mp3', 320, 'mp3'],
    ['aac', 256, 'mp4'],
    ['alac', 1100, 'mp4'],
    ['wmav2', 192, 'asf'],
  ]);
  const hertz = kbps > 2000 ? 96_000 : 44_100;
  return {
    container,
    picture: null,
    sounds: [{ codec, channels: 2, kbps, hertz, language: 'English' }],
    captions: [],
    optimized: false,
    analysed: true,
  };
};
