// Why the sound is encoded anew.
import { type AudioStream } from '../../src-contract/media.ts';
import { type ReasonCode } from '../../src-contract/reason.ts';
import { bitratesOf } from './explain-limit.ts';
import { likely, type Finding, type Subject } from './explain-subject.ts';
import { soundDoubts } from './player-known.ts';

/** What few players take. */
const RARE = new Set(['dca', 'dts', 'dca-ma', 'truehd', 'wmav2', 'wmapro']);

const hasLess = (from: number | null, to: number | null, share = 1): boolean =>
  from !== null && to !== null && to < from * share;

const LOST: Partial<Record<ReasonCode, (from: AudioStream, to: AudioStream) => boolean>> = {
  'audio-codec': (from, to) => from.codec !== to.codec,
  // Surround in a codec that can only bring stereo comes in another codec.
  'audio-channels': (from, to) => hasLess(from.channels, to.channels) || from.codec !== to.codec,
  'audio-sample-rate': (from, to) => hasLess(from.samplingRateHz, to.samplingRateHz),
  'audio-bitrate': (from, to) => hasLess(from.bitrateKbps, to.bitrateKbps, 0.8),
};

/** All that the player may have refused and did not get. What it is sent now it takes. */
export const lostSoundDoubts = (from: AudioStream, to: AudioStream, { lore, known }: Pick<Subject, 'lore' | 'known'>) =>
  soundDoubts(from, lore, { ...known, sounds: [...known.sounds, to] }).filter(
    ({ code }) => LOST[code]?.(from, to) ?? false,
  );

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
  const doubts = lostSoundDoubts(from, to, subject);
  const sure = doubts.find((doubt) => doubt.sure);
  if (sure) return likely(sure.code);
  // Under a limit large sound goes first, whatever the player takes.
  const isRare = RARE.has(from.codec) && doubts.some((doubt) => doubt.code === 'audio-codec');
  if (limit && (video === null || (isTooMuch(from, subject) && !isRare))) return null;
  const [first] = doubts;
  if (first) return likely(first.code);
  // Beside a picture that is encoded anew it needs no reason of its own.
  return video?.decision === 'transcode' ? null : likely('forced');
};
