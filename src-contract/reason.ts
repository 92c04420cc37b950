// Why a stream is not a direct play: a code, the evidence, and how sure we are.
import { z } from 'zod';

export const reasonCodeSchema = z.enum([
  'video-codec',
  'audio-codec',
  'container',
  'picture-subtitle-burned',
  'text-subtitle-burned',
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
