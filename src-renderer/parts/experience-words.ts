// How well a stream goes for its viewer so far, in words: only what he will have noticed. Pure.
import type { Session } from '../../src-contract/session.ts';
import { formatCount, formatWait } from '../../src-contract/text/format.ts';

/** Sooner than this nobody calls it slow. */
const slowStartMs = 6000;

export function describeExperience({ pace, bufferCount }: Pick<Session, 'pace' | 'bufferCount'>): string[] {
  const firstFrameMs = pace?.firstFrameMs ?? null;
  const stalledMs = pace?.stalledMs ?? 0;
  const long = stalledMs < 1000 ? '' : `, ${formatWait(stalledMs)} in all`;
  return [
    firstFrameMs === null || firstFrameMs < slowStartMs ? null : `The first picture took ${formatWait(firstFrameMs)}.`,
    bufferCount === 0 ? null : `It has stopped to buffer ${formatCount(bufferCount, 'time')}${long}.`,
  ].filter((sentence) => sentence !== null);
}
