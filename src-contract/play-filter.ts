// Which plays are meant: the same filter for the history, its charts, its export and the points behind a chart.
import { z } from 'zod';
import { reasonCodeSchema } from './reason.ts';
import { decisionSchema, idSchema, itemTypeSchema } from './words.ts';

/** One value or several, any of which may hold; in an address the name is repeated: `user=1&user=2`. */
const anyOf = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .union([z.array(shape).min(1).max(200), shape])
    .transform((given): z.output<Shape>[] => (Array.isArray(given) ? given : [given]))
    .optional();

/** Stands for "Plex did not say", wherever that can be. */
export const unknown = 'unknown';
const orUnknown = <Shape extends z.ZodType>(shape: Shape) => anyOf(z.union([shape, z.literal(unknown)]));

const keySchema = z.string().min(1).max(500);
const yesOrNo = z.stringbool().or(z.boolean()).optional();

/** Asking for one takes a third of a millisecond, and nearly every question names the same. */
const knownZones = new Set<string>();

const isZone = (zone: string): boolean => {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  if (knownZones.size < 100) knownZones.add(zone);
  return true;
};
const zoneSchema = z.string().min(1).max(60).refine(isZone, 'an IANA time zone, such as Europe/Berlin');

/** A moment in epoch milliseconds, or a day of the zone: from its first moment, to its last. */
const momentSchema = z.union([z.iso.date(), z.coerce.number().int().min(0).max(8.64e15)]);

export const playFilterShape = {
  server: anyOf(idSchema),
  user: anyOf(idSchema),
  /** `<server id>:<section id>`. */
  library: orUnknown(keySchema),
  type: anyOf(z.union([itemTypeSchema, z.literal('live')])),
  /** As charts and facets call them; names are not unique. */
  player: anyOf(keySchema),
  platform: orUnknown(keySchema),
  decision: orUnknown(decisionSchema),
  reason: anyOf(reasonCodeSchema),
  location: orUnknown(z.enum(['lan', 'wan', 'relay'])),
  origin: anyOf(z.enum(['live', 'plex-history', 'tautulli'])),
  sourceResolution: orUnknown(keySchema),
  deliveredResolution: orUnknown(keySchema),
  item: anyOf(keySchema),
  series: anyOf(keySchema),
  season: anyOf(keySchema),
  /** The plays of one viewing, by its groupId. */
  viewing: idSchema.optional(),
  /** Every word has to be somewhere in the titles, or in the name of the person or the player. */
  text: z.string().trim().max(200).optional(),
  watched: yesOrNo,
  /** Whether it stopped to buffer at least once; only of what Marquee saw itself. */
  stalled: yesOrNo,
  /** How far it got, in whole percent: `0-9`, `10-19` … `90-100`. */
  completion: z
    .string()
    .regex(/^\d{1,3}-\d{1,3}$/)
    .optional(),
  /** With plays that are too short to count. */
  includeShort: yesOrNo,
  /** Those that were deleted, instead of those that stand. */
  removed: yesOrNo,
  /** The zone of days, hours and weekdays here. */
  zone: zoneSchema.default('UTC'),
  /** By the start of a play; where that is not known by its end. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  /** 1 is Monday. */
  weekday: z.coerce.number().int().min(1).max(7).optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  /** Playing at this moment, in epoch milliseconds. */
  playingAtMs: z.coerce.number().int().min(0).max(8.64e15).optional(),
};
export const playFilterSchema = z.strictObject(playFilterShape);
export type PlayFilter = z.infer<typeof playFilterSchema>;

/** What a point of a chart adds to the filter of the chart: together they open its plays. Ready to be put in an address. */
export const pointFilterSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type PointFilter = z.infer<typeof pointFilterSchema>;

const WEEK_MS = 7 * 86_400_000;

/** Opens what was playing at that moment, in epoch ms, whatever range the chart has; no play is thought to last a week. */
export const toMomentFilter = (atMs: number): PointFilter => ({
  from: Math.max(0, atMs - WEEK_MS),
  to: atMs + 1,
  playingAtMs: atMs,
});
