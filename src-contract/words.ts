// The small shared words: how a stream is delivered, what kinds of things are played, who a person is.
import { z } from 'zod';

/** Epoch milliseconds, UTC. */
export const atMsSchema = z.number().int();
/** Our own identifiers are UUIDv7 in text. */
export const idSchema = z.string().min(1).max(200);

/** Ordered by how much the server has to do. `copy` is Plex's "Direct Stream": repackaged, not re-encoded. */
export const decisionSchema = z.enum(['direct-play', 'copy', 'transcode']);
export type Decision = z.infer<typeof decisionSchema>;

/** `other` is what a future Plex may call something we do not know yet. */
export const itemTypeSchema = z.enum(['movie', 'episode', 'track', 'clip', 'photo', 'other']);

export const sessionStateSchema = z.enum(['playing', 'paused', 'buffering']);
export type SessionState = z.infer<typeof sessionStateSchema>;

/**
 * One person. `id` is the plex.tv id in digits, `local` for account 0 or none, or `<serverId>:<accountId>` where the
 * plex.tv id is not known (account 1 is the server's owner until he signs in).
 */
export const userSchema = z.object({ id: idSchema, name: z.string(), thumb: z.string().nullable() });
export type User = z.infer<typeof userSchema>;

/** How a viewing ended. `presumed`: we did not see the end and say the last thing that we saw. */
export const endedBySchema = z.enum(['stopped', 'next-item', 'killed', 'vanished', 'server-restarted', 'presumed']);
export type EndedBy = z.infer<typeof endedBySchema>;
