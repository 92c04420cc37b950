// What is publicly known of common players. It only ever tips the scales where the streams allow two explanations.
import { type Player } from '../../src-contract/session.ts';

export type Lore = {
  /** What it surely plays and surely does not: codecs, containers, kinds of HDR; all else is open. */
  plays: readonly string[];
  lacks: readonly string[];
  /** The tallest picture that it shows, the highest level of H.264, the most reference frames; null: no such limit is known. */
  maxHeight: number | null;
  maxLevel: number | null;
  maxReferences: number | null;
  /** The most channels of a codec. */
  channels: Readonly<Record<string, number>>;
  /** Plays whatever mpv plays: nothing is ever converted for its sake. */
  everything: boolean;
};

const OPEN: Lore = {
  plays: [],
  lacks: [],
  maxHeight: null,
  maxLevel: null,
  maxReferences: null,
  channels: {},
  everything: false,
};
const OLD_PICTURES = ['mpeg2video', 'mpeg4', 'msmpeg4v3', 'vc1', 'wmv3'];
const OLD_SOUND = ['dca', 'dts', 'dca-ma', 'truehd'];
const HDR = ['hdr10', 'hlg', 'dolby-vision'];

/** What is not H.264, HEVC, AAC or AC3 is usually converted, Plex says of its apps on televisions: so of others too. */
const UNHEARD_OF: Partial<Lore> = { lacks: ['av1', 'vp9', ...OLD_PICTURES, ...OLD_SOUND, 'wmav2', 'wmapro'] };

/** Each line has its source in docs/why-transcode.md. The first that fits counts. */
const LORE: readonly (readonly [RegExp, Partial<Lore>])[] = [
  [/plex (for )?(windows|mac|linux)|htpc|plex media player|plexamp/, { everything: true }],
  [/plex web.*safari/, { plays: ['hevc'], lacks: ['mkv', ...OLD_SOUND] }],
  [
    /plex web/,
    {
      plays: ['h264', 'mp4', 'aac', 'mp3'],
      lacks: ['hevc', 'mkv', 'mpegts', 'ac3', 'eac3', ...OLD_PICTURES, ...OLD_SOUND],
    },
  ],
  [/chromecast ultra|google tv/, { plays: ['h264', 'hevc'], lacks: [...OLD_PICTURES, ...OLD_SOUND] }],
  [
    /chromecast/,
    {
      plays: ['h264', 'aac'],
      lacks: ['hevc', 'av1', 'vp9', ...HDR, ...OLD_PICTURES, ...OLD_SOUND],
      maxHeight: 1080,
      maxLevel: 42,
    },
  ],
  [
    /playstation 4|ps4/,
    {
      plays: ['h264'],
      lacks: ['hevc', 'vp9', 'av1', 'flac', 'alac', ...HDR, ...OLD_PICTURES, ...OLD_SOUND],
      maxHeight: 1080,
      maxLevel: 42,
    },
  ],
  [/apple tv|tvos|\bios\b/, { plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac', 'ac3', 'eac3'], lacks: ['av1', 'truehd'] }],
  [/shield/, { plays: ['h264', 'hevc', 'mkv', 'mp4', 'ac3', 'eac3', 'dca', 'truehd'], lacks: ['av1'] }],
  [/xbox|plex for android|fire ?tv/, { plays: ['h264', 'hevc', 'mp4', 'aac'] }],
  [
    /roku express(?! 4k)|roku premiere|roku 3/,
    {
      plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac'],
      lacks: ['av1', ...HDR, ...OLD_PICTURES, ...OLD_SOUND],
      maxHeight: 1080,
      maxReferences: 8,
      channels: { aac: 2 },
    },
  ],
  [
    /roku/,
    {
      plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac'],
      lacks: [...OLD_PICTURES, ...OLD_SOUND],
      maxReferences: 8,
      channels: { aac: 2 },
    },
  ],
  [
    /samsung|tizen/,
    { plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac', 'ac3'], lacks: ['dolby-vision', 'vc1', ...OLD_SOUND] },
  ],
  [/webos|\blg\b/, { plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac', 'ac3'], lacks: OLD_SOUND }],
];

export const loreOf = ({ product, platform, device, title, profile }: Player): Lore => {
  const name = [product, platform, device, profile, title].join(' ').toLowerCase();
  const found = LORE.find(([pattern]) => pattern.test(name))?.[1] ?? UNHEARD_OF;
  return { ...OPEN, ...found };
};
