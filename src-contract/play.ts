// A play: one finished viewing, as kept for ever.
import { z } from 'zod';
import { mediaVersionSchema } from './media.ts';
import { playFilterShape, pointFilterSchema } from './play-filter.ts';
import { reasonSchema, serverLimitsSchema } from './reason.ts';
import { itemSchema, networkSchema, playerSchema, streamSchema, transcodeSchema } from './session.ts';
import { atMsSchema, endedBySchema, idSchema, userSchema } from './words.ts';

/** What a later, better explanation needs to see again. */
export const evidenceSchema = z.object({
  versions: z.array(mediaVersionSchema),
  stream: streamSchema,
  transcode: transcodeSchema.nullable(),
  /** What the server allowed then; absent in what an older Marquee stored. */
  limits: serverLimitsSchema.nullish(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** How well it went for the viewer. */
export const experienceSchema = z.object({
  /** From the first sign of it to the first picture; null when we came later or the player did not say. */
  firstFrameMs: z.number().nullable(),
  /** How often it stopped to buffer, and for how long in all; the time is null where it was not measured. */
  stalls: z.number().int(),
  stalledMs: z.number().nullable(),
  /** How often its conversion was begun anew: after a jump, a change of quality, a failure. */
  transcodeRestarts: z.number().int(),
});
export type Experience = z.infer<typeof experienceSchema>;

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
  /** Absent where the origin does not say. */
  experience: experienceSchema.nullish(),
  endedBy: endedBySchema,
  /** Too short to count by default (120 s; tracks 15 s), still stored. */
  short: z.boolean(),
  origin: z.enum(['live', 'plex-history', 'tautulli']),
});
export type Play = z.infer<typeof playSchema>;

const page = {
  start: z.coerce.number().int().min(0).max(100_000_000).default(0),
  length: z.coerce.number().int().min(1).max(1000).default(50),
};

export const playSortSchema = z.enum([
  'stopped',
  'started',
  'user',
  'title',
  'player',
  'platform',
  'decision',
  'location',
  'watchedMs',
  'pausedMs',
  'percent',
  'bandwidth',
]);
export type PlaySort = z.infer<typeof playSortSchema>;

export const playQuerySchema = z.strictObject({
  ...playFilterShape,
  sort: playSortSchema.default('stopped'),
  order: z.enum(['asc', 'desc']).default('desc'),
  /** `viewing` shows resumed plays once, as their newest; `series` and `season` likewise (a film is its own series). */
  group: z.enum(['none', 'viewing', 'series', 'season']).default('none'),
  ...page,
});
export type PlayQuery = z.infer<typeof playQuerySchema>;

/** A line of the history: a play, and what was grouped under it. */
export const playLineSchema = playSchema.extend({
  /** Which of these plays are one item, one series, one season; a filter takes them. */
  itemKey: z.string().nullable(),
  seriesKey: z.string().nullable(),
  seasonKey: z.string().nullable(),
  playerKey: z.string(),
  removedAtMs: atMsSchema.nullable(),
  /** Null when the lines are single plays. */
  group: z
    .object({
      plays: z.number().int(),
      users: z.number().int(),
      watchedMs: z.number(),
      firstAtMs: atMsSchema,
      lastAtMs: atMsSchema,
      /** Opens what is grouped here. */
      filter: pointFilterSchema,
    })
    .nullable(),
});
export type PlayLine = z.infer<typeof playLineSchema>;

export const playPageSchema = z.object({
  items: z.array(playLineSchema),
  /** Lines altogether: plays, or groups of them. */
  total: z.number().int(),
  /** The plays that the filter lets through, and the time watched in them. */
  plays: z.number().int(),
  watchedMs: z.number(),
  /** The `start` of the next page, or null at the end. */
  next: z.number().int().nullable(),
});
export type PlayPage = z.infer<typeof playPageSchema>;

export const facetSchema = z.enum([
  'server',
  'user',
  'library',
  'type',
  'player',
  'platform',
  'decision',
  'reason',
  'location',
  'origin',
  'sourceResolution',
  'deliveredResolution',
  'series',
]);
export type Facet = z.infer<typeof facetSchema>;

/** The values of one part of the filter, under the other parts of it; its own part is left out of the count. */
export const facetQuerySchema = z.strictObject({
  ...playFilterShape,
  of: facetSchema,
  /** Only values with this in their name. */
  named: z.string().trim().max(200).optional(),
  length: z.coerce.number().int().min(1).max(500).default(50),
});
export type FacetQuery = z.infer<typeof facetQuerySchema>;
export const facetValueSchema = z.object({
  /** For the filter. */
  value: z.string(),
  label: z.string(),
  plays: z.number().int(),
});
export type FacetValue = z.infer<typeof facetValueSchema>;

/** What is told of a moment of a play, from its stored events. */
const momentOfPlaySchema = z.object({
  atMs: atMsSchema,
  kind: z.string(),
  positionMs: z.number().nullable(),
  /** From here on. */
  stream: streamSchema.nullable(),
  reasons: z.array(reasonSchema),
});

export const playDetailSchema = z.object({
  play: playLineSchema,
  evidence: evidenceSchema.nullable(),
  /** Oldest first. Empty where the origin does not say, or where they were dropped with time. */
  events: z.array(momentOfPlaySchema),
  samples: z.array(
    z.object({
      atMs: atMsSchema,
      positionMs: z.number().nullable(),
      state: z.string().nullable(),
      bandwidthKbps: z.number().nullable(),
      speed: z.number().nullable(),
      aheadMs: z.number().nullable(),
    }),
  ),
  /** The other plays of this viewing, oldest first. */
  viewing: z.array(playLineSchema),
  /** Everybody who played this item, the latest first; the user of this play too. */
  watchers: z.array(
    z.object({
      user: userSchema,
      plays: z.number().int(),
      watched: z.boolean(),
      /** The furthest that he came. */
      percent: z.number().nullable(),
      lastAtMs: atMsSchema,
      filter: pointFilterSchema,
    }),
  ),
});
export type PlayDetail = z.infer<typeof playDetailSchema>;

/** Deleted plays are kept aside, and can come back until the history is cleaned. */
export const playsChangeSchema = z.strictObject({ playIds: z.array(idSchema).min(1).max(1000) });
export const playsChangedSchema = z.object({ changed: z.number().int() });
