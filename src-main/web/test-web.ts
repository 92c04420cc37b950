// For tests: a whole web server on a free port, with a live feed, a history of one play and an owner's key.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket as BrowserSocket } from 'undici';
import { WebSocket, type ClientOptions } from 'ws';
import { z } from 'zod';
import type { Contract } from '../../src-contract/contract.ts';
import type { About, Diagnostics } from '../../src-contract/about.ts';
import type { WatchedTime } from '../../src-contract/gap.ts';
import { defaultSettings } from '../../src-contract/settings.ts';
import type { Attached } from '../../src-contract/desktop.ts';
import type { Told } from '../../src-contract/event.ts';
import type { News } from '../../src-contract/live.ts';
import type { PublishingView } from '../../src-contract/publishing.ts';
import { systemClock, type Clock } from '../lib/clock.ts';
import type { Log, LogFields } from '../lib/log.ts';
import { newId } from '../lib/new-id.ts';
import { createLiveFeed } from '../procedures/live-feed.ts';
import type { DesktopRoom } from '../procedures/desktop.ts';
import { someBackups } from '../procedures/test-backups.ts';
import { someSql } from '../procedures/test-sql.ts';
import { someImporting } from '../procedures/test-importing.ts';
import { createRouter, type Rooms } from '../procedures/router.ts';
import { aHistory, aServer, aSession } from '../procedures/test-pictures.ts';
import { someLibraries } from '../procedures/test-libraries.ts';
import { aSignInRoom } from '../procedures/test-sign-in.ts';
import { aWatchingRoom } from '../procedures/test-watching.ts';
import { aTranscodesRoom } from '../procedures/test-transcodes.ts';
import { aPlexServer } from '../procedures/test-plex.ts';
import { openOwnerSettings } from '../settings/owner-settings.ts';
import { toPatch } from '../watch/snapshot.ts';
import { createAccess, type SignedIn, type SignedInStore } from './access.ts';
import { createAccessKey, createAccessKeys, type KeptKey, type KeyStore } from './access-keys.ts';
import { createWebServer, type WebServerOptions } from './web-server.ts';

export const aReach = {
  url: 'http://127.0.0.1:4848',
  host: '127.0.0.1',
  hostFrom: null,
  port: 4848,
  portFrom: 'MARQUEE_PORT',
  publicUrl: null,
  publicUrlFrom: null,
  open: false,
};

export const anAbout: About = {
  version: '0.1.0',
  host: 'headless',
  startedAtMs: 1000,
  node: '24.0.0',
  electron: null,
  system: 'linux 6.8 x64',
  dataDir: '/data',
  logFile: '/data/logs/marquee.log',
  historyBytes: 4096,
  directWatching: true,
  settingsSetAside: null,
};

export const someDiagnostics: Diagnostics = {
  madeAtMs: 2000,
  about: anAbout,
  settings: [{ name: 'PLEX_TOKEN', value: '(set)', from: 'PLEX_TOKEN' }],
  owner: { history: defaultSettings.history, webhooks: defaultSettings.webhooks },
  servers: [],
  health: [],
  plays: 1,
  log: ['{}'],
};

export const aWatchedTime: WatchedTime = {
  sinceMs: 500,
  gaps: [{ serverId: 'attic', fromMs: 1000, toMs: null, why: 'server-down' }],
};

export const aWebhooksView = {
  url: 'http://127.0.0.1:4848/api/v1/plex/webhook/token',
  fixedBy: null,
  signed: false,
  lastAtMs: 1000,
  lastEvent: 'media.play',
  heard: 3,
  ignored: 1,
  refused: 0,
};

export const aPublishingView: PublishingView = {
  url: 'nats://127.0.0.1:4222',
  prefix: 'marquee',
  collect: false,
  signIn: { kind: 'password', user: 'marquee' },
  fixedBy: null,
  state: { ok: true, text: null, sinceMs: null },
  waiting: 0,
};

export const anAttached: Attached = {
  id: 'm1',
  name: 'attic-nas',
  url: 'http://192.168.1.5:4848/',
  secure: false,
  state: { kind: 'live', sinceMs: 1000 },
};

const aDesktop: DesktopRoom = {
  get: () => ({ startsAtLogin: true, keyring: { ok: true, why: null } }),
  startAtLogin: () => {},
  chooseDatabase: async () => '/data/tautulli.db',
  marquees: {
    list: () => ({ own: false, shown: 'm1', attached: [anAttached] }),
    attach: async () => anAttached,
    detach: async (id) => (id === 'm1' ? { keyRevoked: true } : null),
    show: (id) => id === 'm1',
  },
};

/** The news: one. */
const toldNews = async function* (): AsyncGenerator<News, void> {
  yield {
    events: [{ id: 'e1', serverId: 'attic', atMs: 1000, kind: 'server-up', name: 'Attic', version: '1.41.0' }],
    isFirstLook: false,
  };
};

export type LogLine = { level: string; message: string; fields: LogFields | undefined };

export const createMemoryLog = () => {
  const lines: LogLine[] = [];
  const line = (level: string) => (message: string, fields?: LogFields) => void lines.push({ level, message, fields });
  const log: Log = {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    for: () => log,
  };
  return { log, lines };
};

export const createMemoryStore = (): SignedInStore => {
  let kept: SignedIn[] = [];
  return { read: () => kept, write: (all) => void (kept = all) };
};

/** The facts that are told: one. */
const toldEvents = async function* (): AsyncGenerator<Told, void> {
  yield { id: 'e1', serverId: 'attic', atMs: 1000, kind: 'server-up', name: 'Attic', version: '1.41.0' };
};

export const createMemoryKeys = (): KeyStore => {
  let kept: KeptKey[] = [{ id: 'old', name: 'Old', readOnly: true, createdAtMs: 1000, hash: '0'.repeat(64) }];
  return { read: () => kept, write: (all) => void (kept = all) };
};

const page = '<!doctype html><title>Marquee</title><script type="module" src="/assets/index-abc12345.js"></script>';

const once = { once: true };

const createWindowDir = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'marquee-window-'));
  await mkdir(join(dir, 'assets'));
  await writeFile(join(dir, 'index.html'), page);
  await writeFile(join(dir, 'assets', 'index-abc12345.js'), 'export {};\n');
  return dir;
};

export type Overrides = {
  rooms?: Partial<Rooms>;
  web?: Partial<Omit<WebServerOptions, 'router' | 'access'>>;
  clock?: Clock;
  store?: SignedInStore;
  keys?: KeyStore;
};

/** `headers` are a plain object here, so that they can be joined. */
export type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

export const startWeb = async (overrides: Overrides = {}) => {
  const { rooms, web, clock = systemClock, store = createMemoryStore() } = overrides;
  const { log, lines } = createMemoryLog();
  const key = createAccessKey();
  const keys = createAccessKeys({ store: overrides.keys ?? createMemoryKeys(), clock, newId });
  const access = createAccess({ key, keys, store, clock });
  const feed = createLiveFeed({ clock: systemClock, toPatch });
  const place = feed.join();
  place.show({ server: aServer(), sessions: [aSession()] });
  const windowDir = await createWindowDir();
  let url = '';
  const createLink = () => access.createLink(url);
  const router = createRouter({
    settings: openOwnerSettings({ store: {} }),
    webhooks: { view: async () => aWebhooksView, test: async () => ({ kind: 'arrived', afterMs: 3 }) },
    publishing: {
      view: async () => aPublishingView,
      update: async () => ({ kind: 'view', view: aPublishingView }),
      test: async () => ({ kind: 'answered', version: '2.12.1', keeps: true }),
    },
    desktop: aDesktop,
    demo: { state: () => ({ on: true }), start: async () => ({ on: true }), end: () => ({ on: false }) },
    live: feed,
    news: { watch: () => toldNews() },
    watchers: () => ({
      stop: async () => ({ kind: 'stopped', afterMs: 1800 }),
      cancelTranscode: async () => ({ kind: 'nothing-to-stop' }),
    }),
    history: aHistory(),
    libraries: someLibraries,
    importing: someImporting,
    backups: someBackups,
    sql: someSql,
    gaps: { gaps: async () => aWatchedTime },
    access: { reach: () => aReach, createLink, keys },
    about: { get: async () => anAbout, diagnostics: async () => someDiagnostics },
    servers: () => [aPlexServer()],
    transcodes: aTranscodesRoom(),
    watching: aWatchingRoom,
    signIn: aSignInRoom,
    events: { watch: () => toldEvents() },
    clock,
    health: () => ({ ok: true, version: '0.1.0', host: 'headless', startedAtMs: 1000, mouths: [], servers: [] }),
    log,
    ...rooms,
  });
  const server = await createWebServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    version: '0.1.0',
    router,
    access,
    windowDir,
    artwork: async () => ({ kind: 'refused' }),
    signIn: aSignInRoom.callback,
    clock,
    log,
    ...web,
  });
  url = server.url;
  const base = `http://127.0.0.1:${server.port}`;
  const sockets: WebSocket[] = [];
  const browsers: BrowserSocket[] = [];
  const call = (path: string, init: Init = {}) =>
    fetch(base + path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  /** A header that is '' is left out. */
  const openSocket = (headers: Record<string, string> = {}, options: ClientOptions = {}, path = '/rpc'): WebSocket => {
    const all = Object.entries({ authorization: `Bearer ${key}`, origin: base, ...headers });
    const sent = Object.fromEntries(all.filter(([, value]) => value !== ''));
    const socket = new WebSocket(base.replace('http', 'ws') + path, { ...options, headers: sent });
    socket.on('error', () => {});
    sockets.push(socket);
    return socket;
  };
  return {
    server,
    base,
    key,
    access,
    feed,
    place,
    log: lines,
    createLink,
    /** A request with the access key. */
    call,
    json: async (path: string, init?: Init): Promise<unknown> => (await call(path, init)).json(),
    openSocket,
    /** The next frame that comes, parsed. */
    nextFrame: (socket: WebSocket): Promise<unknown> =>
      new Promise((resolve) =>
        socket.addEventListener('message', ({ data }) => resolve(JSON.parse(z.string().parse(data))), once),
      ),
    /** The contract's client over a socket, as the window has it. */
    connect: () => {
      const headers = { authorization: `Bearer ${key}`, origin: base };
      const socket = new BrowserSocket(`${base.replace('http', 'ws')}/rpc`, { headers });
      browsers.push(socket);
      const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }));
      return client;
    },
    close: async () => {
      for (const socket of sockets) socket.terminate();
      for (const socket of browsers) socket.close();
      await server.close();
      feed.close();
      await rm(windowDir, { recursive: true });
    },
  };
};
