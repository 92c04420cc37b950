// What was heard from Plex, already in our words but not yet decided upon: list entries and hints.
import { z } from 'zod';
import {
  audioStreamSchema,
  containerSchema,
  subtitleStreamSchema,
  videoStreamSchema,
  type MediaVersion,
} from './media.ts';
import { activitySchema } from './server.ts';
import { itemSchema, networkSchema, playerSchema, transcodeSchema, type Session } from './session.ts';
import { decisionSchema, sessionStateSchema } from './words.ts';

/** One entry of `/status/sessions`. The streams are the delivered ones; a missing `decision` is direct play. */
export const seenSessionSchema = z.object({
  sessionKey: z.string(),
  terminateId: z.string().nullable(),
  /** Plex's account id on this server: `1` the owner, `0` or null local, else the plex.tv id. */
  account: z.object({ id: z.string().nullable(), name: z.string().nullable(), thumb: z.string().nullable() }),
  item: itemSchema,
  player: playerSchema,
  state: sessionStateSchema,
  positionMs: z.number().nullable(),
  network: networkSchema,
  delivered: z.object({
    mediaId: z.string().nullable(),
    partId: z.string().nullable(),
    partDecision: decisionSchema,
    container: containerSchema,
    video: z
      .object({ streamId: z.string().nullable(), decision: decisionSchema, stream: videoStreamSchema })
      .nullable(),
    audio: z
      .object({ streamId: z.string().nullable(), decision: decisionSchema, stream: audioStreamSchema })
      .nullable(),
    subtitle: z
      .object({
        streamId: z.string().nullable(),
        decision: decisionSchema,
        burned: z.boolean(),
        stream: subtitleStreamSchema,
      })
      .nullable(),
  }),
  transcode: transcodeSchema.nullable(),
});
export type SeenSession = z.infer<typeof seenSessionSchema>;

/** What a webhook tells beyond what the session list does. It carries no time and no id, and may come late or twice. */
export const webhookNewsSchema = z.discriminatedUnion('kind', [
  /** Somebody started, paused, resumed or ended something: the list knows what. */
  z.object({ kind: z.literal('sessions-changed') }),
  z.object({
    kind: z.literal('library-new'),
    sectionId: z.string().nullable(),
    itemId: z.string(),
    parentItemId: z.string().nullable(),
    /** The show or artist to which it belongs, and its title. */
    rootItemId: z.string().nullable(),
    rootTitle: z.string().nullable(),
    /** Plex's number, as in a timeline message. */
    itemType: z.number(),
    title: z.string(),
  }),
  /** `about` names the person and the item; Plex's ratings go from 0 to 10. */
  z.object({
    kind: z.literal('item-rated'),
    about: z.string(),
    userName: z.string(),
    title: z.string(),
    rating: z.number(),
  }),
  z.object({ kind: z.literal('device-new'), title: z.string(), userName: z.string().nullable() }),
  z.object({ kind: z.literal('database-backup') }),
  z.object({ kind: z.literal('database-corrupted') }),
]);
export type WebhookNews = z.infer<typeof webhookNewsSchema>;

/** A message is a hint; the session list is the truth. Every kind that the socket or a webhook can speak of. */
export const hintSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('playing'),
    sessionKey: z.string(),
    /** Null for live TV, whose socket messages carry a GUID there. */
    ratingKey: z.string().nullable(),
    clientId: z.string().nullable(),
    state: z.enum(['playing', 'paused', 'buffering', 'stopped', 'error']),
    positionMs: z.number().nullable(),
    transcodeKey: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('transcode'),
    phase: z.enum(['start', 'update', 'end']),
    transcode: transcodeSchema,
  }),
  z.object({
    kind: z.literal('timeline'),
    sectionId: z.string().nullable(),
    itemId: z.string().nullable(),
    parentItemId: z.string().nullable(),
    rootItemId: z.string().nullable(),
    /** Plex's number: 1 movie, 2 show, 3 season, 4 episode, 8 artist, 9 album, 10 track; -1 unknown. */
    itemType: z.number(),
    title: z.string(),
    phase: z.enum(['created', 'processing', 'done', 'deleted']),
    metadataState: z.string().nullable(),
  }),
  z.object({ kind: z.literal('activity'), phase: z.enum(['started', 'updated', 'ended']), activity: activitySchema }),
  z.object({ kind: z.literal('status'), name: z.string(), title: z.string(), description: z.string() }),
  z.object({ kind: z.literal('reachability'), reachable: z.boolean() }),
  z.object({ kind: z.literal('update'), version: z.string().nullable(), state: z.string() }),
  z.object({ kind: z.literal('webhook'), news: webhookNewsSchema }),
]);
export type Hint = z.infer<typeof hintSchema>;

/** A session that was open when Marquee last stopped: continued if the server still lists it, else closed as presumed. */
export type AdoptedSession = {
  session: Session;
  lastSeenAtMs: number;
  versions: MediaVersion[];
  creditsStartMs: number | null;
};
