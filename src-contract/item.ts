// One item, series or season: how much it was played and by whom, from which files, and why it was converted.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { libraryItemSchema, playTotalSchema, playTotalsSchema } from './library.ts';
import { pointFilterSchema } from './play-filter.ts';
import { problems } from './problem.ts';
import { reasonCodeSchema } from './reason.ts';
import { atMsSchema, decisionSchema, idSchema, userSchema } from './words.ts';

const count = z.number().int();
const text = z.string().nullable();

/** A part of a series: a season (an album), or an episode (a track) in it. */
const partSchema = z.object({
  key: z.string(),
  title: z.string(),
  index: count.nullable(),
  plays: count,
  watchedMs: z.number(),
  users: count,
  lastAtMs: atMsSchema.nullable(),
  filter: pointFilterSchema,
});

export const itemDetailSchema = z.object({
  kind: z.enum(['item', 'series', 'season']),
  key: z.string(),
  title: z.string(),
  /** The series and season of an episode, the artist and album of a track. */
  parentTitle: text,
  grandparentTitle: text,
  /** `movie`, `episode`, `track`…; of a series or season what it is made of. */
  type: z.string(),
  year: count.nullable(),
  durationMs: z.number().nullable(),
  /** Whose picture it is; ask our own artwork route for `thumb`. */
  serverId: text,
  thumb: text,
  seriesKey: text,
  seasonKey: text,
  totals: playTotalsSchema,
  firstAtMs: atMsSchema.nullable(),
  lastAtMs: atMsSchema.nullable(),
  /** The latest first, at most two hundred. */
  watchers: z.array(
    z.object({
      user: userSchema,
      plays: count,
      watchedMs: z.number(),
      /** Items of it that he has watched to the end. */
      watchedItems: count,
      /** The furthest that he came in one item. */
      percent: z.number().nullable(),
      lastAtMs: atMsSchema,
      filter: pointFilterSchema,
    }),
  ),
  /** In which libraries it was played from. */
  libraries: z.array(
    z.object({
      key: z.string(),
      serverId: idSchema,
      title: z.string(),
      ...playTotalSchema.shape,
      filter: pointFilterSchema,
    }),
  ),
  /** Which files were played: as they lie on the server. */
  versions: z.array(
    z.object({
      resolution: text,
      videoCodec: text,
      audioCodec: text,
      container: text,
      plays: count,
      lastAtMs: atMsSchema,
    }),
  ),
  /** How it was delivered; null where Plex did not say. */
  decisions: z.array(
    z.object({ decision: decisionSchema.nullable(), ...playTotalSchema.shape, filter: pointFilterSchema }),
  ),
  /** Why it was converted, the most frequent first. */
  reasons: z.array(z.object({ code: reasonCodeSchema, plays: count, filter: pointFilterSchema })),
  /** Of a series or an artist; what lies in a library and was never played is there too. Else empty. */
  seasons: z.array(partSchema.extend({ episodes: z.array(partSchema) })),
  /** Where it lies now, as far as libraries were read; not for a series. */
  copies: z.array(libraryItemSchema),
  filter: pointFilterSchema,
});
export type ItemDetail = z.infer<typeof itemDetailSchema>;

const itemQuerySchema = z.strictObject({
  /** As filters and `itemKey`, `seriesKey`, `seasonKey` of a play have it. */
  key: z.string().min(1).max(500),
  kind: z.enum(['item', 'series', 'season']).default('item'),
});
export type ItemQuery = z.infer<typeof itemQuerySchema>;

const { HISTORY_UNAVAILABLE, INVALID_INPUT, UNKNOWN_ITEM } = problems;

export const itemsContract = {
  get: oc
    .route({ method: 'GET', path: '/items/detail', summary: 'One item, series or season: who watched it, and how' })
    .errors({ UNKNOWN_ITEM, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(itemQuerySchema)
    .output(itemDetailSchema),
};
