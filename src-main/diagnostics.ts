// What Marquee says about itself, and the report that an owner can send to those who help him.
import { open, stat } from 'node:fs/promises';
import { arch, platform, release } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { diagnosticsSchema, type About, type Diagnostics } from '../src-contract/about.ts';
import type { Snapshot } from '../src-contract/live.ts';
import type { Play, PlayPage } from '../src-contract/play.ts';
import type { ServerHealth } from '../src-contract/server.ts';
import type { OwnerSettings } from '../src-contract/settings.ts';
import { createScrubber } from './diagnostics-scrub.ts';
import type { Origins } from './settings/read-settings.ts';
import { settingRows, type Settings } from './settings/settings.ts';

const LOG_BYTES = 64 * 1024;
const LOG_LINES = 300;
/** So many of the last plays name the people whose names are taken out. */
const LOOK_BACK = 1000;

type Options = {
  version: string;
  host: About['host'];
  startedAtMs: number;
  settings: Settings;
  origins: Origins;
  settingsSetAside: string | null;
  owner: () => OwnerSettings;
  snapshot: () => Snapshot;
  servers: () => readonly ServerHealth[];
  plays: (filter: {
    start: number;
    length: number;
    includeShort: boolean;
  }) => Promise<Pick<PlayPage, 'total'> & { items: Pick<Play, 'user' | 'player'>[] }>;
  hide: (text: string) => string;
  nowMs: () => number;
};

const sizeOf = async (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null, // Expected: it is not there.
  );

const readEnd = async (path: string): Promise<string[]> => {
  const file = await open(path).catch(() => null); // Expected: nothing was logged yet.
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - LOG_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    // The first one is half a line.
    return lines
      .slice(start > 0 ? 1 : 0)
      .filter((line) => line !== '')
      .slice(-LOG_LINES);
  } finally {
    await file.close();
  }
};

/** With what is not in the file itself yet; null where there is none. */
const sizeOfHistory = async (dataDir: string): Promise<number | null> => {
  const path = join(dataDir, 'marquee.duckdb');
  const [size, waiting] = [await sizeOf(path), await sizeOf(`${path}.wal`)];
  return size === null ? null : size + (waiting ?? 0);
};

const plainSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const createDiagnostics = (options: Options) => {
  const { version, host, startedAtMs, settings, origins, owner } = options;
  const { dataDir } = settings;
  const logFile = join(dataDir, 'logs', 'marquee.log');

  const get = async (): Promise<About> => ({
    version,
    host,
    startedAtMs,
    node: process.versions.node,
    electron: process.versions['electron'] ?? null,
    system: `${platform()} ${release()} ${arch()}`,
    dataDir,
    logFile,
    historyBytes: await sizeOfHistory(dataDir),
    directWatching: options.settings.plexSync,
    settingsSetAside: options.settingsSetAside,
  });

  const readPlays = () => options.plays({ start: 0, length: LOOK_BACK, includeShort: true }).catch(() => null); // The health says why.

  const diagnostics = async (): Promise<Diagnostics> => {
    const { servers, sessions, health } = options.snapshot();
    const found = await readPlays();
    const { notifications, backups: _, ...chosen } = owner();
    const seen = [...sessions, ...(found?.items ?? [])];
    const scrub = createScrubber(options.hide, {
      server: [...servers, ...notifications.servers].map(({ name }) => name),
      person: [...notifications.users.map(({ name }) => name), ...seen.map(({ user }) => user.name)],
      player: seen.flatMap(({ player }) => [player.title, player.machineId].filter((name) => name !== null)),
      film: sessions.flatMap(({ item }) => [item.title, item.grandparentTitle].filter((title) => title !== null)),
    });
    const report: Diagnostics = {
      madeAtMs: options.nowMs(),
      about: await get(),
      settings: settingRows.map(({ key, variable, secret }) => {
        const value = settings[key];
        const plain = plainSchema.safeParse(value).data ?? null;
        return { name: variable, value: secret && value !== null ? '(set)' : plain, from: origins.get(key) ?? null };
      }),
      owner: chosen,
      servers: servers.map(({ id, name, version: plex, platform: system, owned, plexPass, status, connection }) => ({
        name,
        version: plex,
        platform: system,
        owned,
        plexPass,
        status: status.kind,
        why: 'why' in status ? status.why : null,
        connection: connection && {
          local: connection.local,
          relay: connection.relay,
          secure: connection.secure,
        },
        breaker: options.servers().find(({ serverId }) => serverId === id)?.breaker ?? null,
        sessions: sessions.filter(({ serverId }) => serverId === id).length,
      })),
      health,
      plays: found?.total ?? null,
      log: await readEnd(logFile),
    };
    return diagnosticsSchema.parse(scrubAll(report, scrub));
  };
  return { get, diagnostics };
};

/** Every text of it, wherever it stands. */
const scrubAll = (value: unknown, scrub: (text: string) => string): unknown => {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map((one) => scrubAll(one, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scrubAll(one, scrub)]));
};
