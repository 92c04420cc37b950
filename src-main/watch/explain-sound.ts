// Why the sound is encoded anew.
import { type AudioStream } from '../../src-contract/media.ts';
import { type ReasonCode } from '../../src-contract/reason.ts';
import { bitratesOf } from './explain-limit.ts';
import { likely, type Finding, type Subject } from './explain-subject.ts';

/** What every player takes, if not in surround. */
const COMMON = new Set(['aac', 'mp3']);
/** What few players take. */
const RARE = new Set(['dca', 'dts', 'dca-ma', 'truehd', 'wmav2', 'wmapro']);

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
  return explainKnown({ ...from, codec: from.codec }, to, subject, limit);
};

function explainKnown(
  from: AudioStream & { codec: string },
  to: AudioStream,
  subject: Subject,
  limit: Finding | null,
): Finding | null {
  const { video } = subject.stream;
  const { plays, lacks, everything } = subject.lore;
  const { codec } = from;
  if (video === null && limit) return null;
  if (lacks.includes(codec)) return likely('audio-codec');
  // Under a limit large sound goes first, whatever the player takes.
  if (limit && isTooMuch(from, subject) && !RARE.has(codec)) return null;
  const clue = clueOf(from, to);
  if (codec === to.codec) return clue === null ? forced(subject) : likely(clue);
  if ((from.samplingRateHz ?? 0) > 48_000 && hasLess(from.samplingRateHz, to.samplingRateHz) && codec === 'flac') {
    return likely('audio-sample-rate');
  }
  if (COMMON.has(codec) && (from.channels ?? 0) > 2) return likely('audio-channels');
  if (COMMON.has(codec) || plays.includes(codec) || everything) return likely(clue ?? 'audio-codec');
  return likely('audio-codec');
}

/** Beside a picture that is encoded anew it needs no reason of its own. */
function forced({ stream: { video } }: Subject): Finding | null {
  return video?.decision === 'transcode' ? null : likely('forced');
}
