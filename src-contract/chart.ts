// Charts and home cards: one question for all charts, and answers that carry the filter behind every point.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { gapSchema } from './gap.ts';
import { playLineSchema } from './play.ts';
import { playFilterShape, pointFilterSchema } from './play-filter.ts';
import { problems } from './problem.ts';
import { atMsSchema } from './words.ts';

/**
 * Over time: `days-by-type`, `days-by-decision`, `months`, `concurrency`, `reasons`, `bandwidth`, `watch-time` (of the
 * people who watched most), `newcomers`. Over the week: `weekdays`, `hours`, `week-hours`. The most: `users`, `titles`,
 * `series`, `platforms`, `players`, `libraries`. Crossed: `resolutions` (stored against delivered),
 * `platforms-by-decision`, `users-by-decision`. And `completion` (how far plays got), `first-last` (of each person).
 * How it went, of what Marquee saw itself: `stalls` (the share of plays that stopped to buffer), `waiting` (for how long),
 * `first-picture` (how soon it came: `middle` is the median, `slow` the time within which nine of ten came), and
 * `players-by-stalls`.
 */
export const chartNameSchema = z.enum([
  'days-by-type',
  'days-by-decision',
  'weekdays',
  'hours',
  'week-hours',
  'months',
  'concurrency',
  'users',
  'titles',
  'series',
  'platforms',
  'players',
  'libraries',
  'resolutions',
  'platforms-by-decision',
  'users-by-decision',
  'reasons',
  'bandwidth',
  'watch-time',
  'completion',
  'first-last',
  'newcomers',
  'stalls',
  'waiting',
  'first-picture',
  'players-by-stalls',
]);
export type ChartName = z.infer<typeof chartNameSchema>;

export const chartStepSchema = z.enum(['quarter-hour', 'hour', 'day', 'week', 'month', 'year']);
export type ChartStep = z.infer<typeof chartStepSchema>;

const range = {
  ...playFilterShape,
  /** The last so many days with today, in the zone; instead of `from` and `to`. Without any of them: everything. */
  days: z.coerce.number().int().min(1).max(20_000).optional(),
  by: z.enum(['plays', 'duration']).default('plays'),
};

export const chartQuerySchema = z.strictObject({
  ...range,
  chart: chartNameSchema,
  /** How long a bucket of a chart over time is; without it a day, for `months` a month, over long ranges more. */
  step: chartStepSchema.optional(),
  /** How many users, titles…; the others are summed up as `rest`. */
  top: z.coerce.number().int().min(1).max(100).default(10),
});
export type ChartQuery = z.infer<typeof chartQuerySchema>;

const bucketSchema = z.object({
  /** Of time: the first moment in epoch ms, as text. Of the week: `1`–`7`, `0`–`23`. Else a value for the filter. */
  key: z.string(),
  /** A name, where the key is none: of a user, a title, a library. Times are for the reader to write in words. */
  label: z.string().nullable(),
  fromMs: atMsSchema.nullable(),
  /** Where the next one begins. */
  toMs: atMsSchema.nullable(),
  /** Null where no filter can name them (the rest of a top ten). */
  filter: pointFilterSchema.nullable(),
});
export type Bucket = z.infer<typeof bucketSchema>;

const seriesSchema = z.object({
  key: z.string(),
  label: z.string().nullable(),
  filter: pointFilterSchema.nullable(),
  /** One for each bucket, in the chart's unit; null where nothing is known, as while a server was not watched. */
  values: z.array(z.number().nullable()),
  /** Of streams at once: when a value was reached, if it was another moment than the one that its bucket's filter opens. */
  moments: z.array(atMsSchema.nullable()).optional(),
});
export type Series = z.infer<typeof seriesSchema>;

/** What all charts say. The plays behind a point: the chart's own filter, and over it its bucket's and its series'. */
const grid = {
  chart: chartNameSchema,
  /** `ms` is time watched, `wait` time waited, in milliseconds too. */
  unit: z.enum(['plays', 'ms', 'streams', 'kbps', 'people', 'percent', 'wait']),
  axis: z.enum(['time', 'weekday', 'hour', 'value']),
  step: chartStepSchema.nullable(),
  zone: z.string(),
  /** What was asked for, in moments; null: open. */
  fromMs: atMsSchema.nullable(),
  toMs: atMsSchema.nullable(),
  buckets: z.array(bucketSchema),
  series: z.array(seriesSchema),
  /** Of all plays behind it. */
  total: z.object({ plays: z.number().int(), watchedMs: z.number() }),
  /** When a server was not watched within the range; only for charts over time. */
  gaps: z.array(gapSchema),
};

/** The most streams at once within a bucket; which streams these were. */
const peakSchema = z.object({
  streams: z.number().int(),
  atMs: atMsSchema,
  plays: z.array(playLineSchema),
  filter: pointFilterSchema,
});

const personSpanSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), thumb: z.string().nullable() }),
  plays: z.number().int(),
  watchedMs: z.number(),
  firstAtMs: atMsSchema,
  lastAtMs: atMsSchema,
  first: z.object({ playId: z.string(), title: z.string() }).nullable(),
  last: z.object({ playId: z.string(), title: z.string() }).nullable(),
  filter: pointFilterSchema,
});

const newcomerSchema = z.object({
  kind: z.enum(['user', 'player']),
  key: z.string(),
  label: z.string(),
  /** Whose player it is. */
  userName: z.string().nullable(),
  firstAtMs: atMsSchema,
  filter: pointFilterSchema,
});

export const chartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grid'), ...grid }),
  z.object({ kind: z.literal('concurrency'), ...grid, peak: peakSchema.nullable() }),
  z.object({ kind: z.literal('people'), ...grid, people: z.array(personSpanSchema) }),
  z.object({ kind: z.literal('newcomers'), ...grid, newcomers: z.array(newcomerSchema) }),
]);
export type Chart = z.infer<typeof chartSchema>;
export type ChartGrid = Extract<Chart, { kind: 'grid' }>;

export const homeQuerySchema = z.strictObject({
  ...range,
  /** Lines per card. */
  top: z.coerce.number().int().min(1).max(25).default(5),
});
export type HomeQuery = z.infer<typeof homeQuerySchema>;

/** Popular is by how many people, most watched by how often or for how long. */
export const cardNameSchema = z.enum([
  'top-movies',
  'popular-movies',
  'top-series',
  'popular-series',
  'top-artists',
  'popular-artists',
  'libraries',
  'users',
  'platforms',
  'recently-watched',
  'concurrent',
  'library-totals',
  'recently-added',
]);
export type CardName = z.infer<typeof cardNameSchema>;

const cardLineSchema = z.object({
  key: z.string(),
  label: z.string(),
  /** A second line: the series of an episode, the kind of a library, who watched it. */
  detail: z.string().nullable(),
  /** Whose picture it is; ask our own artwork route for `thumb`. */
  serverId: z.string().nullable(),
  thumb: z.string().nullable(),
  plays: z.number().int().nullable(),
  watchedMs: z.number().nullable(),
  users: z.number().int().nullable(),
  lastAtMs: atMsSchema.nullable(),
  /** `concurrent`: how many at once. `library-totals`: how many films, episodes, tracks. `recently-added`: how many came. */
  count: z.number().int().nullable(),
  filter: pointFilterSchema.nullable(),
});
export type CardLine = z.infer<typeof cardLineSchema>;

export const homeSchema = z.object({
  fromMs: atMsSchema.nullable(),
  toMs: atMsSchema.nullable(),
  /** All thirteen, in this order, also the empty ones. */
  cards: z.array(z.object({ card: cardNameSchema, lines: z.array(cardLineSchema) })),
});
export type Home = z.infer<typeof homeSchema>;

const { HISTORY_UNAVAILABLE, INVALID_INPUT } = problems;

export const chartsContract = {
  get: oc
    .route({ method: 'GET', path: '/charts/{chart}', summary: 'One chart, filtered, over any range in any time zone' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(chartQuerySchema)
    .output(chartSchema),
  home: oc
    .route({
      method: 'GET',
      path: '/home',
      summary: 'The cards of the first page: what is watched most, by whom, where',
    })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(homeQuerySchema)
    .output(homeSchema),
};
