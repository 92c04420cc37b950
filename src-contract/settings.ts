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

export const ownerSettingsSchema = z.object({ notifications: notificationSettingsSchema });
export type OwnerSettings = z.infer<typeof ownerSettingsSchema>;

/** Only what changes. A list replaces the list before it; kinds that are not named stay as they are. */
export const settingsChangeSchema = z.strictObject({
  notifications: z
    .strictObject({ kinds: z.partialRecord(noticeKindSchema, z.boolean()), ...fields })
    .partial()
    .optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** The settings after a change. Fields that were sent as undefined are as good as not sent. */
export const applyChange = (before: OwnerSettings, { notifications: change = {} }: SettingsChange): OwnerSettings => {
  const { kinds, users, servers, quietHours, pausedLongMinutes, everyEpisode, pausedUntilMs } = before.notifications;
  return {
    notifications: {
      kinds: { ...kinds, ...change.kinds },
      users: change.users ?? users,
      servers: change.servers ?? servers,
      quietHours: change.quietHours ?? quietHours,
      pausedLongMinutes: change.pausedLongMinutes ?? pausedLongMinutes,
      everyEpisode: change.everyEpisode ?? everyEpisode,
      pausedUntilMs: change.pausedUntilMs === undefined ? pausedUntilMs : change.pausedUntilMs,
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
};
