// For tests: the watched servers alone, with a real history, real simulated servers, and accounts that the test makes up.
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { vi, expect } from 'vitest';
import type { Event } from '../src-contract/event.ts';
import { openFriendlyNames } from './friendly-names.ts';
import { openHistory } from './history/open-history.ts';
import { systemClock } from './lib/clock.ts';
import { createHiddenWords } from './lib/hide-secrets.ts';
import { silentLog } from './lib/log.ts';
import { newId } from './lib/new-id.ts';
import { openServers } from './open-servers.ts';
import type { PlexTvConnection, PlexTvServer } from './plex/plex-tv.ts';
import { createLiveFeed } from './procedures/live-feed.ts';
import type { KeyValueFile } from './settings/owner-settings.ts';
import { openSecretStore } from './settings/secret-store.ts';
import { toServersToWatch } from './settings/servers-to-watch.ts';
import { openSettingsFile } from './settings/settings-file.ts';
import { toPatch } from './watch/snapshot.ts';
import type { Accounts } from './watched-entry.ts';

const patience = { timeout: 45_000, interval: 20 };

/** `store` is the settings file; `dir` holds the rest. */
export const startServers = async (dir: string, store: KeyValueFile, accounts: Accounts) => {
  const clock = systemClock;
  const secrets = openSecretStore({ path: join(dir, 'secrets.json'), nowMs: 0, onWarning: () => {} });
  const file = openSettingsFile(store);
  const { servers } = toServersToWatch({ plexUrl: null, plexToken: null }, file.servers(), secrets);
  const history = await openHistory({ dataDir: dir, site: 'test', log: silentLog, clock, newId });
  const feed = createLiveFeed({ clock, toPatch });
  const events: Event[] = [];
  const open = openServers({
    settings: { plexSync: true, plexUrl: null, realtime: true, sessionPollMs: 10_000 },
    servers,
    file,
    secrets,
    accounts,
    hidden: createHiddenWords(),
    history,
    feed,
    names: await openFriendlyNames({ history, log: silentLog }),
    onNews: (news) => void events.push(...news.events),
    version: '0',
    clock,
    newId,
    log: silentLog,
  });
  return {
    ...open.watching,
    wake: open.wake,
    events,
    server: (id: string) => feed.snapshot().servers.find((server) => server.id === id),
    sessions: () => feed.snapshot().sessions,
    untilStatus: (id: string, kind: string) =>
      vi.waitFor(() => {
        const server = feed.snapshot().servers.find((one) => one.id === id);
        expect(server?.status.kind).toBe(kind);
        return server;
      }, patience),
    untilUri: (id: string, uri: string) =>
      vi.waitFor(() => {
        const server = feed.snapshot().servers.find((one) => one.id === id);
        expect(server).toMatchObject({ connection: { uri } });
        return server;
      }, patience),
    close: async () => {
      await open.close();
      await history.close();
      feed.close();
    },
  };
};

export const readGaps = async (dir: string): Promise<unknown[]> => {
  const database = await DuckDBInstance.create(join(dir, 'marquee.duckdb'));
  const read = await (
    await database.connect()
  ).runAndReadAll('SELECT why, to_ms IS NULL AS open FROM gap ORDER BY from_ms, why');
  database.closeSync();
  return read.getRows();
};

type Known = { uri: string; token: string; name: string; machineIdentifier: string };

/** A way to a simulated server, or to wherever `uri` leads. */
export const wayTo = (uri: string, over: Partial<PlexTvConnection> = {}): PlexTvConnection => {
  const { hostname, port, protocol } = new URL(uri);
  const secure = protocol === 'https:';
  return { uri, address: hostname, port: Number(port), local: false, relay: false, secure, ...over };
};

/** A server as plex.tv would tell of it. */
export const toResource = (
  plex: Known,
  connections: PlexTvConnection[],
  over: Partial<PlexTvServer> = {},
): PlexTvServer => ({
  id: plex.machineIdentifier,
  name: plex.name,
  version: '1.43.0',
  owned: true,
  accessToken: plex.token,
  publicAddressMatches: true,
  dnsRebindingProtection: false,
  httpsRequired: false,
  presence: true,
  lastSeenAtMs: null,
  connections,
  ...over,
});
