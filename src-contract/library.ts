// Libraries: what each one holds and how it grows, what of it nobody has ever played, and what was added last.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { pointFilterSchema } from './play-filter.ts';
import { problems } from './problem.ts';
import { atMsSchema, idSchema } from './words.ts';

const count = z.number().int();
const text = z.string().nullable();

/** How often and how long something was played. */
export const playTotalSchema = z.object({ plays: count, watchedMs: z.number() });
/** Of the last 24 hours, 7 days, 30 days, and of all that is known. */
export const playTotalsSchema = z.object({
  day: playTotalSchema,
  week: playTotalSchema,
  month: playTotalSchema,
  all: playTotalSchema,
});
export type PlayTotals = z.infer<typeof playTotalsSchema>;

/** By Plex's types, as `{ show: 12, season: 40, episode: 900 }`; a type that is not there has none. */
const countsSchema = z.record(z.string(), count);

const holdingSchema = z.object({
  counts: countsSchema,
  /** Of all that can be played: films, episodes, tracks. */
  durationMs: z.number(),
  /** Of all their files. */
  bytes: z.number(),
});
export type Holding = z.infer<typeof holdingSchema>;

export const librarySchema = z.object({
  serverId: idSchema,
  sectionId: idSchema,
  /** `<server id>:<section id>`, as filters take it. */
  key: z.string(),
  title: z.string(),
  /** `movie`, `show`, `artist` or `photo`; null where Plex did not say. */
  type: text,
  /** The server has no such library any more, or is not watched: only its plays are known. */
  gone: z.boolean(),
  /** Null until it was read for the first time. */
  holding: holdingSchema.nullable(),
  readAtMs: atMsSchema.nullable(),
  /** How far a reading is that goes on now, in items. */
  reading: z.object({ done: count, total: count.nullable() }).nullable(),
  plays: count,
  watchedMs: z.number(),
  users: count,
  lastPlayedAtMs: atMsSchema.nullable(),
  filter: pointFilterSchema,
});
export type Library = z.infer<typeof librarySchema>;

export const libraryDetailSchema = librarySchema.extend({
  totals: playTotalsSchema,
  /** Films, episodes, tracks without a play; null until the library was read. */
  neverWatched: z.object({ items: count, durationMs: z.number(), bytes: z.number() }).nullable(),
  /** A row for each day on which it was looked at, the oldest first. */
  growth: z.array(holdingSchema.extend({ atMs: atMsSchema })),
});
export type LibraryDetail = z.infer<typeof libraryDetailSchema>;

/** Something in a library, whether or not anybody has played it. */
export const libraryItemSchema = z.object({
  serverId: idSchema,
  sectionId: idSchema,
  ratingKey: z.string(),
  /** As the history and `/items` call it. */
  itemKey: z.string(),
  type: z.string(),
  title: z.string(),
  parentTitle: text,
  grandparentTitle: text,
  index: count.nullable(),
  parentIndex: count.nullable(),
  year: count.nullable(),
  durationMs: z.number().nullable(),
  bytes: z.number().nullable(),
  addedAtMs: atMsSchema.nullable(),
  /** Ask our own artwork route for it. */
  thumb: text,
});
export type LibraryItem = z.infer<typeof libraryItemSchema>;

export const neverWatchedSortSchema = z.enum(['added', 'title', 'bytes', 'duration']);
const ofLibrary = { server: idSchema, section: idSchema };
const neverWatchedQuerySchema = z.strictObject({
  ...ofLibrary,
  /** By default the oldest first: what has lain there longest. */
  sort: neverWatchedSortSchema.default('added'),
  order: z.enum(['asc', 'desc']).default('asc'),
  start: z.coerce.number().int().min(0).max(100_000_000).default(0),
  length: z.coerce.number().int().min(1).max(1000).default(50),
});
export type NeverWatchedQuery = z.infer<typeof neverWatchedQuerySchema>;
export const neverWatchedPageSchema = z.object({
  items: z.array(libraryItemSchema),
  total: count,
  bytes: z.number(),
  /** The `start` of the next page, or null at the end. */
  next: count.nullable(),
});
export type NeverWatchedPage = z.infer<typeof neverWatchedPageSchema>;

/** Episodes of a season and tracks of an album that came together are one line. */
export const recentlyAddedSchema = z.object({
  /** The newest of them. */
  item: libraryItemSchema,
  /** How many came together. */
  count,
  /** Of the season, the album, or the film itself. */
  label: z.string(),
  /** The series, the artist; the year of a film. */
  detail: text,
  libraryTitle: z.string(),
});
export type RecentlyAdded = z.infer<typeof recentlyAddedSchema>;
const recentlyAddedQuerySchema = z.strictObject({
  server: idSchema.optional(),
  section: idSchema.optional(),
  length: z.coerce.number().int().min(1).max(100).default(20),
});
export type RecentlyAddedQuery = z.infer<typeof recentlyAddedQuerySchema>;

const { HISTORY_UNAVAILABLE, INVALID_INPUT, UNKNOWN_LIBRARY, SERVER_UNREACHABLE } = problems;

export const librariesContract = {
  list: oc
    .route({
      method: 'GET',
      path: '/libraries',
      summary: 'The libraries of all servers: what they hold, how they are used',
    })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject({ server: idSchema.optional() }))
    .output(z.array(librarySchema)),
  recentlyAdded: oc
    .route({ method: 'GET', path: '/libraries/recently-added', summary: 'What was added last, over all libraries' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(recentlyAddedQuerySchema)
    .output(z.array(recentlyAddedSchema)),
  get: oc
    .route({
      method: 'GET',
      path: '/libraries/{server}/{section}',
      summary: 'One library: totals, growth, and how much of it nobody has played',
    })
    .errors({ UNKNOWN_LIBRARY, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject(ofLibrary))
    .output(libraryDetailSchema),
  neverWatched: oc
    .route({
      method: 'GET',
      path: '/libraries/{server}/{section}/never-watched',
      summary: 'Movies, episodes and tracks that nobody has ever played',
    })
    .errors({ UNKNOWN_LIBRARY, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(neverWatchedQuerySchema)
    .output(neverWatchedPageSchema),
  read: oc
    .route({
      method: 'POST',
      path: '/libraries/{server}/{section}/read',
      summary: 'Read a library from its server now, instead of at its time of the day',
    })
    .errors({ UNKNOWN_LIBRARY, SERVER_UNREACHABLE, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject(ofLibrary))
    .output(librarySchema),
};
