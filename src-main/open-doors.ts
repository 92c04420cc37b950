// Opens the doors to everything that was wired: the contract's router, the web server, pictures and files, and who may come in.
import type { AppOptions } from './app.ts';
import { describeReach } from './describe-reach.ts';
import { createDiagnostics } from './diagnostics.ts';
import type { History } from './history/history.ts';
import type { Closers } from './lib/closers.ts';
import type { Emitter } from './lib/emitter.ts';
import { openAccess } from './open-access.ts';
import type { OpenAccounts } from './open-accounts.ts';
import type { BackfillRoom } from './open-backfill.ts';
import type { openLibraries } from './open-libraries.ts';
import type { OpenServers } from './open-servers.ts';
import type { TautulliRoom } from './open-tautulli.ts';
import type { openTranscodes } from './open-transcodes.ts';
import { createDownloads } from './procedures/downloads.ts';
import type { LiveFeed } from './procedures/live-feed.ts';
import { createNewsFeed } from './procedures/news-feed.ts';
import { createRouter } from './procedures/router.ts';
import { createToldFeed } from './procedures/told-feed.ts';
import type { PublishingSwitch } from './publishing-switch.ts';
import { serveWeb } from './serve-web.ts';
import { openSqlConsole } from './sql-console/open-sql-console.ts';
import { startChild } from './sql-console/start-child.ts';
import type { News } from './watch-server.ts';
import { createArtwork } from './web/artwork.ts';
import { createUploads } from './web/uploads.ts';
import type { WebhookSwitch } from './webhook-switch.ts';

type Rooms = {
  options: AppOptions;
  closers: Closers;
  startedAtMs: number;
  /** What opens everything. */
  key: string;
  feed: LiveFeed;
  news: Emitter<News>;
  history: History;
  publishing: PublishingSwitch;
  signIn: OpenAccounts;
  servers: OpenServers;
  webhooks: WebhookSwitch;
  backfill: BackfillRoom;
  tautulli: TautulliRoom;
  transcodes: ReturnType<typeof openTranscodes>;
  libraries: ReturnType<typeof openLibraries>;
};

export const openDoors = async (rooms: Rooms) => {
  const { options, closers, startedAtMs, key, feed, news, history, publishing, signIn, servers, webhooks } = rooms;
  const { settings, origins, secrets, hidden, file, log, clock, newId, version } = options;
  const { access, keys, createLink: linkTo } = openAccess({ key, secrets, hidden, clock, newId });
  const told = createToldFeed({ onStored: history.onStored, eventsAfter: history.eventsAfter, log: log.for('events') });
  const sql = await openSqlConsole({
    dataDir: settings.dataDir,
    copyViews: history.copyViews,
    clock,
    log: log.for('sql'),
    start: options.startChild ?? startChild,
  });
  closers.add('SQL console', sql.close);
  let address = settings.publicUrl ?? '';
  const createLink = () => linkTo(address);
  const artwork = createArtwork(servers.fetchArtwork);
  const download = createDownloads(history.exports, log.for('downloads'));
  const host = options.desktop ? 'desktop' : 'headless';
  const about = createDiagnostics({
    version,
    host,
    startedAtMs,
    settings,
    origins,
    settingsSetAside: file.setAside ?? null,
    owner: file.owner.get,
    snapshot: feed.snapshot,
    servers: servers.health,
    plays: history.plays,
    hide: hidden.hide,
    nowMs: clock.nowMs,
  });
  let ownUrl = '';
  const reach = () => describeReach({ settings, origins, url: address, ownUrl });
  const router = createRouter({
    live: feed,
    news: createNewsFeed(news.subscribe),
    watchers: servers.findWatcher,
    history,
    libraries: rooms.libraries.room,
    gaps: history,
    backups: history.backups,
    sql,
    importing: { imports: history.imports, tautulli: rooms.tautulli, backfill: rooms.backfill },
    settings: file.owner,
    desktop: options.desktop ?? null,
    demo: options.demo ?? null,
    publishing,
    webhooks: { view: () => webhooks.view(address), test: () => webhooks.test(address) },
    servers: servers.plex,
    transcodes: rooms.transcodes,
    watching: servers.watching,
    events: told,
    clock,
    access: { reach, createLink, keys },
    about,
    signIn: signIn.toRoom({ address: () => address, isWatched: servers.isWatched }),
    health: () => {
      const mouths = feed.snapshot().health;
      const ok = mouths.every((mouth) => mouth.ok);
      const plexTv = { breaker: signIn.breaker() };
      return { ok, version, host, startedAtMs, mouths, servers: servers.health(), plexTv };
    },
    log: log.for('procedures'),
  });
  const uploads = await createUploads({ dataDir: settings.dataDir, clock, newId });
  closers.add('uploads', uploads.close);
  const web = await serveWeb({
    host: settings.host,
    port: settings.port,
    anyPort: options.anyPort ?? false,
    onHealth: feed.setHealth,
    publicUrl: settings.publicUrl,
    trustedProxy: settings.trustedProxy,
    version,
    router,
    access,
    windowDir: options.windowDir,
    artwork,
    download,
    webhooks: webhooks.door,
    signIn: signIn.callback,
    uploads,
    clock,
    log: log.for('web'),
  });
  closers.add('web server', () => web.close());
  closers.add('stream of events', told.close);
  ownUrl = web.url;
  address ||= web.url;
  return { url: web.url, address, createLink, router, artwork, download };
};
