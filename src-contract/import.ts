// History from elsewhere: brought over from a Tautulli, fetched beside a running one, and filled in from Plex's own.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problems } from './problem.ts';
import { atMsSchema, idSchema } from './words.ts';

const count = z.number().int().min(0);
const urlSchema = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((text) => !text.includes('@'), 'an address without a name and password in it');

/** A copy of its database (or the live file, also while Tautulli runs), or the running Tautulli itself. */
export const importSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string().trim().min(1).max(4096) }),
  /** Without a key: the one that is kept in the settings for this address. */
  z.strictObject({ kind: z.literal('api'), url: urlSchema, key: z.string().trim().min(1).max(200).optional() }),
]);
export type ImportSource = z.infer<typeof importSourceSchema>;

/** `serverId`: whose plays these are, where the source does not say or says it wrongly. */
const wantedSchema = z.strictObject({ source: importSourceSchema, serverId: idSchema.optional() });
export type ImportWanted = z.infer<typeof wantedSchema>;

/** Why a row of the source cannot become a play. */
export const unusableWhySchema = z.enum(['no-start', 'never-stopped', 'ends-before-start', 'no-item', 'unknown-kind']);
export type UnusableWhy = z.infer<typeof unusableWhySchema>;

export const importCountsSchema = z.object({
  rows: count,
  /** Plays that nobody here knows. */
  added: count,
  /** Of an import before this one. */
  alreadyHere: count,
  /** Seen by Marquee itself: its times and decisions stay, the row's number is kept. */
  matched: count,
  /** Known only as a line of Plex's own history so far; the source knows more. */
  replaced: count,
  unusable: count,
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

export const importReportSchema = z.object({
  /** The file's path, or the address. */
  name: z.string(),
  /** Of the Tautulli, where it says. */
  version: z.string().nullable(),
  /** Null: the source does not say whose plays these are; name a server. */
  server: z.object({ id: idSchema, name: z.string().nullable(), known: z.boolean() }).nullable(),
  counts: importCountsSchema,
  fromMs: atMsSchema.nullable(),
  untilMs: atMsSchema.nullable(),
  /** Those who watched, most plays first. */
  users: z.array(z.object({ id: idSchema, name: z.string(), plays: count, known: z.boolean() })),
  unusable: z.array(
    z.object({
      why: unusableWhySchema,
      /** In words, for the owner. */
      says: z.string(),
      rows: count,
      /** Numbers of some such rows in the source. */
      examples: z.array(z.number().int()),
    }),
  ),
  /** What the owner should know before he goes on, each a sentence. */
  remarks: z.array(z.string()),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/*
  running ──▶ finished ──undo──▶ undone
     ├──cancel──▶ cancelled ─────▲     what was written until then stays until it is undone or the import is run again
     ├──────────▶ failed ────────▲
     └──killed──▶ interrupted ───▲
*/
export const importStateSchema = z.enum([
  'running',
  'finished',
  'cancelled',
  'failed',
  'interrupted',
  'undoing',
  'undone',
]);

export const importRunSchema = z.object({
  importId: idSchema,
  source: z.enum(['file', 'api', 'sync']),
  name: z.string(),
  serverId: idSchema,
  state: importStateSchema,
  startedAtMs: atMsSchema,
  finishedAtMs: atMsSchema.nullable(),
  /** Rows of the source that are dealt with, of how many; null while that is being counted. */
  done: count,
  total: count.nullable(),
  counts: importCountsSchema,
  /** Why it failed, for a person. */
  failure: z.string().nullable(),
});
export type ImportRun = z.infer<typeof importRunSchema>;

/** How a Tautulli answered a try. */
export const tautulliTestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    version: z.string(),
    serverId: z.string().nullable(),
    serverName: z.string().nullable(),
    /** The server it watches is known here. */
    known: z.boolean(),
    plays: count,
  }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);
export type TautulliTest = z.infer<typeof tautulliTestSchema>;

export const tautulliViewSchema = z.object({
  url: z.string().nullable(),
  /** The key itself is never told. */
  hasKey: z.boolean(),
  intervalMs: z.number(),
  /** From TAUTULLI_URL (a flag or a variable): then it cannot be changed here. */
  fixed: z.boolean(),
  /** The newest look for new rows; null before the first. */
  lastRun: z
    .object({
      atMs: atMsSchema,
      ok: z.boolean(),
      /** What came of it, or why it failed. */
      says: z.string(),
      added: count,
      matched: count,
    })
    .nullable(),
  nextRunAtMs: atMsSchema.nullable(),
  /** Since this Tautulli is asked. */
  added: count,
  matched: count,
});
export type TautulliView = z.infer<typeof tautulliViewSchema>;

/** `url: null` stops asking. Without `key` the kept one stays. */
const tautulliChangeSchema = z.strictObject({
  url: urlSchema.nullable(),
  key: z.string().trim().min(1).max(200).optional(),
});
export type TautulliChange = z.infer<typeof tautulliChangeSchema>;

export const backfillViewSchema = z.object({
  serverId: idSchema,
  /** `never`: its past was never asked for; offer it. */
  past: z.enum(['never', 'running', 'done']),
  running: z.boolean(),
  done: count,
  total: count.nullable(),
  /** Plays that were found in Plex's own history and nowhere else, ever. */
  added: count,
  lastRunAtMs: atMsSchema.nullable(),
  failure: z.string().nullable(),
});
export type BackfillView = z.infer<typeof backfillViewSchema>;

const {
  HISTORY_UNAVAILABLE,
  IMPORT_RUNNING,
  IMPORT_SERVER_UNKNOWN,
  IMPORT_SOURCE_UNREADABLE,
  INVALID_INPUT,
  SERVER_UNREACHABLE,
  SETTINGS_FIXED,
  SETTINGS_NOT_KEPT,
  UNKNOWN_IMPORT,
  UNKNOWN_SERVER,
} = problems;

const ofImport = z.strictObject({ importId: idSchema });

export const importsContract = {
  inspect: oc
    .route({ method: 'POST', path: '/imports/inspect', summary: 'What a Tautulli would bring; nothing is written' })
    .errors({ IMPORT_SOURCE_UNREADABLE, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(wantedSchema)
    .output(importReportSchema),
  start: oc
    .route({ method: 'POST', path: '/imports', summary: 'Bring the history of a Tautulli over' })
    .errors({
      IMPORT_SOURCE_UNREADABLE,
      IMPORT_SERVER_UNKNOWN,
      IMPORT_RUNNING,
      HISTORY_UNAVAILABLE,
      INVALID_INPUT,
    })
    .input(wantedSchema)
    .output(importRunSchema),
  list: oc
    .route({ method: 'GET', path: '/imports', summary: 'Every import, newest first' })
    .errors({ HISTORY_UNAVAILABLE })
    .output(z.array(importRunSchema)),
  progress: oc
    .route({ method: 'GET', path: '/imports/{importId}', summary: 'How far an import is' })
    .errors({ UNKNOWN_IMPORT, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(ofImport)
    .output(importRunSchema),
  cancel: oc
    .route({ method: 'POST', path: '/imports/{importId}/cancel', summary: 'Stop an import; what it brought stays' })
    .errors({ UNKNOWN_IMPORT, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(ofImport)
    .output(importRunSchema),
  undo: oc
    .route({ method: 'POST', path: '/imports/{importId}/undo', summary: 'Take out again all that an import brought' })
    .errors({ UNKNOWN_IMPORT, IMPORT_RUNNING, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(ofImport)
    .output(importRunSchema),
};

export const tautulliContract = {
  get: oc
    .route({ method: 'GET', path: '/tautulli', summary: 'The Tautulli beside which Marquee runs' })
    .output(tautulliViewSchema),
  update: oc
    .route({ method: 'PUT', path: '/tautulli', summary: 'Name that Tautulli, or none; in force at once' })
    .errors({ SETTINGS_FIXED, SETTINGS_NOT_KEPT, INVALID_INPUT })
    .input(tautulliChangeSchema)
    .output(tautulliViewSchema),
  test: oc
    .route({ method: 'POST', path: '/tautulli/test', summary: 'Ask a Tautulli who it is; nothing is kept' })
    .errors({ INVALID_INPUT })
    .input(z.strictObject({ url: urlSchema.optional(), key: z.string().trim().min(1).max(200).optional() }))
    .output(tautulliTestSchema),
};

export const backfillContract = {
  progress: oc
    .route({ method: 'GET', path: '/backfill', summary: "What is taken from each server's own history" })
    .errors({ HISTORY_UNAVAILABLE })
    .output(z.array(backfillViewSchema)),
  start: oc
    .route({ method: 'POST', path: '/backfill/{serverId}', summary: "Take a server's whole past from its own history" })
    .errors({ UNKNOWN_SERVER, SERVER_UNREACHABLE, HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(z.strictObject({ serverId: idSchema }))
    .output(backfillViewSchema),
};
