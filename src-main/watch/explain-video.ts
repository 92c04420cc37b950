// Why the picture is encoded anew, from what it was and what it has become.
import { type VideoStream } from '../../src-contract/media.ts';
import { type ReasonCode } from '../../src-contract/reason.ts';
import { bitratesOf, heightOf, isMadeSmaller } from './explain-limit.ts';
import { certain, likely, type Finding, type Subject } from './explain-subject.ts';

const isWide = ({ dynamicRange }: VideoStream): boolean => dynamicRange !== null && dynamicRange !== 'sdr';

/** High 10 and 4:2:2 or 4:4:4: what hardware decoders leave out. */
const isSpecial = ({ profile }: VideoStream): boolean =>
  /4:[24]|422|444|rext|range ext|high 10|hi10|simple|professional|cavlc/i.test(profile ?? '');

/** As Plex writes levels: 41 is 4.1 in H.264, 123 is 4.1 in HEVC. */
const isDemanding = ({ codec, level }: VideoStream): boolean =>
  level !== null && level > (codec === 'hevc' ? 153 : codec === 'h264' ? 41 : Infinity);

type Clue = { code: ReasonCode; found: (from: VideoStream, to: VideoStream) => boolean };

/** What the source has and the delivery has lost; the first that is found is told, as the later ones follow from it. */
const CLUES: readonly Clue[] = [
  { code: 'dynamic-range', found: (from, to) => isWide(from) && !isWide(to) },
  { code: 'video-interlaced', found: (from, to) => from.interlaced === true && to.interlaced !== true },
  {
    code: 'video-profile',
    found: (from, to) => isSpecial(from) && !isSpecial(to) && !/high 10|hi10/i.test(from.profile ?? ''),
  },
  { code: 'video-bit-depth', found: (from, to) => (from.bitDepth ?? 8) > 8 && (to.bitDepth ?? 8) <= 8 },
  {
    code: 'video-frame-rate',
    found: (from, to) => from.frameRate !== null && to.frameRate !== null && to.frameRate < from.frameRate * 0.75,
  },
  { code: 'video-resolution', found: (from, to) => isMadeSmaller({ source: from, delivered: to }) },
  { code: 'video-anamorphic', found: (from, to) => from.anamorphic === true && to.anamorphic !== true },
  {
    code: 'video-reference-frames',
    found: (from, to) =>
      (from.referenceFrames ?? 0) > ((from.height ?? 0) > 720 ? 4 : 9) &&
      (to.referenceFrames ?? 4) < (from.referenceFrames ?? 0),
  },
  {
    code: 'video-level',
    found: (from, to) => isDemanding(from) && (to.level === null || to.level < (from.level ?? 0)),
  },
];

const clueOf = (from: VideoStream, to: VideoStream): ReasonCode | null =>
  CLUES.find(({ found }) => found(from, to))?.code ?? null;

/** What hardly any player takes, so that it was in the way whatever else was: H.264 in 10 bits or 4:2:2. */
const isHopeless = (from: VideoStream): ReasonCode | null => {
  if (from.codec !== 'h264') return null;
  if ((from.bitDepth ?? 8) > 8) return 'video-bit-depth';
  return isSpecial(from) && !/simple/i.test(from.profile ?? '') ? 'video-profile' : null;
};

/** Under a limit, or a subtitle that is burned in, the picture is encoded anyway: only what is known beforehand is told. */
const explainBesides = (from: VideoStream, { lore }: Subject): Finding | null => {
  if (lore.lacks.includes(from.codec ?? '')) return likely('video-codec');
  const hopeless = lore.everything ? null : isHopeless(from);
  return hopeless === null ? null : likely(hopeless);
};

/** Another codec came out: because of the codec, or because whatever is encoded anew becomes H.264. */
const explainOtherCodec = (from: VideoStream, to: VideoStream, { lore }: Subject): Finding => {
  const codec = from.codec ?? '';
  if (!lore.plays.includes(codec) && !lore.everything) return likely('video-codec');
  return likely(clueOf(from, to) ?? 'forced');
};

/** Null where the limit that was found explains it. */
export const explainVideo = (subject: Subject, limit: Finding | null): Finding | null => {
  const { video, subtitle } = subject.stream;
  if (video?.decision !== 'transcode') return null;
  const { source: from, delivered: to } = video;
  const isBurned = subtitle?.burned === true;
  if (from === null || from.codec === null) {
    // The library was asked, and has nothing to say of what is inside.
    const isUnread =
      from === null && subject.versions.length > 0 && subject.versions.every(({ video: all }) => all.length === 0);
    if (isBurned || limit) return null;
    return isUnread || from !== null ? likely('not-analysed') : { code: 'unknown', confidence: 'unknown' };
  }
  if (to === null || to.codec === null) return isBurned || limit ? null : { code: 'unknown', confidence: 'unknown' };
  if (isBurned || limit) return explainBesides(from, subject);
  if (from.codec !== to.codec) return explainOtherCodec(from, to, subject);
  const clue = clueOf(from, to);
  if (clue !== null) return onlyThisCanBe(from, to, clue, subject) ? certain(clue) : likely(clue);
  return likely('forced');
};

/** The same codec, size and nearly the same bit rate, and one thing has gone: it was not for anything else. */
function onlyThisCanBe(from: VideoStream, to: VideoStream, clue: ReasonCode, subject: Subject): boolean {
  const { from: fromKbps, to: toKbps } = bitratesOf(subject);
  const isAsLarge = fromKbps !== null && toKbps !== null && toKbps >= fromKbps * 0.8;
  const others = CLUES.filter(({ code, found }) => code !== clue && found(from, to));
  return isAsLarge && heightOf(from) === heightOf(to) && others.length === 0 && clue !== 'video-level';
}
