// What the owner can do about the conversions of a month, in one sentence with numbers and names for each reason.
import type { ReasonCode } from '../reason.ts';
import type { Item } from '../session.ts';
import { formatBitrate, formatSpan } from './format.ts';

export type AdviceNumbers = {
  streams: number;
  /** By name, the most frequent first. */
  items: readonly string[];
  players: readonly string[];
  users: readonly string[];
  types: readonly Item['type'][];
  languages: readonly string[];
  codecs: readonly string[];
  limitKbps: number | null;
};

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
const list = (words: readonly string[], otherwise: string): string => {
  if (words.length === 0) return otherwise;
  const some = words.slice(0, 3);
  return some.length === 1 ? (some[0] ?? otherwise) : `${some.slice(0, -1).join(', ')} and ${some.at(-1)}`;
};

/** ` (Faust)`, ` (Faust and Nosferatu)`, ` (Faust, Nosferatu and others)`. */
const named = (all: readonly string[]): string => {
  const names = [...new Set(all)];
  if (names.length === 0) return '';
  return names.length > 2 ? ` (${names.slice(0, 2).join(', ')} and others)` : ` (${names.join(' and ')})`;
};

const NOUNS: Partial<Record<Item['type'], string>> = {
  movie: 'movie',
  episode: 'episode',
  track: 'track',
  clip: 'clip',
};

/** `14 movies`; of several kinds `14 titles`. */
const titles = ({ items, types }: AdviceNumbers): string => {
  const [only] = types;
  const noun = types.length === 1 && only ? (NOUNS[only] ?? 'title') : 'title';
  return `${count(items.length, noun)}${named(items)}`;
};
const players = (told: AdviceNumbers): string => `${count(told.players.length, 'player')}${named(told.players)}`;
const viewers = (told: AdviceNumbers): string => `${count(told.users.length, 'viewer')}${named(told.users)}`;
const were = (things: readonly string[]): string => (things.length === 1 ? 'was' : 'were');
const are = (things: readonly string[]): string => (things.length === 1 ? 'is' : 'are');
const have = (things: readonly string[]): string => (things.length === 1 ? 'has' : 'have');
const them = (things: readonly string[]): string => (things.length === 1 ? 'it' : 'them');
const inLanguages = ({ languages }: AdviceNumbers): string =>
  languages.length === 0 ? '' : ` in ${list(languages, '')}`;

const remedies: Readonly<Record<ReasonCode, ((told: AdviceNumbers) => string) | null>> = {
  'picture-subtitle-burned': (told) =>
    `${titles(told)} ${were(told.items)} watched with picture subtitles${inLanguages(told)}: add a text one (SRT)${inLanguages(told)}.`,
  'text-subtitle-burned': (told) =>
    `${players(told)} had text subtitles burned into the picture: set "Burn subtitles" to "Only image formats" there, or add SRT subtitles.`,
  'relay-limit': (told) =>
    `${viewers(told)} ${are(told.users)} limited to ${limit(told)} by the Plex relay: open the port for remote access in the router.`,
  'remote-limit': (told) =>
    `${viewers(told)} outside ${are(told.users)} limited to ${limit(told)} by the server: raise the limit in Plex's Remote Access settings, if the line can carry more.`,
  'quality-setting': (told) =>
    `${players(told)} ${are(told.players)} set to a lower quality than the files have, mostly ${limit(told)}: choose Original or Maximum there.`,
  'live-tv': (told) =>
    `${count(told.streams, 'stream')} of live TV ${told.streams === 1 ? 'was' : 'were'} converted: a lower quality in Plex's Live TV settings makes that lighter.`,
  'video-codec': (told) =>
    `${titles(told)} in ${list(told.codecs, 'a format')} cannot be played by ${players(told)}: keep ${told.items.length === 1 ? 'a version' : 'versions'} in H.264 too, or replace the ${told.players.length === 1 ? 'player' : 'players'}.`,
  'dynamic-range': (told) =>
    `${titles(told)} with HDR or Dolby Vision went to ${players(told)} without it: keep a second version in ordinary colours.`,
  'video-bit-depth': (told) =>
    `${titles(told)} with 10 bits of colour went to ${players(told)} that cannot show ${them(told.items)}: keep a version with 8 bits.`,
  'video-profile': (told) =>
    `${titles(told)} in a special variant of ${list(told.codecs, 'the format')} cannot be played by ${players(told)}: replace the ${told.items.length === 1 ? 'file by an ordinary one' : 'files by ordinary ones'}.`,
  'video-resolution': (told) =>
    `${titles(told)} ${were(told.items)} too large for ${players(told)}: keep a 1080p version beside the large one.`,
  'video-frame-rate': (told) =>
    `${titles(told)} ${have(told.items)} more pictures a second than ${players(told)} can play: keep a version with 30.`,
  'video-interlaced': (told) =>
    `${titles(told)} ${are(told.items)} interlaced, as old television was: a deinterlaced version plays directly.`,
  'video-anamorphic': (told) =>
    `${titles(told)} ${are(told.items)} stored squeezed: a version with square pixels plays directly.`,
  'video-reference-frames': (told) =>
    `${titles(told)} ${told.items.length === 1 ? 'asks' : 'ask'} more memory of ${players(told)} than there is: a version with four reference frames plays directly.`,
  'video-level': (told) =>
    `${titles(told)} ${are(told.items)} too demanding for ${players(told)}: a version at level 4.1 plays directly.`,
  'not-analysed': (told) =>
    `Plex does not know what is in ${titles(told)}: choose Analyze in ${told.items.length === 1 ? 'its menu' : 'their menus'}.`,
  'audio-codec': (told) =>
    `${list(told.codecs, 'The')} sound of ${titles(told)} cannot be played by ${players(told)}: add a track in AAC. Sound alone costs the server little.`,
  'audio-channels': (told) =>
    `${players(told)} took only stereo: allow surround sound there if the speakers have it, or add stereo tracks.`,
  'audio-sample-rate': (told) =>
    `${titles(told)} ${have(told.items)} a higher sampling rate than ${players(told)} can play: keep a version with 48 kHz.`,
  'audio-bitrate': (told) =>
    `${players(told)} asked for smaller sound: raise the quality of music or remote streams there, or add a smaller track.`,
  'audio-track': (told) =>
    `${players(told)} cannot change the sound track without the server: put the one that is heard first in ${titles(told)}.`,
  'subtitle-format': (told) =>
    `${players(told)} cannot read the subtitles${inLanguages(told)} of ${titles(told)}: SRT subtitles avoid it. It costs the server little.`,
  container: (told) =>
    `${titles(told)} ${were(told.items)} repackaged for ${players(told)}: it costs the server little, and MP4 would avoid it.`,
  forced: (told) =>
    `${players(told)} may have direct play switched off: allow direct play and direct stream in the settings there.`,
  'optimized-version': null,
  unknown: null,
};

/** Null where nothing can be done. */
export const describeRemedy = (code: ReasonCode, told: AdviceNumbers): string | null => remedies[code]?.(told) ?? null;

export type SavingNumbers = {
  code: ReasonCode;
  streams: number;
  directPlays: number;
  lighter: number;
  playedMs: number;
  processorMs: number | null;
};

/** Always said to be an estimate. */
export const describeSaving = (saving: SavingNumbers): string => {
  const { code, streams, directPlays, lighter, playedMs, processorMs } = saving;
  if (code === 'not-analysed') {
    return 'What this would save cannot be estimated: nobody knows yet what is in the files.';
  }
  const saved = directPlays + lighter;
  if (saved === 0) {
    return `An estimate: as far as the players are known, this alone would have spared none of the ${count(streams, 'stream')}.`;
  }
  const parts = [
    directPlays > 0 ? `${directPlays} would have played directly` : null,
    lighter > 0 ? `${lighter} would have been less work` : null,
  ].filter((part) => part !== null);
  const work =
    processorMs === null || processorMs < 1000 ? '' : `, saving ${formatSpan(processorMs)} of the whole processor`;
  return `An estimate: of ${count(streams, 'stream')} ${parts.join(' and ')} (${formatSpan(playedMs)} of playing)${work}.`;
};

function limit({ limitKbps }: AdviceNumbers): string {
  return limitKbps === null ? 'little' : formatBitrate(limitKbps);
}
