// Why a stream is not a direct play: a code, the evidence, and how sure we are.
import { z } from 'zod';

/** In the order in which people are told of them: what alone explains the most comes first. */
export const reasonCodeSchema = z.enum([
  'picture-subtitle-burned',
  'text-subtitle-burned',
  'relay-limit',
  'remote-limit',
  'quality-setting',
  'live-tv',
  'video-codec',
  'dynamic-range',
  'video-bit-depth',
  'video-profile',
  'video-resolution',
  'video-frame-rate',
  'video-interlaced',
  'video-anamorphic',
  'video-reference-frames',
  'video-level',
  'not-analysed',
  'audio-codec',
  'audio-channels',
  'audio-sample-rate',
  'audio-bitrate',
  'audio-track',
  'subtitle-format',
  'container',
  'forced',
  /** Nothing is converted, or less than it would be: the smaller version that Plex made is played. */
  'optimized-version',
  'unknown',
]);
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

export const reasonSchema = z.object({
  code: reasonCodeSchema,
  /** `certain`: the data proves it. `likely`: the only explanation left. */
  confidence: z.enum(['certain', 'likely', 'unknown']),
  evidence: z.object({ source: z.string().nullable(), delivered: z.string().nullable() }),
  /** One sentence for an owner. */
  text: z.string(),
  /** What he could do about it, or null. */
  remedy: z.string().nullable(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** What the server allows, as its settings say. Null inside is "no limit"; where it is not known, there are no limits here at all. */
export const serverLimitsSchema = z.object({
  /** What one stream to somebody outside may take. */
  remoteStreamKbps: z.number().nullable(),
  /** What all streams to the outside may take together. */
  uploadKbps: z.number().nullable(),
});
export type ServerLimits = z.infer<typeof serverLimitsSchema>;
