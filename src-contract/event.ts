// Events: facts in the past tense. Rows, messages and notifications are all made from these, and from nothing else.
import { z } from 'zod';
import { mediaVersionSchema } from './media.ts';
import { evidenceSchema, playSchema } from './play.ts';
import { reasonSchema, serverLimitsSchema } from './reason.ts';
import { sessionSchema, streamSchema, transcodeSchema } from './session.ts';
import { atMsSchema, endedBySchema, idSchema } from './words.ts';

const fact = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.object({ id: idSchema, serverId: idSchema, atMs: atMsSchema, kind: z.literal(kind), ...shape });

const ofSession = { sessionId: idSchema, positionMs: z.number().nullable() };

/** How our own stop of a stream turned out. */
export const stopOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped'), afterMs: z.number() }),
  z.object({ kind: z.literal('still-playing'), afterMs: z.number() }),
  z.object({
    kind: z.literal('refused'),
    why: z.enum(['no-plex-pass', 'not-owner', 'no-terminate-id', 'already-gone', 'server']),
  }),
]);
export type StopOutcome = z.infer<typeof stopOutcomeSchema>;

/** How our own cancelling of a transcode turned out. */
export const cancelOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session-ended'), afterMs: z.number() }),
  z.object({ kind: z.literal('plays-directly'), afterMs: z.number() }),
  z.object({ kind: z.literal('came-back'), afterMs: z.number(), sameKey: z.boolean() }),
  z.object({ kind: z.literal('still-transcoding'), afterMs: z.number() }),
  z.object({ kind: z.literal('refused'), why: z.enum(['not-owner', 'server']) }),
  z.object({ kind: z.literal('nothing-to-stop') }),
]);
export type CancelOutcome = z.infer<typeof cancelOutcomeSchema>;

export const eventSchema = z.discriminatedUnion('kind', [
  // A session's life. `session-started` carries everything; the others what changed.
  fact('session-started', { session: sessionSchema, creditsStartMs: z.number().nullable() }),
  fact('session-paused', ofSession),
  fact('session-resumed', ofSession),
  fact('session-buffering', ofSession),
  /** The stream as it is from now on, confirmed; `versions` are all that the server stores of the item. */
  fact('session-stream-changed', {
    ...ofSession,
    stream: streamSchema,
    reasons: z.array(reasonSchema),
    transcode: transcodeSchema.nullable(),
    network: sessionSchema.shape.network,
    player: sessionSchema.shape.player,
    versions: z.array(mediaVersionSchema),
    /** What the server allowed; absent in what an older Marquee stored. */
    limits: serverLimitsSchema.nullish(),
    creditsStartMs: z.number().nullable(),
    durationMs: z.number().nullable(),
  }),
  fact('session-watched', ofSession),
  /** `atMs` is when the viewing ended, which for a presumed end is earlier than when we learned of it. */
  fact('session-stopped', {
    ...ofSession,
    session: sessionSchema,
    endedBy: endedBySchema,
    learnedAtMs: atMsSchema,
  }),
  fact('transcode-started', { sessionId: idSchema, transcode: transcodeSchema, reasons: z.array(reasonSchema) }),
  fact('transcode-ended', { sessionId: idSchema, transcode: transcodeSchema }),
  fact('server-up', { name: z.string(), version: z.string() }),
  fact('server-down', { why: z.string() }),
  fact('server-update-available', { version: z.string().nullable() }),
  fact('remote-access-up', {}),
  fact('remote-access-down', {}),
  fact('sign-in-expired', {}),
  fact('library-added', {
    sectionId: z.string().nullable(),
    /** The movie, show, artist… that things were added to. */
    ratingKey: z.string().nullable(),
    title: z.string(),
    /** How many items of each Plex type, e.g. `{ episode: 8, season: 1 }`. */
    counts: z.record(z.string(), z.number()),
    titles: z.array(z.string()),
  }),
  fact('library-removed', {
    sectionId: z.string().nullable(),
    ratingKey: z.string().nullable(),
    title: z.string(),
    counts: z.record(z.string(), z.number()),
    titles: z.array(z.string()),
  }),
  fact('item-rated', { userName: z.string(), title: z.string(), rating: z.number() }),
  fact('device-new', { title: z.string(), userName: z.string().nullable() }),
  fact('database-backup', {}),
  fact('database-corrupted', {}),
  fact('gap-opened', { why: z.enum(['our-start', 'server-down', 'unauthorized', 'sleep', 'database-restored']) }),
  /** `atMs` is the end of the gap, `fromMs` its beginning. */
  fact('gap-closed', { fromMs: atMsSchema }),
  fact('stream-stopped', { sessionId: idSchema, stopId: idSchema, message: z.string(), outcome: stopOutcomeSchema }),
  fact('transcode-cancelled', { sessionId: idSchema, stopId: idSchema, outcome: cancelOutcomeSchema }),
  // Written by history in the transaction that stores the play; `site` is the Marquee that saw it.
  fact('play-recorded', { site: z.string(), play: playSchema, evidence: evidenceSchema.nullable() }),
  fact('play-changed', { site: z.string(), play: playSchema }),
  fact('play-removed', { site: z.string(), play: playSchema }),
]);
export type Event = z.infer<typeof eventSchema>;
export type EventKind = Event['kind'];
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>;

/** What the stream of events tells: facts, and `events-missed` where some cannot be told any more: read the lists anew. */
export const toldSchema = z.discriminatedUnion('kind', [
  ...eventSchema.options,
  z.object({ kind: z.literal('events-missed') }),
]);
export type Told = z.infer<typeof toldSchema>;

/** A session's position and load, kept at most every 10 s. */
export const sampleSchema = z.object({
  sessionId: idSchema,
  atMs: atMsSchema,
  positionMs: z.number().nullable(),
  state: sessionSchema.shape.state,
  bandwidthKbps: z.number().nullable(),
  speed: z.number().nullable(),
  aheadMs: z.number().nullable(),
});
export type Sample = z.infer<typeof sampleSchema>;
