// A play: one finished viewing, as kept for ever.
import { z } from 'zod';
import { mediaVersionSchema } from './media.ts';
import { reasonSchema } from './reason.ts';
import { itemSchema, networkSchema, playerSchema, streamSchema, transcodeSchema } from './session.ts';
import { atMsSchema, endedBySchema, idSchema, userSchema } from './words.ts';

/** What a later, better explanation needs to see again. */
export const evidenceSchema = z.object({
  versions: z.array(mediaVersionSchema),
  stream: streamSchema,
  transcode: transcodeSchema.nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const playSchema = z.object({
  /** The id of the session it was. */
  id: idSchema,
  serverId: idSchema,
  /** The first play of a viewing that was resumed; its own id when it stands alone. */
  groupId: idSchema,
  user: userSchema,
  item: itemSchema,
  player: playerSchema,
  network: networkSchema,
  /** At its longest-held decision; null where the origin does not say. */
  stream: streamSchema.nullable(),
  reasons: z.array(reasonSchema),
  startedAtMs: atMsSchema.nullable(),
  stoppedAtMs: atMsSchema,
  /** Time really played: elapsed less pauses. Null where the origin does not say. */
  watchedMs: z.number().nullable(),
  pausedMs: z.number().nullable(),
  /** The furthest position. */
  positionMs: z.number().nullable(),
  percent: z.number().nullable(),
  watched: z.boolean(),
  bufferCount: z.number().int(),
  endedBy: endedBySchema,
  /** Too short to count by default (120 s; tracks 15 s), still stored. */
  short: z.boolean(),
  origin: z.enum(['live', 'plex-history', 'tautulli']),
});
export type Play = z.infer<typeof playSchema>;

export const playFilterSchema = z.object({
  server: idSchema.optional(),
  user: idSchema.optional(),
  includeShort: z.stringbool().or(z.boolean()).optional(),
  start: z.coerce.number().int().min(0).default(0),
  length: z.coerce.number().int().min(1).max(1000).default(50),
});
export type PlayFilter = z.infer<typeof playFilterSchema>;

export const playPageSchema = z.object({
  items: z.array(playSchema),
  total: z.number().int(),
  /** The `start` of the next page, or null at the end. */
  next: z.number().int().nullable(),
});
export type PlayPage = z.infer<typeof playPageSchema>;
