// How Plex would decide, as its pages on direct play, direct stream, limits and subtitles tell it, and why: the truth.
import type { Prng } from '../prng.ts';
import type { Ability } from './ability.ts';
import { totalKbps, type Caption, type File, type Picture, type Sound } from './film.ts';

/** What is in force while somebody plays it. */
export type Situation = {
  place: 'lan' | 'wan' | 'relay';
  /** The relay lets 2 Mbps through for owners with a pass, else 1. */
  plexPass: boolean;
  /** What the viewer chose in the player, or null for the original quality. */
  qualityKbps: number | null;
  /** The owner's limit for each stream to the outside, or null. */
  remoteKbps: number | null;
  captionIndex: number | null;
  soundIndex: number;
  directPlay: boolean;
  directStream: boolean;
  live: boolean;
};

export type How = 'direct' | 'copy' | 'transcode';

export type Sent = {
  file: File;
  picture: { how: How; out: Picture } | null;
  sound: { how: How; out: Sound; index: number };
  caption: { how: How | 'burn'; out: Caption; index: number } | null;
  container: string;
  protocol: string | null;
  kbps: number;
};

export type Decided = { sent: Sent; causes: string[] };

/** The settings that players offer, with the tallest picture of each. */
const qualities: readonly (readonly [number, number])[] = [
  [320, 240],
  [720, 328],
  [1500, 480],
  [2000, 720],
  [3000, 720],
  [4000, 720],
  [8000, 1080],
  [10_000, 1080],
  [12_000, 1080],
  [20_000, 1080],
  [40_000, 2160],
];
export const qualityChoices = qualities.map(([kbps]) => kbps);

const tallestAt = (kbps: number): number => qualities.findLast(([most]) => most <= kbps * 1.01)?.[1] ?? 240;

type Cap = { kbps: number; cause: string };

/** The smallest of all that are in force. */
const capOf = ({ place, plexPass, qualityKbps, remoteKbps }: Situation): Cap | null => {
  const caps: Cap[] = [];
  if (place === 'relay') caps.push({ kbps: plexPass ? 2000 : 1000, cause: 'relay-limit' });
  if (place === 'wan' && remoteKbps !== null) caps.push({ kbps: remoteKbps, cause: 'remote-limit' });
  if (qualityKbps !== null) caps.push({ kbps: qualityKbps, cause: 'quality-setting' });
  return caps.toSorted((one, other) => one.kbps - other.kbps)[0] ?? null;
};

const heightClass = ({ width, height }: Picture): number => Math.max(height, Math.round((width * 9) / 16));

/** Everything about the picture that this player does not take; of a codec that it lacks nothing else matters. */
const refusalsOf = (picture: Picture, { pictures, anamorphic }: Ability): string[] => {
  const most = pictures[picture.codec];
  if (most === undefined) return ['video-codec'];
  const isSpecial = picture.profile.includes('4:2:2');
  return [
    most.ranges.includes(picture.range) ? null : 'dynamic-range',
    picture.bits <= most.bits || !most.ranges.includes(picture.range) ? null : 'video-bit-depth',
    isSpecial && !most.special ? 'video-profile' : null,
    heightClass(picture) <= most.height ? null : 'video-resolution',
    picture.fps <= most.fps + 1 ? null : 'video-frame-rate',
    picture.interlaced && !most.interlaced ? 'video-interlaced' : null,
    picture.anamorphic && !anamorphic ? 'video-anamorphic' : null,
    picture.references <= most.references ? null : 'video-reference-frames',
    picture.level <= most.level ? null : 'video-level',
  ].filter((cause) => cause !== null);
};

const soundRefusals = (sound: Sound, { sounds, hertz, soundKbps }: Ability): string[] => {
  const channels = sounds[sound.codec];
  if (channels === undefined) return ['audio-codec'];
  if (sound.channels > channels) return ['audio-channels'];
  if (sound.hertz > hertz) return ['audio-sample-rate'];
  return sound.kbps > (soundKbps[sound.codec] ?? Infinity) ? ['audio-bitrate'] : [];
};

const even = (value: number): number => Math.round(value / 2) * 2;

/** What the encoder makes of it: H.264 in 8 bits, progressive, square, no larger than allowed. */
const encode = (from: Picture, ability: Ability, cap: Cap | null, soundKbps: number, prng: Prng): Picture => {
  const most = ability.pictures['h264']?.height ?? 1080;
  const scale = Math.min(1, Math.min(most, cap === null ? 2160 : tallestAt(cap.kbps)) / heightClass(from));
  const high = heightClass(from) * scale;
  const ceiling = high > 1080 ? 60_000 : high > 720 ? 22_000 : 9000;
  const growth = from.codec === 'h264' ? prng.next() * 0.2 + 0.88 : prng.next() * 0.6 + 0.9;
  // How far fewer points mean fewer bits nobody says: somewhere between not at all and nearly as many.
  const freeKbps = Math.min(from.kbps * growth * scale ** (prng.next() * 0.7), ceiling);
  const cappedKbps = cap === null ? Infinity : cap.kbps * (0.82 + prng.next() * 0.16) - soundKbps;
  const fps = Math.min(from.fps, (ability.pictures['h264']?.fps ?? 60) + 0.1);
  return {
    ...from,
    codec: 'h264',
    profile: 'high',
    level: 40,
    kbps: Math.round(Math.max(80, Math.min(freeKbps, cappedKbps))),
    width: even(from.width * scale),
    height: even(from.height * scale),
    fps: fps < from.fps - 1 ? from.fps / 2 : from.fps,
    bits: 8,
    range: 'sdr',
    interlaced: false,
    anamorphic: false,
    references: 4,
  };
};

const captionHow = (caption: Caption, ability: Ability): 'direct' | 'transcode' | 'burn' => {
  if (caption.picture) return ability.drawsPictures ? 'direct' : 'burn';
  if (ability.texts.includes(caption.codec)) return 'direct';
  return ability.burnsTexts ? 'burn' : 'transcode';
};

/** Beside a picture what is left for it; music gets what was asked for (`musicBitrate` of the official API). */
const soundUnder = (capKbps: number, hasPicture: boolean): number =>
  hasPicture ? Math.min(capKbps > 1500 ? 160 : 96, capKbps) : Math.min(capKbps, 320);

export const decide = (file: File, ability: Ability, situation: Situation, prng: Prng): Decided => {
  const caption = situation.captionIndex === null ? null : (file.captions[situation.captionIndex] ?? null);
  const sound = file.sounds[situation.soundIndex] ?? file.sounds[0];
  if (sound === undefined) throw new Error('a file without sound cannot be heard');
  const { picture } = file;
  const found = capOf(situation);
  const cap = found !== null && totalKbps(file) > found.kbps ? found : null;
  const textHow = caption === null ? null : captionHow(caption, ability);

  const refused = picture === null ? [] : file.analysed ? refusalsOf(picture, ability) : ['not-analysed'];
  const encodes =
    picture !== null &&
    (refused.length > 0 || cap !== null || textHow === 'burn' || !situation.directStream || situation.live);
  const unheard = file.analysed ? soundRefusals(sound, ability) : [];
  const soundTooLarge = cap !== null && (picture === null ? sound.kbps > cap.kbps : sound.kbps > cap.kbps * 0.18);
  const reencodesSound = unheard.length > 0 || soundTooLarge || (picture === null && !situation.directStream);

  const causes = [...refused, ...unheard, ...(cap === null ? [] : [cap.cause])];
  if (textHow === 'burn') causes.push(caption?.picture === true ? 'picture-subtitle-burned' : 'text-subtitle-burned');
  const works = encodes || reencodesSound;
  const otherTrack = situation.soundIndex > 0 && !ability.picksTracks;
  // Only around untouched streams does the wrapping decide anything.
  if (!works && picture !== null) {
    if (!ability.containers.includes(file.container)) causes.push('container');
    if (textHow === 'transcode') causes.push('subtitle-format');
    if (otherTrack) causes.push('audio-track');
  }
  const isForced = causes.length === 0 && (!situation.directPlay || !situation.directStream);
  if (situation.live) causes.splice(0, causes.length, 'live-tv');
  else if (isForced && picture !== null) causes.push('forced');
  // With direct stream off the picture is encoded for that alone, whatever the sound needs.
  else if (!situation.directStream && picture !== null && refused.length === 0 && cap === null && textHow !== 'burn') {
    causes.push('forced');
  }
  const converting = causes.length > 0;
  if (file.optimized) causes.push('optimized-version');

  const outSound: Sound = reencodesSound
    ? {
        ...sound,
        codec: picture === null ? 'mp3' : ability.sound.codec,
        channels: Math.min(sound.channels, cap === null ? ability.sound.channels : 2),
        kbps: soundTooLarge
          ? soundUnder(cap.kbps, picture !== null)
          : Math.min(ability.sound.channels > 2 ? 384 : 192, sound.kbps, ability.soundKbps[ability.sound.codec] ?? 384),
        hertz: Math.min(sound.hertz, 48_000),
      }
    : sound;
  const outPicture = picture === null ? null : encodes ? encode(picture, ability, cap, outSound.kbps, prng) : picture;
  const rest: How = converting ? 'copy' : 'direct';
  return {
    causes,
    sent: {
      file,
      picture: outPicture === null ? null : { how: encodes ? 'transcode' : rest, out: outPicture },
      sound: { how: reencodesSound ? 'transcode' : rest, out: outSound, index: file.sounds.indexOf(sound) },
      caption:
        caption === null || textHow === null
          ? null
          : {
              how: textHow,
              out: textHow === 'transcode' ? { ...caption, codec: caption.codec === 'ass' ? 'srt' : 'ass' } : caption,
              index: file.captions.indexOf(caption),
            },
      container: converting ? (picture === null ? 'mp3' : ability.wraps.container) : file.container,
      protocol: converting ? (picture === null ? 'http' : ability.wraps.protocol) : null,
      kbps: converting ? (outPicture?.kbps ?? 0) + outSound.kbps : totalKbps(file),
    },
  };
};
