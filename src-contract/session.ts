// A session: someone is watching something now, on one server.
import { z } from 'zod';
import { audioStreamSchema, containerSchema, subtitleStreamSchema, videoStreamSchema } from './media.ts';
import { reasonSchema } from './reason.ts';
import { atMsSchema, decisionSchema, idSchema, itemTypeSchema, sessionStateSchema, userSchema } from './words.ts';

/** The same item when its `guid` is the same; without one, when server and `ratingKey` are. Live TV has no ratingKey. */
export const itemSchema = z.object({
  guid: z.string().nullable(),
  ratingKey: z.string().nullable(),
  parentRatingKey: z.string().nullable(),
  grandparentRatingKey: z.string().nullable(),
  grandparentGuid: z.string().nullable(),
  librarySectionId: z.string().nullable(),
  librarySectionTitle: z.string().nullable(),
  type: itemTypeSchema,
  /** What it is besides its type: not every clip is a play worth keeping. */
  purpose: z.enum(['content', 'preroll', 'theme', 'trailer']),
  title: z.string(),
  parentTitle: z.string().nullable(),
  grandparentTitle: z.string().nullable(),
  originalTitle: z.string().nullable(),
  index: z.number().nullable(),
  parentIndex: z.number().nullable(),
  year: z.number().nullable(),
  durationMs: z.number().nullable(),
  live: z.boolean(),
  channel: z.string().nullable(),
  /** A path on the Plex server; ask our own artwork route for it, never Plex. */
  thumb: z.string().nullable(),
  art: z.string().nullable(),
});
export type Item = z.infer<typeof itemSchema>;

export const playerSchema = z.object({
  title: z.string(),
  product: z.string().nullable(),
  platform: z.string().nullable(),
  platformVersion: z.string().nullable(),
  device: z.string().nullable(),
  version: z.string().nullable(),
  profile: z.string().nullable(),
  machineId: z.string().nullable(),
  address: z.string().nullable(),
  publicAddress: z.string().nullable(),
});
export type Player = z.infer<typeof playerSchema>;

export const networkSchema = z.object({
  location: z.enum(['lan', 'wan', 'relay']).nullable(),
  secure: z.boolean().nullable(),
  /** What Plex reserved for this stream; null where it says nothing or "no limit". */
  bandwidthKbps: z.number().nullable(),
});
export type Network = z.infer<typeof networkSchema>;

/** `source` is null until the item's metadata has been read. A direct play delivers its source unchanged. */
const part = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ source: shape.nullable(), delivered: shape.nullable(), decision: decisionSchema });

export const streamSchema = z.object({
  /** The hardest of its parts. */
  decision: decisionSchema,
  /** False until two readings three seconds apart agree. */
  confirmed: z.boolean(),
  container: part(containerSchema),
  video: part(videoStreamSchema).nullable(),
  audio: part(audioStreamSchema).nullable(),
  subtitle: part(subtitleStreamSchema).extend({ burned: z.boolean() }).nullable(),
});
export type Stream = z.infer<typeof streamSchema>;

const hardwareSchema = z.object({
  requested: z.boolean(),
  /** Name of the decoder or encoder, e.g. `vaapi`; null is software. */
  decode: z.string().nullable(),
  encode: z.string().nullable(),
  full: z.boolean(),
  /** The chip, as Plex calls it: `Intel Alder Lake (QuickSync)`. */
  decodeTitle: z.string().nullish(),
  encodeTitle: z.string().nullish(),
});

export const transcodeSchema = z.object({
  /** The last path segment of Plex's key. */
  key: z.string(),
  /** 0 to 100; null for live TV. */
  progress: z.number().nullable(),
  /** 1 is real time. */
  speed: z.number().nullable(),
  throttled: z.boolean(),
  /** How much is ready beyond the player's position. */
  aheadMs: z.number().nullable(),
  protocol: z.string().nullable(),
  container: z.string().nullable(),
  videoDecision: decisionSchema.nullable(),
  audioDecision: decisionSchema.nullable(),
  /** Of the file: all that is known of it until the library has been asked. */
  sourceVideoCodec: z.string().nullish(),
  sourceAudioCodec: z.string().nullish(),
  hardware: hardwareSchema,
  complete: z.boolean(),
  error: z.boolean(),
  startedAtMs: atMsSchema.nullable(),
  /** Where in the item this transcode stands: seconds ready, counted from its own start. */
  maxOffsetMs: z.number().nullable(),
});
export type Transcode = z.infer<typeof transcodeSchema>;

export const sessionSchema = z.object({
  id: idSchema,
  serverId: idSchema,
  sessionKey: z.string(),
  /** Plex's `Session.id`, which a stop needs; null where Plex gives none. */
  terminateId: z.string().nullable(),
  user: userSchema,
  item: itemSchema,
  player: playerSchema,
  state: sessionStateSchema,
  startedAtMs: atMsSchema,
  /** When this card took its place; kept when the next episode follows, so that cards do not jump. */
  placeAtMs: atMsSchema,
  positionMs: z.number().nullable(),
  positionAtMs: atMsSchema,
  pausedMs: z.number(),
  /** Since when it has been paused, or null. */
  pausedSinceMs: atMsSchema.nullable(),
  bufferCount: z.number().int(),
  /** Still listed as playing, but no frame and no moving position for 60 s. */
  silent: z.boolean(),
  /** The transcode has been slower than real time for 20 s: it will buffer. */
  starving: z.boolean(),
  /** How long it took to begin and has been stalled since, where that was seen. */
  pace: z.object({ firstFrameMs: z.number().nullable(), stalledMs: z.number() }).nullish(),
  network: networkSchema,
  stream: streamSchema,
  transcode: transcodeSchema.nullable(),
  reasons: z.array(reasonSchema),
});
export type Session = z.infer<typeof sessionSchema>;
