// Plex's TranscodeSession in our words, and how far it is ahead of the viewer.
import { type Transcode } from '../../src-contract/session.ts';
import { toDecision } from './to-streams.ts';
import { type RawTranscode } from './schemas.ts';

/** What the transcode is for. The socket's own messages do not say: all unknown. */
export type TranscodeOf = { positionMs: number | null; durationMs: number | null; live: boolean };

/** Keys come bare and as `/transcode/sessions/{id}`; they are the same when the last path segment is. */
export const toTranscodeKey = (key: string | null): string | null => {
  const last = key
    ?.split('?')[0]
    ?.split('/')
    .findLast((segment) => segment.trim() !== '');
  return last ?? null;
};

/** Plex's progress is -1 for live TV. */
export const toPercent = (progress: number | null): number | null =>
  progress === null || progress < 0 ? null : Math.min(progress, 100);

/** Plex updates `viewOffset` every 10 to 20 s, so a position may be this old before anything is wrong. */
const POSITION_AGE_MS = 20_000;

/**
 * The ready end less the viewer's position. `maxOffsetAvailable` is in seconds (`viewOffset` in ms) and, for a stored
 * item, counts from the item's beginning: after a request with offset 600 a server listed a `minOffsetAvailable` of
 * 600.017, a recorded session 1 s old had 84.2 to 104.3 at 18.6×, and Tautulli's window draws it over the item's
 * duration. `progress` is a percentage of the duration, in tenths and some seconds behind, so it only helps where the
 * offset is missing or counts from the transcode's own start (then it is the smaller one after a seek).
 * A viewer far beyond the ready end cannot be: neither number is about the item, and null is the truth.
 * Live TV is null as well: it has no position, and the time since the transcode's start does not replace one (a
 * recorded throttled tuner, so well ahead of its viewer, had 191 s ready 220 s after its start).
 */
const toAheadMs = (transcode: RawTranscode, of: TranscodeOf): number | null => {
  if (of.live || of.positionMs === null) return null;
  if (transcode.complete === true && of.durationMs !== null) return Math.max(0, of.durationMs - of.positionMs);
  const percent = toPercent(transcode.progress);
  const ends = [
    transcode.maxOffsetAvailable === null ? null : transcode.maxOffsetAvailable * 1000,
    percent === null || of.durationMs === null ? null : (percent / 100) * of.durationMs,
  ].filter((end) => end !== null);
  const aheadMs = Math.max(...ends) - of.positionMs;
  return ends.length === 0 || aheadMs < -POSITION_AGE_MS ? null : Math.round(Math.max(0, aheadMs));
};

/** Plex names the decoder and encoder in changing case, and only when they are hardware. */
const toHardwareName = (name: string | null): string | null => {
  const plain = name?.trim().toLowerCase() ?? null;
  return plain === 'none' || plain === 'software' ? null : plain;
};

export const toTranscode = (transcode: RawTranscode, of: TranscodeOf): Transcode => ({
  key: toTranscodeKey(transcode.key) ?? '',
  progress: of.live ? null : toPercent(transcode.progress),
  speed: transcode.speed === null || transcode.speed < 0 ? null : transcode.speed,
  throttled: transcode.throttled === true,
  aheadMs: toAheadMs(transcode, of),
  protocol: transcode.protocol,
  container: transcode.container,
  videoDecision: transcode.videoDecision === null ? null : toDecision(transcode.videoDecision),
  audioDecision: transcode.audioDecision === null ? null : toDecision(transcode.audioDecision),
  ...(transcode.sourceVideoCodec !== null && { sourceVideoCodec: transcode.sourceVideoCodec }),
  ...(transcode.sourceAudioCodec !== null && { sourceAudioCodec: transcode.sourceAudioCodec }),
  hardware: {
    requested: transcode.transcodeHwRequested === true,
    decode: toHardwareName(transcode.transcodeHwDecoding),
    encode: toHardwareName(transcode.transcodeHwEncoding),
    full: transcode.transcodeHwFullPipeline === true,
    ...(transcode.transcodeHwDecodingTitle !== null && { decodeTitle: transcode.transcodeHwDecodingTitle }),
    ...(transcode.transcodeHwEncodingTitle !== null && { encodeTitle: transcode.transcodeHwEncodingTitle }),
  },
  complete: transcode.complete === true,
  error: transcode.error === true,
  startedAtMs: transcode.timeStamp === null || transcode.timeStamp <= 0 ? null : Math.round(transcode.timeStamp * 1000),
  maxOffsetMs: transcode.maxOffsetAvailable === null ? null : Math.round(transcode.maxOffsetAvailable * 1000),
});
