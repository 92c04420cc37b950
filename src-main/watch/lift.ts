// What would have become of a conversion without one of its causes: the same rules, asked about the same play once more.
import { type AudioStream, type VideoStream } from '../../src-contract/media.ts';
import { type Reason, type ReasonCode } from '../../src-contract/reason.ts';
import { reasonWords } from '../../src-contract/text/reasons.ts';
import { type Decision } from '../../src-contract/words.ts';
import { bitratesOf, relayKbpsOf } from './explain-limit.ts';
import { type Explainable, type Subject } from './explain-subject.ts';
import { heightOf } from './picture-size.ts';
import { pictureDoubts, soundDoubts, takesContainer } from './player-known.ts';
import { loreOf } from './player-lore.ts';

const isLimit = (code: ReasonCode): boolean => reasonWords[code].part === 'bandwidth' && code !== 'optimized-version';

/** The picture in a version without what was in the way. */
const PICTURES: Partial<Record<ReasonCode, Partial<VideoStream>>> = {
  'dynamic-range': { dynamicRange: 'sdr' },
  'video-interlaced': { interlaced: false },
  'video-profile': { profile: 'high' },
  'video-bit-depth': { bitDepth: 8, profile: 'high' },
  'video-frame-rate': { frameRate: 30 },
  'video-anamorphic': { anamorphic: false },
  'video-reference-frames': { referenceFrames: 4 },
  'video-level': { level: null },
  'video-resolution': { resolution: '1080', width: 1920, height: 1080, level: null },
  'video-codec': {
    codec: 'h264',
    profile: 'high',
    level: null,
    bitDepth: 8,
    dynamicRange: 'sdr',
    interlaced: false,
    anamorphic: false,
    referenceFrames: 4,
    resolution: '1080',
    height: 1080,
  },
};

const SOUNDS: Partial<Record<ReasonCode, Partial<AudioStream>>> = {
  'audio-codec': { codec: 'aac', channels: 2, samplingRateHz: 48_000, bitrateKbps: 160 },
  'audio-channels': { channels: 2 },
  'audio-sample-rate': { samplingRateHz: 48_000 },
  'audio-bitrate': { bitrateKbps: 128 },
};

/** 1080p is common: that a player never got it as it is is no doubt. */
const isDoubt = (picture: VideoStream, { code, sure }: { code: ReasonCode; sure: boolean }): boolean =>
  sure || code !== 'video-resolution' || (heightOf(picture) ?? 0) > 1080;

/** `explained`: what was told is all that was in the way, so that open doubts beside it are none. */
const takesPicture = (picture: VideoStream | null, { lore, known }: Subject, explained: boolean): boolean =>
  picture !== null &&
  picture.codec !== null &&
  pictureDoubts(picture, lore, known).every((doubt) => !isDoubt(picture, doubt) || (explained && !doubt.sure));

/** How many bits a player takes of a codec is a doubt only where it has shown one. */
const takesSound = (sound: AudioStream | null, { lore, known }: Subject, explained: boolean): boolean =>
  sound !== null &&
  sound.codec !== null &&
  soundDoubts(sound, lore, known).every(({ code, sure }) => !sure && (explained || code === 'audio-bitrate'));

/** Nearly every player reads MP4 and MKV; the others are counted only where they were seen to be taken. */
const takesWrapping = (container: string | null, { lore, known }: Subject): boolean =>
  container !== null && (takesContainer(container, lore, known) ?? ['mp4', 'mkv', 'mp3', 'flac'].includes(container));

/** A limit that would be met instead of the one that is lifted. */
const meetsAnother = (subject: Subject, code: ReasonCode): boolean => {
  const { network, limits } = subject;
  const { from } = bitratesOf(subject);
  const isOver = (kbps: number | null | undefined) => typeof kbps === 'number' && from !== null && from > kbps;
  const { location } = network;
  if (code === 'relay-limit' || (location === 'wan' && code !== 'remote-limit'))
    return isOver(limits?.remoteStreamKbps);
  return location === 'relay' && isOver(relayKbpsOf(subject));
};

export type Lifted = {
  decision: Decision;
  /** Whether the picture would still be encoded, which is what costs. */
  encodes: boolean;
};

/** `reasons` are those that `explain` found. What the player would then do is only counted where it is known. */
export const lift = (about: Explainable, reasons: readonly Reason[], code: ReasonCode): Lifted => {
  const subject: Subject = { ...about, lore: loreOf(about.player) };
  const { video, audio, container, subtitle } = about.stream;
  const left = reasons.map((reason) => reason.code).filter((one) => one !== code && one !== 'optimized-version');
  const isLeft = (part: 'video' | 'audio') => left.some((one) => reasonWords[one].part === part);
  const burns = left.some((one) => one.endsWith('-burned'));
  const limited = left.some(isLimit) || (isLimit(code) && meetsAnother(subject, code));
  const always = left.some((one) => one === 'live-tv' || one === 'forced');
  const isHidden = reasons.some((one) => isLimit(one.code) || one.code.endsWith('-burned'));
  const explains = (part: 'video' | 'audio') => !isHidden && reasonWords[code].part === part;
  const picture = video?.source ? { ...video.source, ...PICTURES[code] } : null;
  const sound = audio?.source ? { ...audio.source, ...SOUNDS[code] } : null;
  const encodes =
    video?.decision === 'transcode' &&
    (burns || limited || always || isLeft('video') || !takesPicture(picture, subject, explains('video')));
  const sounds =
    audio?.decision === 'transcode' &&
    (always || isLeft('audio') || (video === null && limited) || !takesSound(sound, subject, explains('audio')));
  // What was text of a kind that had to be burned is then converted, beside an untouched picture.
  const converts = code === 'text-subtitle-burned' && subtitle?.burned === true;
  const wrapping = code === 'container' ? 'mp4' : (container.source?.container ?? null);
  const wraps = left.length > 0 || limited || converts || !takesWrapping(wrapping, subject);
  if (encodes || sounds) return { decision: 'transcode', encodes };
  return { decision: wraps ? 'copy' : 'direct-play', encodes };
};
