// Wires all rooms together, in order, and closes them in reverse. The only file that knows them all.
import { createRouterClient, type RouterClient } from '@orpc/server';
import type { Snapshot } from '../src-contract/live.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import { createEmitter } from './lib/emitter.ts';
import type { Log } from './lib/log.ts';
import { openAccounts, watchOwnServers } from './open-accounts.ts';
import { openBackfill } from './open-backfill.ts';
import { openDoors } from './open-doors.ts';
import { openHistoryOrNone } from './open-history-or-none.ts';
import { openLibraries } from './open-libraries.ts';
import { openTautulli } from './open-tautulli.ts';
import { openWebhooks } from './open-webhooks.ts';
import { createWebhookSwitch } from './webhook-switch.ts';
import { openServers } from './open-servers.ts';
import { openTellPast } from './tell-past.ts';
import { openTranscodes } from './open-transcodes.ts';
import { createPublishingSwitch } from './publishing-switch.ts';
import type { Discovery } from './plex/discovery.ts';
import type { DemoRoom } from './procedures/demo.ts';
import type { DesktopRoom } from './procedures/desktop.ts';
import type { GiveDownload } from './procedures/downloads.ts';
import { openFriendlyNames } from './friendly-names.ts';
import { createLiveFeed, type LiveFeed } from './procedures/live-feed.ts';
import type { Origins } from './settings/read-settings.ts';
import type { SecretStore } from './settings/secret-store.ts';
import type { ServerToWatch } from './settings/servers-to-watch.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import type { Settings } from './settings/settings.ts';
import type { News } from './watch-server.ts';
import { toPatch } from './watch/snapshot.ts';
import type { StartChild } from './sql-console/start-child.ts';
import type { Artwork } from './web/artwork.ts';

export type AppOptions = {
  settings: Settings;
  /** Which of them a flag, a variable or the file decided. */
  origins: Origins;
  servers: ServerToWatch[];
  /** `setAside` is where a file went that could not be read. */
  file: Pick<SettingsFile, 'rememberServer' | 'forgetServer' | 'owner'> & { setAside?: string | null };
  secrets: SecretStore;
  /** Learns every secret before anything about it can be logged. */
  hidden: HiddenWords;
  log: Log;
  clock: Clock;
  newId: (atMs: number) => string;
  /** The built window; null where there is none. */
  windowDir: string | null;
  version: string;
  /** What there is to choose about the desktop, where Marquee runs on one. */
  desktop?: DesktopRoom;
  /** The way into the demo, and out of it. */
  demo?: DemoRoom;
  /** Where nobody has to find this Marquee by its port: when it is taken, any free one, and its health says so. */
  anyPort?: boolean;
  /** How the SQL console's process is started, where Marquee is not plain Node. */
  startChild?: StartChild;
  /** Where servers nearby are looked for; only tests look elsewhere. */
  discovery?: Discovery;
};

export type Link = { url: string; expiresAtMs: number };

export type App = {
  /** Where this process listens, for programs on this machine. */
  url: string;
  /** A new sign-in link, at the address that browsers use. */
  createLink: () => Link;
  /** What to paste into Plex; it holds a token. Null while webhooks are off. */
  webhookUrl: string | null;
  snapshot: () => Snapshot;
  /** Snapshots and patches, as a window gets them. */
  live: Pick<LiveFeed, 'snapshot' | 'watch' | 'readers'>;
  /** Every fact, as soon as it is known and whether or not it can be stored. */
  onNews: (listener: (news: News) => void) => () => void;
  /** Told the name of who has just signed in at plex.tv, who still looks at the browser. */
  onSignedIn: (listener: (name: string) => void) => () => void;
  /** Whether a sign-in that is under way sends its person to this address. */
  isSignInPage: (address: string) => boolean;
  /** The contract, to be served to a window… */
  router: AppRouter;
  /** …and to be called from here. */
  client: RouterClient<AppRouter>;
  artwork: Artwork;
  /** Files of the history, by the path under which the API has them. */
  download: GiveDownload;
  /** The machine slept: connections are made anew and the time is marked as one that nobody saw. */
  wake: (asleepSinceMs?: number) => void;
  close: () => Promise<void>;
};

type AppRouter = Awaited<ReturnType<typeof openDoors>>['router'];

const open = async (options: AppOptions, closers: ReturnType<typeof createClosers>): Promise<Omit<App, 'close'>> => {
  const { settings, origins, secrets, hidden, file, log, clock, newId, version } = options;
  const startedAtMs = clock.nowMs();
  const key = settings.accessKey ?? secrets.accessKey();
  for (const secret of [key, ...options.servers.map(({ token }) => token)]) hidden.add(secret);

  const feed = createLiveFeed({ clock, toPatch });
  closers.add('live feed', feed.close);

  const site = secrets.clientId();
  const history = await openHistoryOrNone({
    dataDir: settings.dataDir,
    site,
    log,
    clock,
    newId,
    backups: () => file.owner.get().backups,
  });
  closers.add('history', () => history.close());
  history.follow(file.owner.get().history);
  const unfollow = file.owner.onChange((chosen) => history.follow(chosen.history));
  closers.add('settings of the history', unfollow);
  feed.setHealth(history.health());
  closers.add('health of the history', history.onHealth(feed.setHealth));
  // Before anything is watched, so that all of it is published.
  const { setHealth: onHealth } = feed;
  const basics = { settings, secrets, hidden, history, onHealth, clock, log };
  const publishing = await createPublishingSwitch({ ...basics, origins, site });
  closers.add('publisher', publishing.close);

  const news = createEmitter<News>();
  const signIn = openAccounts({ ...basics, version });
  closers.add('sign-in', signIn.close);
  const names = await openFriendlyNames({ history, log });
  closers.add('names of people', names.close);
  const servers = openServers({
    ...basics,
    servers: options.servers,
    file,
    feed,
    names,
    version,
    newId,
    accounts: signIn.accounts,
    onNews: news.emit,
    discovery: options.discovery,
  });
  closers.add('watched servers', servers.close);
  const { ears, watching } = servers;
  closers.add('servers of who signs in', signIn.onSignedIn(watchOwnServers(watching.addFromAccount, log)));

  const fixedBy = origins.get('webhooks') ?? null;
  const webhooks = await createWebhookSwitch({
    fixedBy,
    isOn: () => (fixedBy === null ? file.owner.get().webhooks.on : settings.webhooks),
    onChange: file.owner.onChange,
    open: () => openWebhooks({ ...basics, token: secrets.webhookToken, version, ears }),
    onHealth,
    log,
  });
  closers.add('webhooks', webhooks.close);

  const backfill = openBackfill({ sources: servers.plex, history, everyMs: settings.plexSyncMs, clock, log });
  closers.add('back-fill', backfill.close);
  const isKnown = (serverId: string) => feed.snapshot().servers.some(({ id }) => id === serverId);
  const tautulli = openTautulli({ ...basics, isKnown });
  closers.add('Tautulli', tautulli.close);

  const past = openTellPast({ onPast: history.onPast, tell: feed.pastChanged, clock });
  closers.add('news of the past', past.close);
  const { pastChanged: onExplained, snapshot } = feed;
  const transcodes = openTranscodes({ ...basics, snapshot, servers: servers.plex, onExplained, version });
  closers.add('look at what is converted', transcodes.close);

  const streams = (serverId: string) => feed.snapshot().sessions.filter((one) => one.serverId === serverId).length;
  const libraries = openLibraries({ sources: servers.plex, streams, history, clock, log });
  closers.add('look into the libraries', libraries.close);

  const doors = await openDoors({
    options,
    closers,
    startedAtMs,
    key,
    feed,
    news,
    history,
    publishing,
    signIn,
    servers,
    webhooks,
    backfill,
    tautulli,
    transcodes,
    libraries,
  });
  const { url, address, createLink, router, artwork, download } = doors;
  return {
    url,
    createLink,
    webhookUrl: webhooks.toUrl(address),
    snapshot: feed.snapshot,
    live: feed,
    onNews: news.subscribe,
    onSignedIn: (listener) => signIn.onSignedIn(({ name }) => listener(name)),
    isSignInPage: signIn.isPage,
    router,
    client: createRouterClient(router),
    artwork,
    download,
    wake: (asleepSinceMs) => {
      signIn.accounts.wake();
      servers.wake(asleepSinceMs);
    },
  };
};

/** Throws when another Marquee has the history (HistoryError) or the port is taken (ListenError), with nothing left open. */
export const createApp = async (options: AppOptions): Promise<App> => {
  const closers = createClosers((name, error) => options.log.error(`Closing the ${name} failed`, { error }));
  try {
    return { ...(await open(options, closers)), close: closers.close };
  } catch (error) {
    await closers.close();
    throw error;
  }
};
