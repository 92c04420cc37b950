// What the owner can do about the conversions of a month, in one sentence with numbers for each reason.
import type { ReasonCode } from '../reason.ts';
import { formatBitrate, formatSpan } from './format.ts';

export type AdviceNumbers = {
  streams: number;
  items: number;
  players: number;
  users: number;
  /** The most frequent first. */
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
const titles = ({ items }: AdviceNumbers): string => count(items, 'title');
const players = (told: AdviceNumbers): string => count(told.players, 'player');
const were = (number: number): string => (number === 1 ? 'was' : 'were');

const remedies: Readonly<Record<ReasonCode, ((told: AdviceNumbers) => string) | null>> = {
  'picture-subtitle-burned': (told) =>
    `${titles(told)} ${were(told.items)} watched with picture subtitles in ${list(told.languages, 'some language')}: add a text subtitle (SRT) in that language.`,
  'text-subtitle-burned': (told) =>
    `${players(told)} burned text subtitles into ${titles(told)}: set "Burn subtitles" to "Only image formats" there, or add SRT subtitles.`,
  'relay-limit': (told) =>
    `${count(told.users, 'viewer')} came through the Plex relay, which lets only ${limit(told)} through: open the port for remote access in the router.`,
  'remote-limit': (told) =>
    `${count(told.users, 'viewer')} outside ${were(told.users)} cut to ${limit(told)} by the limit for remote streams: raise it in Plex's Remote Access settings, if the line can carry more.`,
  'quality-setting': (told) =>
    `${players(told)} ${told.players === 1 ? 'is' : 'are'} set to a lower quality than the files have: choose Original or Maximum there.`,
  'live-tv': (told) =>
    `${count(told.streams, 'stream')} of live TV ${were(told.streams)} converted: a lower quality in Plex's Live TV settings makes that lighter.`,
  'video-codec': (told) =>
    `${titles(told)} in ${list(told.codecs, 'a format')} cannot be played by ${players(told)}: keep those in H.264 too, or replace the players.`,
  'dynamic-range': (told) =>
    `${titles(told)} with HDR or Dolby Vision went to ${players(told)} without it: keep a second version in ordinary colours.`,
  'video-bit-depth': (told) =>
    `${titles(told)} with 10 bits of colour went to ${players(told)} that cannot show them: keep a version with 8 bits.`,
  'video-profile': (told) =>
    `${titles(told)} in a special variant of ${list(told.codecs, 'their format')} cannot be played by ${players(told)}: replace the files by ordinary ones.`,
  'video-resolution': (told) =>
    `${titles(told)} ${were(told.items)} too large for ${players(told)}: keep a 1080p version beside the large one.`,
  'video-frame-rate': (told) =>
    `${titles(told)} have more pictures a second than ${players(told)} can play: keep a version with 30.`,
  'video-interlaced': (told) =>
    `${titles(told)} ${were(told.items)} interlaced, as old television: a deinterlaced version plays directly.`,
  'video-anamorphic': (told) =>
    `${titles(told)} ${were(told.items)} stored squeezed: a version with square pixels plays directly.`,
  'video-reference-frames': (told) =>
    `${titles(told)} ask more memory of ${players(told)} than they have: a version with four reference frames plays directly.`,
  'video-level': (told) =>
    `${titles(told)} ${were(told.items)} too demanding for ${players(told)}: a version at level 4.1 plays directly.`,
  'not-analysed': (told) => `Plex does not know what is in ${titles(told)}: choose Analyze in their menus.`,
  'audio-codec': (told) =>
    `The sound of ${titles(told)} (${list(told.codecs, 'some format')}) cannot be played by ${players(told)}: add a track in AAC. It costs the server little.`,
  'audio-channels': (told) => `${players(told)} took only stereo: allow surround sound there, or add stereo tracks.`,
  'audio-sample-rate': (told) =>
    `${titles(told)} have a higher sampling rate than ${players(told)} can play: keep a version with 48 kHz.`,
  'audio-bitrate': (told) =>
    `${players(told)} ask for smaller sound: raise the quality of music or remote streams there.`,
  'audio-track': (told) =>
    `${players(told)} cannot change the sound track by themselves: put the one that is heard first in ${titles(told)}.`,
  'subtitle-format': (told) =>
    `${players(told)} cannot read the subtitles of ${titles(told)}: SRT subtitles avoid it. It costs the server little.`,
  container: (told) =>
    `${titles(told)} ${were(told.items)} repackaged for ${players(told)}: it costs the server little, and MP4 would avoid it.`,
  forced: (told) => `${players(told)} may have direct play switched off: allow direct play and direct stream there.`,
  'optimized-version': null,
  unknown: null,
};

/** Null where nothing can be done. */
export const describeRemedy = (code: ReasonCode, told: AdviceNumbers): string | null => remedies[code]?.(told) ?? null;

export type SavingNumbers = {
  streams: number;
  directPlays: number;
  lighter: number;
  playedMs: number;
  processorMs: number | null;
};

/** Always said to be an estimate. */
export const describeSaving = (saving: SavingNumbers): string => {
  const { streams, directPlays, lighter, playedMs, processorMs } = saving;
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
