// What the owner chose in the window, in the settings file beside the rest. What cannot be read there is the default.
import { z } from 'zod';
import {
  applyChange,
  backupSettingsSchema,
  defaultSettings,
  historySettingsSchema,
  noticeKindSchema,
  notificationSettingsSchema,
  webhookSettingsSchema,
  type OwnerSettings,
  type SettingsChange,
  type SettingsPage,
} from '../../src-contract/settings.ts';
import { createEmitter } from '../lib/emitter.ts';

const { notifications: fallback, history, webhooks, backups } = defaultSettings;
const { shape: ofBackups } = backupSettingsSchema;
const { shape } = notificationSettingsSchema;
const { shape: ofHistory } = historySettingsSchema;

/** Kind by kind: a newer Marquee may know more of them. */
const kindsInFile = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((kept) => {
    const read = noticeKindSchema.options.map((kind) => [
      kind,
      z.boolean().catch(fallback.kinds[kind]).parse(kept[kind]),
    ]);
    return shape.kinds.parse(Object.fromEntries(read));
  });

const objectSchema = z.record(z.string(), z.unknown()).catch({});

/** Field by field, so that one that was edited badly by hand does not take the others with it. */
const inFile: z.ZodType<OwnerSettings> = z.object({
  notifications: objectSchema.pipe(
    z.object({
      kinds: kindsInFile,
      users: shape.users.catch(fallback.users),
      servers: shape.servers.catch(fallback.servers),
      quietHours: shape.quietHours.catch(fallback.quietHours),
      pausedLongMinutes: shape.pausedLongMinutes.catch(fallback.pausedLongMinutes),
      everyEpisode: shape.everyEpisode.catch(fallback.everyEpisode),
      pausedUntilMs: shape.pausedUntilMs.catch(fallback.pausedUntilMs),
    }),
  ),
  history: objectSchema.pipe(
    z.object({
      watchedPercent: ofHistory.watchedPercent.catch(history.watchedPercent),
      shortVideoSeconds: ofHistory.shortVideoSeconds.catch(history.shortVideoSeconds),
      shortTrackSeconds: ofHistory.shortTrackSeconds.catch(history.shortTrackSeconds),
      sampleDays: ofHistory.sampleDays.catch(history.sampleDays),
      eventDays: ofHistory.eventDays.catch(history.eventDays),
    }),
  ),
  webhooks: objectSchema.pipe(z.object({ on: webhookSettingsSchema.shape.on.catch(webhooks.on) })),
  backups: objectSchema.pipe(
    z.object({
      on: ofBackups.on.catch(backups.on),
      everyHours: ofBackups.everyHours.catch(backups.everyHours),
      keep: ofBackups.keep.catch(backups.keep),
      folder: ofBackups.folder.catch(backups.folder),
      withSecrets: ofBackups.withSecrets.catch(backups.withSecrets),
    }),
  ),
});

/** What `conf` (headless) and electron-store (desktop) both are. */
export type KeyValueFile = { store: Record<string, unknown> };

export type OwnerSettingsStore = {
  get: () => OwnerSettings;
  /** Throws when the file cannot be written; then nothing has changed. */
  update: (change: SettingsChange) => OwnerSettings;
  /** One page, or all of it. */
  reset: (page?: SettingsPage) => OwnerSettings;
  onChange: (listener: (settings: OwnerSettings) => void) => () => void;
};

export const openOwnerSettings = (file: KeyValueFile): OwnerSettingsStore => {
  const changed = createEmitter<OwnerSettings>();
  let current = inFile.parse(file.store);
  const keep = (next: OwnerSettings): OwnerSettings => {
    file.store = { ...file.store, ...next };
    current = next;
    changed.emit(next);
    return next;
  };
  return {
    get: () => current,
    update: (change) => keep(applyChange(current, change)),
    reset: (page) => keep(page === undefined ? defaultSettings : { ...current, [page]: defaultSettings[page] }),
    onChange: changed.subscribe,
  };
};
