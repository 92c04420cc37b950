// The settings file: what the owner chose, and the servers that Marquee knows. It never holds a token.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { setAside } from '../lib/safe-file.ts';
import { settingsPageSchema } from '../../src-contract/settings.ts';
import { openOwnerSettings, type KeyValueFile, type OwnerSettingsStore } from './owner-settings.ts';
import { migrateSettings } from './migrate-settings.ts';

const waySchema = z.object({
  uri: z.url({ protocol: /^https?$/ }),
  local: z.boolean(),
  relay: z.boolean(),
});

/** Unknown keys stay, here and in the whole file: a newer Marquee may have written them. */
const knownServerSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  /** The address that worked last. */
  uri: z.url({ protocol: /^https?$/ }),
  /** What the owner calls it. */
  label: z.string().optional().catch(undefined),
  enabled: z.boolean().optional().catch(undefined),
  /** The SHA-256 fingerprint that the owner accepted though nobody vouches for it. */
  trustedCertificate: z.string().nullable().optional().catch(undefined),
  /** The plex.tv account that it was found through, and the ways to it that plex.tv named last. */
  accountId: z.string().optional().catch(undefined),
  owned: z.boolean().optional().catch(undefined),
  ways: z.array(waySchema).optional().catch(undefined),
});
export type KnownServer = z.infer<typeof knownServerSchema>;

const fileSchema = z.looseObject({ servers: z.array(knownServerSchema).default([]) });

export type SettingsFile = {
  values: () => Record<string, unknown>;
  servers: () => KnownServer[];
  /** What the owner chooses in the window. */
  owner: OwnerSettingsStore;
  /** One entry per server id; a server that moved keeps its entry under the new address. */
  rememberServer: (server: KnownServer) => void;
  forgetServer: (id: string) => void;
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Moves a settings file that cannot be read out of the way, before a store opens it. Returns where it went, or null. */
export const setAsideBrokenSettings = (path: string, nowMs: number): string | null => {
  if (!existsSync(path) || fileSchema.safeParse(readJson(path)).success) return null;
  return setAside(path, nowMs);
};

/** The file as this Marquee writes it, whichever one wrote it last. It is migrated on the disk with the next change. */
const atThisVersion = (file: KeyValueFile): KeyValueFile => ({
  get store() {
    return migrateSettings(file.store);
  },
  set store(values) {
    const { version } = migrateSettings(values);
    file.store = { ...values, version };
  },
});

/** What stands in the file beside the values of flags and variables. */
const apart: ReadonlySet<string> = new Set(['version', 'servers', ...settingsPageSchema.options]);

export const openSettingsFile = (stored: KeyValueFile): SettingsFile => {
  const file = atThisVersion(stored);
  const read = () => fileSchema.parse(file.store);
  return {
    values: () => Object.fromEntries(Object.entries(read()).filter(([key]) => !apart.has(key))),
    servers: () => read().servers,
    owner: openOwnerSettings(file),
    rememberServer: (server) => {
      const before = read();
      const known = before.servers.find(({ id }) => id === server.id);
      const now = { ...known, ...server };
      if (JSON.stringify(now) === JSON.stringify(known)) return;
      const others = before.servers.filter(({ id, uri }) => id !== server.id && uri !== server.uri);
      file.store = { ...before, servers: [...others, now] };
    },
    forgetServer: (id) => {
      const before = read();
      file.store = { ...before, servers: before.servers.filter((server) => server.id !== id) };
    },
  };
};
