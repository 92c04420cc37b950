// The live picture: a snapshot, and patches that lead from one revision to the next. Pure; both sides use it.
import { z } from 'zod';
import { eventSchema } from './event.ts';
import { serverSchema } from './server.ts';
import { itemSchema, sessionSchema } from './session.ts';
import { atMsSchema, endedBySchema, idSchema } from './words.ts';

export const endingSchema = z.object({ sessionId: idSchema, atMs: atMsSchema, endedBy: endedBySchema });
export type Ending = z.infer<typeof endingSchema>;

/** How each part of Marquee itself is doing. A mouth that fails is seen, and the others go on. */
export const mouthHealthSchema = z.object({
  /** `attached`: the Marquee elsewhere whose pages a desktop window shows. */
  name: z.enum(['history', 'publish', 'webhooks', 'tautulli', 'web', 'sign-in', 'attached']),
  ok: z.boolean(),
  /** For a person; null when all is well. */
  text: z.string().nullable(),
  sinceMs: atMsSchema.nullable(),
});
export type MouthHealth = z.infer<typeof mouthHealthSchema>;

/**
 * A stream that its server's messages speak of and that its session list has not shown yet: what plays is known, who
 * watches and how it is delivered is not. It goes as soon as the list was read.
 */
export const arrivalSchema = z.object({
  serverId: idSchema,
  sessionKey: z.string(),
  atMs: atMsSchema,
  item: itemSchema,
});
export type Arrival = z.infer<typeof arrivalSchema>;

export const snapshotSchema = z.object({
  revision: z.number().int(),
  atMs: atMsSchema,
  servers: z.array(serverSchema),
  /** In the order in which cards stand. */
  sessions: z.array(sessionSchema),
  /** None where it is missing. */
  arrivals: z.array(arrivalSchema).optional(),
  /**
   * Another one whenever plays of the past came, went or were explained otherwise than by a session's end: by an import,
   * its undo, a server's own history, a backup. Missing: not since the start.
   */
  pastRevision: z.number().int().optional(),
  health: z.array(mouthHealthSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What moves without meaning anything new: sent at most four times a second. */
export const movedSchema = sessionSchema
  .pick({ id: true, positionMs: true, positionAtMs: true, pausedMs: true })
  .extend({
    bandwidthKbps: z.number().nullable(),
    progress: z.number().nullable(),
    speed: z.number().nullable(),
    throttled: z.boolean().nullable(),
    aheadMs: z.number().nullable(),
    maxOffsetMs: z.number().nullable(),
  });
export type Moved = z.infer<typeof movedSchema>;

export const patchSchema = z.object({
  /** Applies to the snapshot of exactly this revision… */
  from: z.number().int(),
  /** …and leads to this one. */
  revision: z.number().int(),
  atMs: atMsSchema,
  sessions: z.array(sessionSchema),
  ended: z.array(endingSchema),
  moved: z.array(movedSchema),
  /** All arrivals, when any of them changed. */
  arrivals: z.array(arrivalSchema).optional(),
  /** When it is another one. */
  pastRevision: z.number().int().optional(),
  /** All servers, when any of them changed. */
  servers: z.array(serverSchema).nullable(),
  health: z.array(mouthHealthSchema).nullable(),
});
export type Patch = z.infer<typeof patchSchema>;

/** The first message of a live feed is always a snapshot; later ones are patches, or a snapshot again. */
export const liveMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), snapshot: snapshotSchema }),
  z.object({ kind: z.literal('patch'), patch: patchSchema }),
]);
export type LiveMessage = z.infer<typeof liveMessageSchema>;

/** Facts as they become known, whether or not they can be stored: what notifications are made of. */
export const newsSchema = z.object({
  events: z.array(eventSchema),
  /** From the first look at a server: what plays then was playing before anybody looked, and is no news. */
  isFirstLook: z.boolean(),
});
export type News = z.infer<typeof newsSchema>;
