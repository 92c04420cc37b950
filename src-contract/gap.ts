// A time in which Marquee was blind: what played meanwhile it did not see.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
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

export const watchedTimeSchema = z.object({
  /** The first that the history knows of this server; null when it knows nothing. What was before is no gap. */
  sinceMs: atMsSchema.nullable(),
  gaps: z.array(gapSchema),
});
export type WatchedTime = z.infer<typeof watchedTimeSchema>;

const { HISTORY_UNAVAILABLE, INVALID_INPUT } = problems;

export const gapsContract = {
  list: oc
    .route({ method: 'GET', path: '/gaps', summary: 'The times in which a server was not watched' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(
      z.strictObject({
        server: idSchema,
        fromMs: z.coerce.number().int().min(0),
        toMs: z.coerce.number().int().min(0),
      }),
    )
    .output(watchedTimeSchema),
};
