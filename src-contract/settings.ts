// What the owner chooses in the window: kept in the settings file, in force at once. Nothing secret is among it.
import { z } from 'zod';
import { atMsSchema, idSchema } from './words.ts';

/** What Marquee can tell by itself. How one's own stop turned out is always told: it was asked for. */
export const noticeKindSchema = z.enum([
  'started',
  'stopped',
  'paused-long',
  'buffering',
  'transcode-started',
  'starving',
  'media-added',
  'device-new',
  'server-down',
  'server-up',
  'remote-access-down',
  'remote-access-up',
  'server-update',
  'sign-in-expired',
]);
export type NoticeKind = z.infer<typeof noticeKindSchema>;

/** A person or a server, and the kinds of which nothing is told about it. Who is not listed is told of like all. */
const exceptionSchema = z.object({
  id: idSchema,
  name: z.string().max(200),
  off: z.array(noticeKindSchema).max(noticeKindSchema.options.length),
});
export type Exception = z.infer<typeof exceptionSchema>;

/** Minutes since midnight on the clock of the machine that shows the notifications. */
const minuteOfDaySchema = z.number().int().min(0).max(1439);

const fields = {
  users: z.array(exceptionSchema).max(1000),
  servers: z.array(exceptionSchema).max(1000),
  /** When it ends before it begins, it goes over midnight. */
  quietHours: z.strictObject({ on: z.boolean(), fromMinute: minuteOfDaySchema, toMinute: minuteOfDaySchema }),
  /** A pause is long after so many minutes. */
  pausedLongMinutes: z.number().int().min(1).max(720),
  /** Also tell of the next episode of a show, or the next track, that follows by itself. */
  everyEpisode: z.boolean(),
  /** Nothing is told until then. */
  pausedUntilMs: atMsSchema.nullable(),
};

export const notificationSettingsSchema = z.object({ kinds: z.record(noticeKindSchema, z.boolean()), ...fields });
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

const daysSchema = z.number().int().min(1).max(36_500);

export const historySettingsSchema = z.object({
  /** A viewing counts as watched from this share of the item on, or at the credits if they begin earlier. */
  watchedPercent: z.number().int().min(50).max(100),
  /** Plays shorter than this are kept, and neither listed nor counted. */
  shortVideoSeconds: z.number().int().min(0).max(3600),
  /** The same for tracks of at least 30 s; a shorter track always counts. */
  shortTrackSeconds: z.number().int().min(0).max(600),
  /** How long positions and loads are kept; null: for ever. */
  sampleDays: daysSchema.nullable(),
  /** How long events are kept. Plays stay, whatever becomes of the events that they were made from. */
  eventDays: daysSchema.nullable(),
});
export type HistorySettings = z.infer<typeof historySettingsSchema>;

/** In force where neither a flag nor a variable says whether webhooks are taken. */
export const webhookSettingsSchema = z.object({ on: z.boolean() });

/** Of any system: what is taken from the folder that a program was started in is somewhere else the next time. */
const isWholePath = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path) && !path.includes('\0');

export const backupSettingsSchema = z.object({
  on: z.boolean(),
  everyHours: z.number().int().min(1).max(720),
  /** So many are kept; the largest one besides. */
  keep: z.number().int().min(1).max(100),
  /** A folder of this machine; null is the one beside the history. */
  folder: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .refine(isWholePath, 'a folder with its whole path, such as /volume1/backups')
    .nullable(),
  /** Tokens and keys come along: whoever has the backup can use them. */
  withSecrets: z.boolean(),
});
export type BackupSettings = z.infer<typeof backupSettingsSchema>;

export const ownerSettingsSchema = z.object({
  notifications: notificationSettingsSchema,
  history: historySettingsSchema,
  webhooks: webhookSettingsSchema,
  backups: backupSettingsSchema,
});
export type OwnerSettings = z.infer<typeof ownerSettingsSchema>;

export const settingsPageSchema = ownerSettingsSchema.keyof();
export type SettingsPage = z.infer<typeof settingsPageSchema>;

/** Only what changes. A list replaces the list before it; kinds that are not named stay as they are. */
export const settingsChangeSchema = z.strictObject({
  notifications: z
    .strictObject({ kinds: z.partialRecord(noticeKindSchema, z.boolean()), ...fields })
    .partial()
    .optional(),
  history: z.strictObject(historySettingsSchema.shape).partial().optional(),
  webhooks: z.strictObject(webhookSettingsSchema.shape).partial().optional(),
  backups: z.strictObject(backupSettingsSchema.shape).partial().optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** Null is a value here; what was sent as undefined is as good as not sent. */
const or = <Value>(changed: Value | undefined, before: Value): Value => (changed === undefined ? before : changed);

/** The settings after a change. */
export const applyChange = (before: OwnerSettings, change: SettingsChange): OwnerSettings => {
  const { notifications: told, history: kept, webhooks, backups } = before;
  return {
    notifications: {
      kinds: { ...told.kinds, ...change.notifications?.kinds },
      users: or(change.notifications?.users, told.users),
      servers: or(change.notifications?.servers, told.servers),
      quietHours: or(change.notifications?.quietHours, told.quietHours),
      pausedLongMinutes: or(change.notifications?.pausedLongMinutes, told.pausedLongMinutes),
      everyEpisode: or(change.notifications?.everyEpisode, told.everyEpisode),
      pausedUntilMs: or(change.notifications?.pausedUntilMs, told.pausedUntilMs),
    },
    history: {
      watchedPercent: or(change.history?.watchedPercent, kept.watchedPercent),
      shortVideoSeconds: or(change.history?.shortVideoSeconds, kept.shortVideoSeconds),
      shortTrackSeconds: or(change.history?.shortTrackSeconds, kept.shortTrackSeconds),
      sampleDays: or(change.history?.sampleDays, kept.sampleDays),
      eventDays: or(change.history?.eventDays, kept.eventDays),
    },
    webhooks: { on: or(change.webhooks?.on, webhooks.on) },
    backups: {
      on: or(change.backups?.on, backups.on),
      everyHours: or(change.backups?.everyHours, backups.everyHours),
      keep: or(change.backups?.keep, backups.keep),
      folder: or(change.backups?.folder, backups.folder),
      withSecrets: or(change.backups?.withSecrets, backups.withSecrets),
    },
  };
};

export const defaultSettings: OwnerSettings = {
  notifications: {
    kinds: {
      started: true,
      stopped: true,
      'paused-long': true,
      buffering: true,
      // The notification of the start is enough; how it is delivered is added to it, or told by the tray.
      'transcode-started': false,
      starving: true,
      'media-added': true,
      'device-new': true,
      'server-down': true,
      'server-up': true,
      'remote-access-down': true,
      'remote-access-up': true,
      'server-update': true,
      'sign-in-expired': true,
    },
    users: [],
    servers: [],
    quietHours: { on: false, fromMinute: 23 * 60, toMinute: 7 * 60 },
    pausedLongMinutes: 20,
    everyEpisode: false,
    pausedUntilMs: null,
  },
  history: { watchedPercent: 85, shortVideoSeconds: 120, shortTrackSeconds: 15, sampleDays: 90, eventDays: 365 },
  webhooks: { on: false },
  backups: { on: true, everyHours: 24, keep: 5, folder: null, withSecrets: false },
};
