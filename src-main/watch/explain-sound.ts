// Why the sound is encoded anew.
import { type AudioStream } from '../../src-contract/media.ts';
import { type ReasonCode } from '../../src-contract/reason.ts';
import { bitratesOf } from './explain-limit.ts';
import { likely, type Finding, type Subject } from './explain-subject.ts';

/** What every player takes. */
const COMMON = new Set(['aac', 'mp3']);

const hasLess = (from: number | null, to: number | null, share = 1): boolean =>
  from !== null && to !== null && to < from * share;

/** The same codec came out: what has become less? */
const clueOf = (from: AudioStream, to: AudioStream): ReasonCode | null => {
  if (hasLess(from.channels, to.channels)) return 'audio-channels';
  if (hasLess(from.samplingRateHz, to.samplingRateHz)) return 'audio-sample-rate';
  return hasLess(from.bitrateKbps, to.bitrateKbps, 0.8) ? 'audio-bitrate' : null;
};

/** A track that takes a good part of what the whole stream may have is made smaller for that. */
const isTooMuch = (from: AudioStream, subject: Subject): boolean => {
  const { to } = bitratesOf(subject);
  return from.bitrateKbps !== null && to !== null && from.bitrateKbps > to * 0.15;
};

export const explainSound = (subject: Subject, limit: Finding | null): Finding | null => {
  const { video, audio } = subject.stream;
  if (audio?.decision !== 'transcode') return null;
  const { source: from, delivered: to } = audio;
  if (from === null || from.codec === null || to === null || to.codec === null) {
    if (video?.decision === 'transcode') return null;
    if (from !== null && from.codec === null) return likely('not-analysed');
    return { code: 'unknown', confidence: 'unknown' };
  }
  const codec = from.codec;
  if (video === null && limit) return null;
  if (codec === to.codec) {
    const clue = clueOf(from, to);
    if (limit) return clue === 'audio-channels' && !isTooMuch(from, subject) ? likely(clue) : null;
    return clue === null ? likely('forced') : likely(clue);
  }
  if (subject.lore.lacks.includes(codec)) return likely('audio-codec');
  // Under a limit large sound goes first, whatever the player takes.
  if (limit && isTooMuch(from, subject) && (to.channels ?? 0) <= 2) {
    return subject.lore.plays.includes(codec) || COMMON.has(codec) ? null : likely('audio-codec');
  }
  if (COMMON.has(codec) || subject.lore.plays.includes(codec)) return likely(clueOf(from, to) ?? 'audio-codec');
  if (hasLess(from.samplingRateHz, to.samplingRateHz) && (from.samplingRateHz ?? 0) > 48_000 && codec === 'flac') {
    return likely('audio-sample-rate');
  }
  return likely('audio-codec');
};
