// What a file is made of, as stored on the server and as it reaches the player.
import { z } from 'zod';

export const dynamicRangeSchema = z.enum(['sdr', 'hdr10', 'hdr10-plus', 'hlg', 'dolby-vision']);

export const videoStreamSchema = z.object({
  codec: z.string().nullable(),
  profile: z.string().nullable(),
  level: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** As owners know it: `4k`, `1080`, `720`, `sd`; without the `p` that Plex adds to delivered streams. */
  resolution: z.string().nullable(),
  frameRate: z.number().nullable(),
  bitDepth: z.number().nullable(),
  dynamicRange: dynamicRangeSchema.nullable(),
  interlaced: z.boolean().nullable(),
  anamorphic: z.boolean().nullable(),
  /** How many pictures a decoder has to keep at once. */
  referenceFrames: z.number().nullish(),
});
export type VideoStream = z.infer<typeof videoStreamSchema>;

export const audioStreamSchema = z.object({
  codec: z.string().nullable(),
  profile: z.string().nullable(),
  channels: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  samplingRateHz: z.number().nullable(),
  language: z.string().nullable(),
  title: z.string().nullable(),
});
export type AudioStream = z.infer<typeof audioStreamSchema>;

/** `picture` subtitles (PGS, VobSub, DVB) can only be drawn by a player that knows them, or burned in. */
export const subtitleStreamSchema = z.object({
  codec: z.string().nullable(),
  format: z.enum(['picture', 'text']).nullable(),
  language: z.string().nullable(),
  title: z.string().nullable(),
  forced: z.boolean(),
  external: z.boolean(),
});
export type SubtitleStream = z.infer<typeof subtitleStreamSchema>;

export const containerSchema = z.object({
  container: z.string().nullable(),
  /** `dash`, `hls`, `http`; null for a plain file. */
  protocol: z.string().nullable(),
  bitrateKbps: z.number().nullable(),
});
export type Container = z.infer<typeof containerSchema>;

/** One version of an item as stored on the server, with every stream in it. */
export const mediaVersionSchema = z.object({
  mediaId: z.string().nullable(),
  partId: z.string().nullable(),
  container: containerSchema,
  /** Made by Plex's optimiser (`proxyType` 42). */
  optimized: z.boolean(),
  video: z.array(videoStreamSchema.extend({ streamId: z.string().nullable() })),
  audio: z.array(audioStreamSchema.extend({ streamId: z.string().nullable(), isDefault: z.boolean() })),
  subtitles: z.array(subtitleStreamSchema.extend({ streamId: z.string().nullable() })),
});
export type MediaVersion = z.infer<typeof mediaVersionSchema>;

/** What `/library/metadata/{ratingKey}` says of an item: the source against which a delivery is compared. */
export const sourceMediaSchema = z.object({
  ratingKey: z.string(),
  guid: z.string().nullable(),
  durationMs: z.number().nullable(),
  /** Where the final credits begin, for "watched at the credits". */
  creditsStartMs: z.number().nullable(),
  versions: z.array(mediaVersionSchema),
});
export type SourceMedia = z.infer<typeof sourceMediaSchema>;
