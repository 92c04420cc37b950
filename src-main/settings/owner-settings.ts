// What the owner chose in the window, in the settings file beside the rest. What cannot be read there is the default.
import { z } from 'zod';
import {
  applyChange,
  defaultSettings,
  noticeKindSchema,
  notificationSettingsSchema,
  type NotificationSettings,
  type OwnerSettings,
  type SettingsChange,
} from '../../src-contract/settings.ts';
import { createEmitter } from '../lib/emitter.ts';

const { notifications: fallback } = defaultSettings;
const { shape } = notificationSettingsSchema;

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

/** Field by field, so that one that was edited badly by hand does not take the others with it. */
const inFile: z.ZodType<NotificationSettings> = z.object({
  kinds: kindsInFile,
  users: shape.users.catch(fallback.users),
  servers: shape.servers.catch(fallback.servers),
  quietHours: shape.quietHours.catch(fallback.quietHours),
  pausedLongMinutes: shape.pausedLongMinutes.catch(fallback.pausedLongMinutes),
  everyEpisode: shape.everyEpisode.catch(fallback.everyEpisode),
  pausedUntilMs: shape.pausedUntilMs.catch(fallback.pausedUntilMs),
});

const objectSchema = z.record(z.string(), z.unknown()).catch({});

/** What `conf` (headless) and electron-store (desktop) both are. */
export type KeyValueFile = { store: Record<string, unknown> };

export type OwnerSettingsStore = {
  get: () => OwnerSettings;
  /** Throws when the file cannot be written; then nothing has changed. */
  update: (change: SettingsChange) => OwnerSettings;
  reset: () => OwnerSettings;
  onChange: (listener: (settings: OwnerSettings) => void) => () => void;
};

const parseFile = (file: KeyValueFile): OwnerSettings => ({
  notifications: inFile.parse(objectSchema.parse(file.store['notifications'])),
});

export const openOwnerSettings = (file: KeyValueFile): OwnerSettingsStore => {
  const changed = createEmitter<OwnerSettings>();
  let current = parseFile(file);
  const keep = (next: OwnerSettings): OwnerSettings => {
    file.store = { ...file.store, notifications: next.notifications };
    current = next;
    changed.emit(next);
    return next;
  };
  return {
    get: () => current,
    update: (change) => keep(applyChange(current, change)),
    reset: () => keep(defaultSettings),
    onChange: changed.subscribe,
  };
};
