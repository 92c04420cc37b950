// Transcodes and why: what is converted now and at what cost, what was, and what one change would save.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { playSchema } from './play.ts';
import { problems } from './problem.ts';
import { reasonCodeSchema, reasonSchema } from './reason.ts';
import { sessionSchema } from './session.ts';
import { atMsSchema, idSchema } from './words.ts';

/** A moment of a running conversion, for the small graph of its last minutes; at most one in two seconds. */
const transcodeMomentSchema = z.object({
  atMs: atMsSchema,
  /** 1 is real time; 0 while it rests. */
  speed: z.number().nullable(),
  aheadMs: z.number().nullable(),
  bandwidthKbps: z.number().nullable(),
});
export type TranscodeMoment = z.infer<typeof transcodeMomentSchema>;

/** What a conversion has cost: a share of the server's processor where several ran at once. */
const costSchema = z.object({
  /** Of the whole processor, 0 to 100, on average while it ran. */
  processorPercent: z.number(),
  /** The whole processor for so long. */
  processorMs: z.number(),
});
export type Cost = z.infer<typeof costSchema>;

/** Every session that is converted or repackaged; its reasons, hardware and load are in the session itself. */
const activeTranscodeSchema = z.object({
  session: sessionSchema,
  /** The oldest first, up to ten minutes. */
  series: z.array(transcodeMomentSchema),
  /** Null until it was measured, which the server does not always allow. */
  cost: costSchema.nullable(),
});
export type ActiveTranscode = z.infer<typeof activeTranscodeSchema>;

/** Something that Plex converts for nobody who watches now: the optimiser, a download. */
const backgroundJobSchema = z.object({
  serverId: idSchema,
  key: z.string(),
  title: z.string(),
  ratingKey: z.string().nullable(),
  /** A path on the server; ask our own artwork route for it. */
  thumb: z.string().nullable(),
  /** 0 to 100. */
  progress: z.number().nullable(),
  speed: z.number().nullable(),
  remainingMs: z.number().nullable(),
});
export type BackgroundJob = z.infer<typeof backgroundJobSchema>;

const activeTranscodesSchema = z.object({
  transcodes: z.array(activeTranscodeSchema),
  jobs: z.array(backgroundJobSchema),
  /** Servers that did not say what they do in the background. */
  silent: z.array(z.object({ serverId: idSchema, why: z.string() })),
});

/** A play that was not a direct play, as it is explained today, with what it cost. */
const pastTranscodeSchema = z.object({
  play: playSchema,
  reasons: z.array(reasonSchema),
  cost: costSchema.nullable(),
});
export type PastTranscode = z.infer<typeof pastTranscodeSchema>;

const transcodeFilterSchema = z.strictObject({
  server: idSchema.optional(),
  /** Only those that were also for this reason. */
  reason: reasonCodeSchema.optional(),
  /** `transcode` leaves out those that were only repackaged. */
  decision: z.enum(['transcode', 'copy']).optional(),
  start: z.coerce.number().int().min(0).default(0),
  length: z.coerce.number().int().min(1).max(200).default(50),
});
export type TranscodeFilter = z.infer<typeof transcodeFilterSchema>;

const transcodePageSchema = z.object({
  items: z.array(pastTranscodeSchema),
  total: z.number().int(),
  next: z.number().int().nullable(),
});

const tallySchema = z.object({
  streams: z.number().int(),
  playedMs: z.number(),
  /** The whole processor for so long; null where it was never measured. */
  processorMs: z.number().nullable(),
});
export type Tally = z.infer<typeof tallySchema>;

const mentionSchema = z.object({ id: z.string(), name: z.string(), streams: z.number().int() });
export type Mention = z.infer<typeof mentionSchema>;

const advisedReasonSchema = z.object({
  code: reasonCodeSchema,
  /** A few words: `Picture subtitles`. */
  title: z.string(),
  streams: z.number().int(),
  playedMs: z.number(),
  processorMs: z.number().nullable(),
  /** One sentence with numbers: what it is, and what to do. Null where nothing can be done. */
  remedy: z.string().nullable(),
  /** The most frequent first, at most twenty each. `id` of an item is its guid, or its ratingKey. */
  items: z.array(mentionSchema),
  players: z.array(mentionSchema),
  users: z.array(mentionSchema),
  /**
   * An estimate: the plays of these days explained once more with this one limit lifted. Counted are those that would
   * then not have been converted at all (`directPlays`) or without converting the picture (`lighter`).
   */
  saving: z.object({
    directPlays: z.number().int(),
    lighter: z.number().int(),
    playedMs: z.number(),
    processorMs: z.number().nullable(),
    /** One sentence that says it is an estimate. */
    text: z.string(),
  }),
});
export type AdvisedReason = z.infer<typeof advisedReasonSchema>;

const adviceSchema = z.object({
  serverId: idSchema,
  fromMs: atMsSchema,
  toMs: atMsSchema,
  /** Everything that was played in that time, and how. */
  plays: z.number().int(),
  directPlay: tallySchema,
  copy: tallySchema,
  transcode: tallySchema,
  /** By processor where it was measured, else by hours. */
  reasons: z.array(advisedReasonSchema),
});
export type Advice = z.infer<typeof adviceSchema>;

const { HISTORY_UNAVAILABLE, UNKNOWN_SERVER, INVALID_INPUT } = problems;

export const transcodesContract = {
  active: oc
    .route({ method: 'GET', path: '/transcodes', summary: 'What is converted now, why, how fast and at what cost' })
    .errors({ UNKNOWN_SERVER, INVALID_INPUT })
    .input(z.strictObject({ server: idSchema.optional() }))
    .output(activeTranscodesSchema),
  history: oc
    .route({ method: 'GET', path: '/transcodes/history', summary: 'What was converted, and why; newest first' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(transcodeFilterSchema)
    .output(transcodePageSchema),
};

export const adviceContract = {
  list: oc
    .route({
      method: 'GET',
      path: '/advice',
      summary: 'For each server: why it converted in the last 30 days, what to do, and what that would save',
    })
    .errors({ HISTORY_UNAVAILABLE, UNKNOWN_SERVER, INVALID_INPUT })
    .input(z.strictObject({ server: idSchema.optional() }))
    .output(z.array(adviceSchema)),
};
