// Opens the servers that are watched, and tells the other rooms what they may know of them.
import { hostname } from 'node:os';
import type { Hint } from '../src-contract/heard.ts';
import type { ServerHealth } from '../src-contract/server.ts';
import { createChoices } from './choose-servers.ts';
import type { FriendlyNames } from './friendly-names.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import { watchNetwork } from './lib/network-watch.ts';
import { usualDiscovery, type Discovery } from './plex/discovery.ts';
import { PlexError } from './plex/errors.ts';
import { createProbe } from './plex/probe.ts';
import type { LiveFeed } from './procedures/live-feed.ts';
import type { PlexServers } from './procedures/plex-servers.ts';
import type { WatchingRoom } from './procedures/servers.ts';
import type { SecretStore } from './settings/secret-store.ts';
import type { ServerToWatch } from './settings/servers-to-watch.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import type { Settings } from './settings/settings.ts';
import { shareAccounts } from './share-accounts.ts';
import type { News } from './watch-server.ts';
import type { Watcher } from './watch/watcher.ts';
import type { Accounts } from './watched-entry.ts';
import { createWatchedServers } from './watched-servers.ts';
import type { FetchArtwork } from './web/artwork.ts';

type Options = {
  settings: Pick<Settings, 'plexSync' | 'plexUrl' | 'realtime' | 'sessionPollMs'>;
  servers: readonly ServerToWatch[];
  file: Pick<SettingsFile, 'rememberServer' | 'forgetServer' | 'owner'>;
  secrets: Pick<SecretStore, 'clientId' | 'keepToken' | 'forgetToken'>;
  accounts: Accounts;
  hidden: HiddenWords;
  history: History;
  feed: LiveFeed;
  names: FriendlyNames;
  onNews: (news: News) => void;
  version: string;
  discovery?: Discovery | undefined;
  clock: Clock;
  newId: (atMs: number) => string;
  log: Log;
};

export type OpenServers = {
  watching: WatchingRoom;
  plex: PlexServers;
  ears: () => { id: string; hear: (hint: Hint) => void }[];
  /** The watcher of the server on which this session plays, or null. */
  findWatcher: (sessionId: string) => Watcher | null;
  isWatched: (serverId: string) => boolean;
  health: () => ServerHealth[];
  fetchArtwork: FetchArtwork;
  wake: (asleepSinceMs?: number) => void;
  close: () => Promise<void>;
};

/** How long one way to a server may take to answer who it is. */
const PROBE_MS = 5000;

export const openServers = (options: Options): OpenServers => {
  const { settings, history, feed, names, onNews, version, discovery = usualDiscovery, clock, newId, log } = options;
  const { realtime, sessionPollMs } = settings;
  const accounts = shareAccounts(options.accounts, clock);
  const clientId = options.secrets.clientId();
  const identity = { clientId, product: 'Marquee', version, platform: process.platform, deviceName: hostname() };
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));
  const probe = createProbe({ identity, clock, timeoutMs: PROBE_MS });
  const servers = createWatchedServers({
    isOn: settings.plexSync,
    environmentUri: settings.plexUrl,
    file: options.file,
    secrets: options.secrets,
    accounts,
    hidden: options.hidden,
    means: {
      owner: options.file.owner,
      identity,
      probe,
      realtime,
      sessionPollMs,
      history,
      feed,
      names,
      onNews,
      clock,
      newId,
      log,
    },
    clock,
    log,
  });
  closers.add('watched servers', servers.close);
  for (const server of options.servers) servers.open(server);
  closers.add('watch over the network', watchNetwork({ clock, onChange: servers.lookAgain }));

  const watched = () =>
    servers.all().flatMap((entry) => {
      const one = entry.watched();
      return one ? [one] : [];
    });
  return {
    watching: createChoices({ servers, accounts, history, identity, probe, discovery, clock, log }),
    plex: () => watched().map(({ server, client }) => ({ server, ask: client })),
    ears: () => watched().map(({ watcher }) => ({ id: watcher.view().server.id, hear: watcher.hear })),
    findWatcher: (sessionId) =>
      watched().find(({ watcher }) => watcher.view().sessions.some(({ id }) => id === sessionId))?.watcher ?? null,
    isWatched: (serverId) => servers.find(serverId) !== null,
    health: () =>
      watched().map(({ server, client }) => {
        const { id: serverId, name, status } = server();
        return { serverId, name, status, breaker: client.breaker() };
      }),
    fetchArtwork: async (serverId, path, width, height) => {
      // A page may still know it by its address, as before it said who it is.
      const entry = servers.find(serverId) ?? servers.all().find(({ uri }) => uri() === serverId);
      const client = entry?.watched()?.client;
      if (!client) return null;
      return client.image({ path, width, height }).catch((error: unknown) => {
        if (error instanceof PlexError && error.kind === 'not-found') return null;
        throw error;
      });
    },
    wake: servers.wake,
    close: closers.close,
  };
};
