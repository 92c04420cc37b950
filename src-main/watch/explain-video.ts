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

/** Formats that hardly any player takes: whatever else was in the way, these were. */
const RARE = new Set([
  'mpeg1video',
  'mpeg2video',
  'mpeg4',
  'msmpeg4v2',
  'msmpeg4v3',
  'msmpeg4',
  'vc1',
  'wmv1',
  'wmv2',
  'wmv3',
  'h263',
  'theora',
  'rv40',
  'vp6f',
  'flv1',
  'prores',
  'mjpeg',
  'dvvideo',
]);

/** Another codec came out: because of the codec, or because whatever is encoded anew becomes H.264. */
const explainOtherCodec = (from: VideoStream, to: VideoStream, subject: Subject, limited: boolean): Finding | null => {
  const { lore } = subject;
  const codec = from.codec ?? '';
  if (RARE.has(codec)) return likely('video-codec');
  if (lore.lacks.includes(codec)) return likely('video-codec');
  if (limited) return null;
  const clue = clueOf(from, to);
  if (lore.plays.includes(codec) && clue !== null) return likely(clue);
  return likely('video-codec');
};

/** Null where the limit that was found explains it. */
export const explainVideo = (subject: Subject, limit: Finding | null): Finding | null => {
  const { video, subtitle, container } = subject.stream;
  if (video?.decision !== 'transcode') return null;
  const { source: from, delivered: to } = video;
  const isBurned = subtitle?.burned === true;
  if (from === null || from.codec === null) {
    // The library was asked, and has nothing to say of what is inside.
    const isUnread =
      container.source !== null && from === null && subject.versions.every(({ video: all }) => all.length === 0);
    if (isBurned || limit) return null;
    return isUnread || from !== null ? likely('not-analysed') : { code: 'unknown', confidence: 'unknown' };
  }
  if (to === null || to.codec === null) return isBurned || limit ? null : { code: 'unknown', confidence: 'unknown' };
  if (isBurned) return RARE.has(from.codec) || subject.lore.lacks.includes(from.codec) ? likely('video-codec') : null;
  if (from.codec !== to.codec) return explainOtherCodec(from, to, subject, limit !== null);
  if (limit) return null;
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
