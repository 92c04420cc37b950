// What is publicly known of common players. It only ever tips the scales where the streams allow two explanations.
import { type Player } from '../../src-contract/session.ts';

export type Lore = {
  /** What it surely plays and surely does not; all else is open. */
  plays: readonly string[];
  lacks: readonly string[];
  /** The tallest picture that it shows, where it has such a limit. */
  maxHeight: number | null;
  /** Plays whatever mpv plays: nothing is ever converted for its sake. */
  everything: boolean;
};

const OPEN: Lore = { plays: [], lacks: [], maxHeight: null, everything: false };
const OLD_PICTURES = ['mpeg2video', 'mpeg4', 'msmpeg4v3', 'vc1', 'wmv3'];
const OLD_SOUND = ['dca', 'dts', 'dca-ma', 'truehd'];

/** Sources: the pages on formats of Plex's own apps and the makers' pages; docs/why-transcode.md names them. */
const LORE: readonly (readonly [RegExp, Partial<Lore>])[] = [
  [/plex (for )?(windows|mac|linux)|htpc|plex media player/, { everything: true }],
  [/plex web.*safari/, { plays: ['hevc'], lacks: ['mkv', ...OLD_SOUND] }],
  [
    /plex web/,
    {
      plays: ['h264', 'mp4', 'aac', 'mp3'],
      lacks: ['hevc', 'mkv', 'mpegts', 'ac3', 'eac3', ...OLD_PICTURES, ...OLD_SOUND],
    },
  ],
  [/chromecast ultra|google tv/, { plays: ['h264', 'hevc'], lacks: [...OLD_PICTURES, ...OLD_SOUND] }],
  [/chromecast/, { plays: ['h264', 'aac'], lacks: ['hevc', 'av1', ...OLD_PICTURES, ...OLD_SOUND], maxHeight: 1080 }],
  [
    /playstation 4|ps4/,
    { plays: ['h264'], lacks: ['hevc', 'vp9', 'av1', ...OLD_PICTURES, ...OLD_SOUND], maxHeight: 1080 },
  ],
  [/apple tv|tvos|\bios\b/, { plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac', 'ac3', 'eac3'], lacks: ['truehd'] }],
  [/shield/, { plays: ['h264', 'hevc', 'mkv', 'mp4', 'ac3', 'eac3', 'dca', 'truehd'] }],
  [/xbox|plex for android|fire ?tv/, { plays: ['h264', 'hevc', 'mp4', 'aac'] }],
  [/roku/, { plays: ['h264', 'mkv', 'mp4', 'aac'], lacks: [...OLD_PICTURES, ...OLD_SOUND] }],
  [/samsung|tizen|webos|\blg\b/, { plays: ['h264', 'hevc', 'mkv', 'mp4', 'aac', 'ac3'], lacks: OLD_SOUND }],
];

export const loreOf = ({ product, platform, device, title, profile }: Player): Lore => {
  const name = [product, platform, device, profile, title].join(' ').toLowerCase();
  const found = LORE.find(([pattern]) => pattern.test(name))?.[1];
  return { ...OPEN, ...found };
};
