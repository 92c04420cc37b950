// Why the picture is encoded anew, from what it was, what it has become, and what the player is known to take.
import { type VideoStream } from '../../src-contract/media.ts';
import { type ReasonCode } from '../../src-contract/reason.ts';
import { bitratesOf } from './explain-limit.ts';
import { certain, likely, type Finding, type Subject } from './explain-subject.ts';
import { heightOf, isMadeSmaller } from './picture-size.ts';
import { likeliest, pictureDoubts } from './player-known.ts';

const isWide = ({ dynamicRange }: VideoStream): boolean => dynamicRange !== null && dynamicRange !== 'sdr';

/** Whether the delivery has lost what the source has: only that can have been in the way. */
const LOST: Partial<Record<ReasonCode, (from: VideoStream, to: VideoStream) => boolean>> = {
  'video-codec': (from, to) => from.codec !== to.codec,
  'dynamic-range': (from, to) => isWide(from) && !isWide(to),
  'video-interlaced': (_, to) => to.interlaced !== true,
  'video-profile': (from, to) => to.profile !== from.profile,
  'video-bit-depth': (_, to) => (to.bitDepth ?? 8) <= 8,
  'video-frame-rate': (from, to) =>
    from.frameRate !== null && to.frameRate !== null && to.frameRate < from.frameRate * 0.75,
  'video-resolution': (from, to) => isMadeSmaller({ source: from, delivered: to }),
  'video-anamorphic': (_, to) => to.anamorphic !== true,
  'video-reference-frames': (from, to) => (to.referenceFrames ?? 4) < (from.referenceFrames ?? 0),
  'video-level': (from, to) => to.level === null || to.level < (from.level ?? 0),
};

/** All that the player may have refused and did not get. What it is sent now it takes. */
export const lostDoubts = (from: VideoStream, to: VideoStream, { lore, known }: Pick<Subject, 'lore' | 'known'>) =>
  pictureDoubts(from, lore, { ...known, pictures: [...known.pictures, to] }).filter(
    ({ code }) => LOST[code]?.(from, to) ?? false,
  );

/** Null where a limit or a burned subtitle explains it. */
export const explainVideo = (subject: Subject, limit: Finding | null): Finding[] => {
  const { video, subtitle } = subject.stream;
  if (video?.decision !== 'transcode') return [];
  const { source: from, delivered: to } = video;
  const isExplained = subtitle?.burned === true || limit !== null;
  if (from === null || from.codec === null) {
    // The library was asked, and has nothing to say of what is inside.
    const isUnread =
      from === null && subject.versions.length > 0 && subject.versions.every(({ video: all }) => all.length === 0);
    if (isExplained) return [];
    return [isUnread || from !== null ? likely('not-analysed') : { code: 'unknown', confidence: 'unknown' }];
  }
  if (to === null || to.codec === null) return isExplained ? [] : [{ code: 'unknown', confidence: 'unknown' }];
  // Under a limit, or a subtitle that is burned in, the picture is encoded anyway: only what is known beforehand is told.
  if (isExplained) return told(pictureDoubts(from, subject.lore, subject.known).filter(({ sure }) => sure));
  return explainAlone(from, to, subject);
};

/** Nothing else explains it: what is known to be refused, else the first that may be. */
function explainAlone(from: VideoStream, to: VideoStream, subject: Subject): Finding[] {
  const doubts = lostDoubts(from, to, subject);
  const sure = doubts.filter((doubt) => doubt.sure);
  const chosen = sure.length > 0 ? sure : likeliest(doubts);
  const [first] = doubts;
  if (chosen.length === 0) return [likely('forced')];
  return doubts.length === 1 && first && isOnlyChange(from, to, subject) ? [certain(first.code)] : told(chosen);
}

function told(doubts: readonly { code: ReasonCode }[]): Finding[] {
  return doubts.map(({ code }) => likely(code));
}

/** The same codec, size and nearly the same bit rate, and one thing has gone: it was not for anything else. */
function isOnlyChange(from: VideoStream, to: VideoStream, subject: Subject): boolean {
  const { from: fromKbps, to: toKbps } = bitratesOf(subject);
  const isAsLarge = fromKbps !== null && toKbps !== null && toKbps >= fromKbps * 0.8;
  const open = lostDoubts(from, to, { lore: { ...subject.lore, plays: [], everything: false }, known: subject.known });
  const isLevel = open.some(({ code }) => code === 'video-level');
  return from.codec === to.codec && isAsLarge && heightOf(from) === heightOf(to) && open.length === 1 && !isLevel;
}
