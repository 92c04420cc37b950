// What would have become of a conversion without one of its causes: the same explainer, asked about the same play once more.
import { type AudioStream, type VideoStream } from '../../src-contract/media.ts';
import { type Reason, type ReasonCode } from '../../src-contract/reason.ts';
import { type Stream } from '../../src-contract/session.ts';
import { reasonWords } from '../../src-contract/text/reasons.ts';
import { type Decision } from '../../src-contract/words.ts';
import { type Explainable } from './explain-subject.ts';
import { explain } from './explain.ts';
import { loreOf } from './player-lore.ts';

/** What this player got without conversion before, in the words of `pictureName`, `soundName` and containers. */
export type Took = ReadonlySet<string>;

const pictureName = ({ codec, dynamicRange, bitDepth, resolution }: VideoStream): string =>
  [codec, dynamicRange ?? 'sdr', bitDepth ?? 8, resolution].filter((word) => word !== null).join(' ');

const soundName = ({ codec, channels }: AudioStream): string => `${codec ?? ''} ${channels ?? ''}`;

const isLimit = (code: ReasonCode): boolean => reasonWords[code].part === 'bandwidth' && code !== 'optimized-version';

/** Ordinary H.264 is what everything is converted to, so whoever gets it takes it. */
const isPlain = ({ codec, bitDepth, dynamicRange, resolution, interlaced }: VideoStream): boolean =>
  codec === 'h264' &&
  (bitDepth ?? 8) === 8 &&
  (dynamicRange ?? 'sdr') === 'sdr' &&
  resolution !== '4k' &&
  interlaced !== true;

const takesPicture = (picture: VideoStream | null, { player }: Explainable, took: Took): boolean => {
  if (picture === null || picture.codec === null) return false;
  if (took.has(pictureName(picture)) || isPlain(picture)) return true;
  const { plays, everything } = loreOf(player);
  return everything || (plays.includes(picture.codec) && (picture.dynamicRange ?? 'sdr') === 'sdr');
};

const takesSound = (sound: AudioStream | null, { player }: Explainable, took: Took): boolean => {
  if (sound === null || sound.codec === null) return false;
  if (took.has(soundName(sound)) || (['aac', 'mp3'].includes(sound.codec) && (sound.channels ?? 2) <= 2)) return true;
  const { plays, everything } = loreOf(player);
  return everything || plays.includes(sound.codec);
};

const takesContainer = (container: string | null, { player }: Explainable, took: Took): boolean => {
  if (container === null) return false;
  const { plays, everything } = loreOf(player);
  return everything || took.has(container) || plays.includes(container) || container === 'mp4';
};

/** The stream as it would be if only these reasons were left. What the player would then do is only counted where it is known. */
const streamWithout = (about: Explainable, left: readonly Reason[], took: Took): Stream => {
  const { stream } = about;
  const { video, audio, container } = stream;
  const isLeft = (part: 'video' | 'audio') => left.some(({ code }) => reasonWords[code].part === part);
  const burns = left.some(({ code }) => code.endsWith('-burned'));
  const limited = left.some(({ code }) => isLimit(code));
  const live = left.some(({ code }) => code === 'live-tv' || code === 'forced');
  const encodes =
    video?.decision === 'transcode' &&
    (burns || limited || live || isLeft('video') || !takesPicture(video.source, about, took));
  const sounds = audio?.decision === 'transcode' && (live || isLeft('audio') || !takesSound(audio.source, about, took));
  const wraps = left.length > 0 || !takesContainer(container.source?.container ?? null, about, took);
  const rest: Decision = encodes || sounds || wraps ? 'copy' : 'direct-play';
  return {
    ...stream,
    decision: encodes || sounds ? 'transcode' : rest,
    container: { ...container, decision: rest },
    video: video && (encodes ? video : { ...video, delivered: video.source, decision: rest }),
    audio: audio && (sounds ? audio : { ...audio, delivered: audio.source, decision: rest }),
    subtitle: stream.subtitle && (burns ? stream.subtitle : { ...stream.subtitle, burned: false, decision: rest }),
  };
};

export type Lifted = {
  decision: Decision;
  /** Whether the picture would still be encoded, which is what costs. */
  encodes: boolean;
  /** What would then be told of it. */
  reasons: Reason[];
};

/** `reasons` are those that `explain` found. */
export const lift = (about: Explainable, reasons: readonly Reason[], code: ReasonCode, took: Took): Lifted => {
  const left = reasons.filter((reason) => reason.code !== code);
  const stream = streamWithout(about, left, took);
  const network = isLimit(code) ? { ...about.network, location: 'lan' as const } : about.network;
  const limits = isLimit(code) ? null : about.limits;
  return {
    decision: stream.decision,
    encodes: stream.video?.decision === 'transcode',
    reasons: explain({ ...about, stream, network, limits }),
  };
};
