// A time in which Marquee was blind: what played meanwhile it did not see.
import { z } from 'zod';
import { atMsSchema, idSchema } from './words.ts';

export const gapSchema = z.object({
  serverId: idSchema,
  fromMs: atMsSchema,
  /** Null while it goes on. */
  toMs: atMsSchema.nullable(),
  /** As in the event `gap-opened`. */
  why: z.string(),
});
export type Gap = z.infer<typeof gapSchema>;
