// Walks every procedure of the contract over each of its transports: valid input, answers that survive, junk refused.
import { getEventIteratorSchemaDetails } from '@orpc/contract';
import { traverseContractProcedures } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../src-contract/contract.ts';
import { problemSchema } from '../../src-contract/problem.ts';
import { defaultSettings } from '../../src-contract/settings.ts';
import {
  aChart,
  aHome,
  aPlay,
  aPlayDetail,
  aPlayLine,
  aPlayPage,
  aServer,
  aSession,
} from '../procedures/test-pictures.ts';
import {
  aLibrary,
  aLibraryDetail,
  aNeverWatchedPage,
  anAddition,
  anItemDetail,
  aPerson,
  aPersonDetail,
} from '../procedures/test-libraries.ts';
import { aCandidate, aFormerServer, aFoundServer } from '../procedures/test-watching.ts';
import { anAccount, anAccountServer } from '../procedures/test-sign-in.ts';
import { aBackupsView, aRestored } from '../procedures/test-backups.ts';
import { anSqlAnswer, anSqlCopy, aSqlView } from '../procedures/test-sql.ts';
import { aBackfill, aReport, aRun, aTautulli, aTautulliTest } from '../procedures/test-importing.ts';
import { aMetadata, anItem, aPlexTranscode, plexAnswers } from '../procedures/test-plex.ts';
import { aCost, aTally } from '../procedures/test-transcodes.ts';
import {
  anAbout,
  anAttached,
  aPublishingView,
  aReach,
  aWatchedTime,
  aWebhooksView,
  someDiagnostics,
  startWeb,
} from './test-web.ts';

type Web = Awaited<ReturnType<typeof startWeb>>;
type Client = ReturnType<Web['connect']>;
type Story = {
  /** As the window calls it. */
  rpc: (client: Client) => Promise<unknown>;
  /** As a script calls it; null for what only the window can do. */
  rest: { method: string; path: string; body?: unknown } | null;
  answer: unknown;
  /** What a script may get wrong, and the field that the problem then names; only where there is an input. */
  junk?: { method: string; path: string; body?: unknown; field: string };
};

const tooLong = 'x'.repeat(201);
const aPage = aPlayPage(aPlayLine());
const aLink = {
  url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{22}$/),
  expiresAtMs: expect.any(Number),
};
const fresh = { age: '0', 'marquee-servers': '"attic";state=fresh;age=0' };
const ofAttic = <Element extends object>(element: Element) => ({
  headers: fresh,
  body: [{ ...element, serverId: 'attic' }],
});
const aSnapshot = { revision: 1, atMs: expect.any(Number), servers: [aServer()], sessions: [aSession()], health: [] };

const aStart = {
  authorization_url: 'https://app.plex.tv/auth#?code=1',
  state: 's1',
  expires_at: '1970-01-01T00:10:00.000Z',
};

const source = { kind: 'file' as const, path: '/data/tautulli.db' };
const badSource = { source: { kind: 'file', path: 7 } };

const importStories: Record<string, Story> = {
  'imports.inspect': {
    rpc: (client) => client.imports.inspect({ source }),
    rest: { method: 'POST', path: '/imports/inspect', body: { source } },
    answer: aReport,
    junk: { method: 'POST', path: '/imports/inspect', body: badSource, field: 'source.path' },
  },
  'imports.start': {
    rpc: (client) => client.imports.start({ source }),
    rest: { method: 'POST', path: '/imports', body: { source } },
    answer: aRun,
    junk: { method: 'POST', path: '/imports', body: badSource, field: 'source.path' },
  },
  'imports.list': {
    rpc: (client) => client.imports.list(),
    rest: { method: 'GET', path: '/imports' },
    answer: [aRun],
  },
  'imports.progress': {
    rpc: (client) => client.imports.progress({ importId: 'i1' }),
    rest: { method: 'GET', path: '/imports/i1' },
    answer: aRun,
    junk: { method: 'GET', path: `/imports/${tooLong}`, field: 'importId' },
  },
  'imports.cancel': {
    rpc: (client) => client.imports.cancel({ importId: 'i1' }),
    rest: { method: 'POST', path: '/imports/i1/cancel' },
    answer: aRun,
    junk: { method: 'POST', path: `/imports/${tooLong}/cancel`, field: 'importId' },
  },
  'imports.undo': {
    rpc: (client) => client.imports.undo({ importId: 'i1' }),
    rest: { method: 'POST', path: '/imports/i1/undo' },
    answer: aRun,
    junk: { method: 'POST', path: `/imports/${tooLong}/undo`, field: 'importId' },
  },
  'tautulli.get': {
    rpc: (client) => client.tautulli.get(),
    rest: { method: 'GET', path: '/tautulli' },
    answer: aTautulli,
  },
  'tautulli.update': {
    rpc: (client) => client.tautulli.update({ url: null }),
    rest: { method: 'PUT', path: '/tautulli', body: { url: null } },
    answer: aTautulli,
    junk: { method: 'PUT', path: '/tautulli', body: { url: 'no address' }, field: 'url' },
  },
  'tautulli.test': {
    rpc: (client) => client.tautulli.test({}),
    rest: { method: 'POST', path: '/tautulli/test', body: {} },
    answer: aTautulliTest,
    junk: { method: 'POST', path: '/tautulli/test', body: { url: 'no address' }, field: 'url' },
  },
  'backfill.progress': {
    rpc: (client) => client.backfill.progress(),
    rest: { method: 'GET', path: '/backfill' },
    answer: [aBackfill],
  },
  'backfill.start': {
    rpc: (client) => client.backfill.start({ serverId: 'attic' }),
    rest: { method: 'POST', path: '/backfill/attic' },
    answer: aBackfill,
    junk: { method: 'POST', path: `/backfill/${tooLong}`, field: 'serverId' },
  },
};

const aBackupName = aBackupsView.backups[0]?.name ?? '';

const backupStories: Record<string, Story> = {
  'backups.list': {
    rpc: (client) => client.backups.list(),
    rest: { method: 'GET', path: '/backups' },
    answer: aBackupsView,
  },
  'backups.make': {
    rpc: (client) => client.backups.make(),
    rest: { method: 'POST', path: '/backups' },
    answer: aBackupsView,
  },
  'backups.restore': {
    rpc: (client) => client.backups.restore({ name: aBackupName }),
    rest: { method: 'POST', path: `/backups/${aBackupName}/restore`, body: { settings: true } },
    answer: aRestored,
    junk: { method: 'POST', path: '/backups/..%2Fpasswd/restore', field: 'name' },
  },
};

const sqlStories: Record<string, Story> = {
  'sql.views': { rpc: (client) => client.sql.views(), rest: { method: 'GET', path: '/sql/views' }, answer: [aSqlView] },
  'sql.run': {
    rpc: (client) => client.sql.run({ sql: 'SELECT 1' }),
    rest: { method: 'POST', path: '/sql', body: { sql: 'SELECT 1', zone: 'Europe/Berlin' } },
    answer: anSqlAnswer,
    junk: { method: 'POST', path: '/sql', body: { sql: '' }, field: 'sql' },
  },
  'sql.renew': {
    rpc: (client) => client.sql.renew(),
    rest: { method: 'POST', path: '/sql/copy' },
    answer: anSqlCopy,
  },
};

const ofShows = { server: 'attic', section: '2' };
const libraryStories: Record<string, Story> = {
  'libraries.list': {
    rpc: (client) => client.libraries.list({}),
    rest: { method: 'GET', path: '/libraries' },
    answer: [aLibrary],
    junk: { method: 'GET', path: '/libraries?server=', field: 'server' },
  },
  'libraries.recentlyAdded': {
    rpc: (client) => client.libraries.recentlyAdded({}),
    rest: { method: 'GET', path: '/libraries/recently-added?length=5' },
    answer: [anAddition],
    junk: { method: 'GET', path: '/libraries/recently-added?length=0', field: 'length' },
  },
  'libraries.get': {
    rpc: (client) => client.libraries.get(ofShows),
    rest: { method: 'GET', path: '/libraries/attic/2' },
    answer: aLibraryDetail,
    junk: { method: 'GET', path: `/libraries/attic/${tooLong}`, field: 'section' },
  },
  'libraries.neverWatched': {
    rpc: (client) => client.libraries.neverWatched(ofShows),
    rest: { method: 'GET', path: '/libraries/attic/2/never-watched?sort=bytes' },
    answer: aNeverWatchedPage,
    junk: { method: 'GET', path: '/libraries/attic/2/never-watched?sort=colour', field: 'sort' },
  },
  'libraries.read': {
    rpc: (client) => client.libraries.read(ofShows),
    rest: { method: 'POST', path: '/libraries/attic/2/read' },
    answer: aLibrary,
    junk: { method: 'POST', path: `/libraries/attic/${tooLong}/read`, field: 'section' },
  },
  'users.list': {
    rpc: (client) => client.users.list({}),
    rest: { method: 'GET', path: '/users?text=ada' },
    answer: { items: [aPerson], total: 1, next: null },
    junk: { method: 'GET', path: '/users?start=-1', field: 'start' },
  },
  'users.get': {
    rpc: (client) => client.users.get({ userId: '501' }),
    rest: { method: 'GET', path: '/users/501' },
    answer: aPersonDetail,
    junk: { method: 'GET', path: `/users/${tooLong}`, field: 'userId' },
  },
  'users.rename': {
    rpc: (client) => client.users.rename({ userId: '501', friendlyName: null }),
    rest: { method: 'PATCH', path: '/users/501', body: { friendlyName: 'Aunt Ada' } },
    answer: aPerson,
    junk: { method: 'PATCH', path: '/users/501', body: { friendlyName: '' }, field: 'friendlyName' },
  },
  'items.get': {
    rpc: (client) => client.items.get({ key: anItemDetail.key }),
    rest: { method: 'GET', path: `/items/detail?key=${encodeURIComponent(anItemDetail.key)}` },
    answer: anItemDetail,
    junk: { method: 'GET', path: '/items/detail', field: 'key' },
  },
};

const stories: Record<string, Story> = {
  ...libraryStories,
  ...sqlStories,
  ...importStories,
  ...backupStories,
  'live.watch': {
    rpc: async (client) => {
      for await (const message of await client.live.watch()) return message;
      return null;
    },
    rest: null,
    answer: { kind: 'snapshot', snapshot: aSnapshot },
  },
  'live.news': {
    rpc: async (client) => {
      for await (const news of await client.live.news()) return news;
      return null;
    },
    rest: null,
    answer: { events: [expect.objectContaining({ kind: 'server-up' })], isFirstLook: false },
  },
  'live.snapshot': {
    rpc: (client) => client.live.snapshot(),
    rest: { method: 'GET', path: '/live' },
    answer: aSnapshot,
  },
  'sessions.list': {
    rpc: (client) => client.sessions.list({ server: 'attic' }),
    rest: { method: 'GET', path: '/sessions?server=attic' },
    answer: [aSession()],
    junk: { method: 'GET', path: `/sessions?server=${tooLong}`, field: 'server' },
  },
  'sessions.stop': {
    rpc: (client) => client.sessions.stop({ sessionId: 's1', message: 'Bed time' }),
    rest: { method: 'POST', path: '/sessions/s1/stop', body: { message: 'Bed time' } },
    answer: { kind: 'stopped', afterMs: 1800 },
    junk: { method: 'POST', path: '/sessions/s1/stop', body: { message: 7 }, field: 'message' },
  },
  'sessions.stopTranscode': {
    rpc: (client) => client.sessions.stopTranscode({ sessionId: 's1' }),
    rest: { method: 'POST', path: '/sessions/s1/stop-transcode' },
    answer: { kind: 'nothing-to-stop' },
    junk: { method: 'POST', path: `/sessions/${tooLong}/stop-transcode`, field: 'sessionId' },
  },
  'servers.list': {
    rpc: (client) => client.servers.list(),
    rest: { method: 'GET', path: '/servers' },
    answer: [aServer()],
  },
  'servers.get': {
    rpc: (client) => client.servers.get({ serverId: 'attic' }),
    rest: { method: 'GET', path: '/servers/attic' },
    answer: aServer(),
    junk: { method: 'GET', path: `/servers/${tooLong}`, field: 'serverId' },
  },
  'servers.add': {
    rpc: (client) => client.servers.add({ uri: 'http://127.0.0.1:32400', token: 'a-token' }),
    rest: { method: 'POST', path: '/servers', body: { uri: 'http://127.0.0.1:32400', token: 'a-token' } },
    answer: aServer(),
    junk: {
      method: 'POST',
      path: '/servers',
      body: { uri: 'http://attic:32400/?X-Plex-Token=x', token: 'a' },
      field: 'uri',
    },
  },
  'servers.addFromAccount': {
    rpc: (client) => client.servers.addFromAccount({ accountId: '7' }),
    rest: { method: 'POST', path: '/servers/from-account', body: { accountId: '7', serverIds: ['attic'] } },
    answer: [aServer()],
    junk: { method: 'POST', path: '/servers/from-account', body: { accountId: '' }, field: 'accountId' },
  },
  'servers.update': {
    rpc: (client) => client.servers.update({ serverId: 'attic', name: null }),
    rest: { method: 'PATCH', path: '/servers/attic', body: { name: 'Attic', enabled: true } },
    answer: aServer(),
    junk: { method: 'PATCH', path: '/servers/attic', body: { enabled: 'perhaps' }, field: 'enabled' },
  },
  'servers.remove': {
    rpc: (client) => client.servers.remove({ serverId: 'attic', history: 'delete' }),
    rest: { method: 'POST', path: '/servers/attic/remove', body: { history: 'delete' } },
    answer: { deletedPlays: 12 },
    junk: { method: 'POST', path: '/servers/attic/remove', body: {}, field: 'history' },
  },
  'servers.former': {
    rpc: (client) => client.servers.former(),
    rest: { method: 'GET', path: '/servers/former' },
    answer: [aFormerServer],
  },
  'servers.join': {
    rpc: (client) => client.servers.join({ serverId: 'attic', formerServerId: 'cellar' }),
    rest: { method: 'POST', path: '/servers/attic/join', body: { formerServerId: 'cellar' } },
    answer: { joinedPlays: 12 },
    junk: { method: 'POST', path: '/servers/attic/join', body: {}, field: 'formerServerId' },
  },
  'servers.discover': {
    rpc: (client) => client.servers.discover(),
    rest: { method: 'GET', path: '/servers/discover' },
    answer: [aFoundServer],
  },
  'servers.connections': {
    rpc: (client) => client.servers.connections({ serverId: 'attic' }),
    rest: { method: 'GET', path: '/servers/attic/connections' },
    answer: { triedAtMs: 1000, candidates: [aCandidate] },
    junk: { method: 'GET', path: `/servers/${tooLong}/connections`, field: 'serverId' },
  },
  'servers.certificate': {
    rpc: (client) => client.servers.certificate({ serverId: 'attic' }),
    rest: { method: 'GET', path: '/servers/attic/certificate' },
    answer: { fingerprint: null },
    junk: { method: 'GET', path: `/servers/${tooLong}/certificate`, field: 'serverId' },
  },
  'servers.reconnect': {
    rpc: (client) => client.servers.reconnect({ serverId: 'attic' }),
    rest: { method: 'POST', path: '/servers/attic/reconnect' },
    answer: aServer(),
    junk: { method: 'POST', path: `/servers/${tooLong}/reconnect`, field: 'serverId' },
  },
  'history.plays': {
    rpc: (client) => client.history.plays({ start: 0, length: 10 }),
    rest: { method: 'GET', path: '/history?start=0&length=10&includeShort=true' },
    answer: aPage,
    junk: { method: 'GET', path: '/history?length=many', field: 'length' },
  },
  'history.play': {
    rpc: (client) => client.history.play({ playId: 's1' }),
    rest: { method: 'GET', path: '/history/s1' },
    answer: aPlayLine(),
    junk: { method: 'GET', path: `/history/${tooLong}`, field: 'playId' },
  },
  'history.detail': {
    rpc: (client) => client.history.detail({ playId: 's1' }),
    rest: { method: 'GET', path: '/history/s1/detail' },
    answer: aPlayDetail(),
    junk: { method: 'GET', path: '/history/s1/detail?more=1', field: 'input' },
  },
  'history.facets': {
    rpc: (client) => client.history.facets({ of: 'user', server: ['attic', 'cellar'] }),
    rest: { method: 'GET', path: '/history/facets/user?server=attic&server=cellar&named=a' },
    answer: [{ value: 'ada', label: 'Ada', plays: 2 }],
    junk: { method: 'GET', path: '/history/facets/shoe-size', field: 'of' },
  },
  'history.remove': {
    rpc: (client) => client.history.remove({ playIds: ['s1'] }),
    rest: { method: 'POST', path: '/history/delete', body: { playIds: ['s1'] } },
    answer: { changed: 1 },
    junk: { method: 'POST', path: '/history/delete', body: { playIds: [] }, field: 'playIds' },
  },
  'history.restore': {
    rpc: (client) => client.history.restore({ playIds: ['s1'] }),
    rest: { method: 'POST', path: '/history/restore', body: { playIds: ['s1'] } },
    answer: { changed: 1 },
    junk: { method: 'POST', path: '/history/restore', body: {}, field: 'playIds' },
  },
  'charts.get': {
    rpc: (client) => client.charts.get({ chart: 'hours', by: 'plays', zone: 'Europe/Berlin' }),
    rest: { method: 'GET', path: '/charts/hours?zone=Europe/Berlin&from=2026-01-01&to=2026-12-31&user=1&user=2' },
    answer: aChart(),
    junk: { method: 'GET', path: '/charts/hours?zone=Mars', field: 'zone' },
  },
  'charts.home': {
    rpc: (client) => client.charts.home({ days: 30 }),
    rest: { method: 'GET', path: '/home?days=30&by=duration' },
    answer: aHome(),
    junk: { method: 'GET', path: '/home?days=0', field: 'days' },
  },
  'demo.get': { rpc: (client) => client.demo.get(), rest: null, answer: { on: true } },
  'demo.start': { rpc: (client) => client.demo.start(), rest: null, answer: { on: true } },
  'demo.end': { rpc: (client) => client.demo.end(), rest: null, answer: { on: false } },
  'desktop.get': {
    rpc: (client) => client.desktop.get(),
    rest: { method: 'GET', path: '/desktop' },
    answer: { startsAtLogin: true, keyring: { ok: true, why: null } },
  },
  'desktop.marquees': {
    rpc: (client) => client.desktop.marquees(),
    rest: { method: 'GET', path: '/desktop/marquees' },
    answer: { own: false, shown: 'm1', attached: [anAttached] },
  },
  'desktop.attach': {
    rpc: (client) => client.desktop.attach({ link: 'http://nas:4848/#code=a' }),
    rest: { method: 'POST', path: '/desktop/marquees', body: { link: 'http://nas:4848/#code=a' } },
    answer: anAttached,
    junk: { method: 'POST', path: '/desktop/marquees', body: { link: 7 }, field: 'link' },
  },
  'desktop.detach': {
    rpc: (client) => client.desktop.detach({ marqueeId: 'm1' }),
    rest: { method: 'DELETE', path: '/desktop/marquees/m1' },
    answer: { keyRevoked: true },
    junk: { method: 'DELETE', path: `/desktop/marquees/${tooLong}`, field: 'marqueeId' },
  },
  'desktop.show': {
    rpc: (client) => client.desktop.show({ marqueeId: 'm1' }),
    rest: { method: 'POST', path: '/desktop/shown', body: { marqueeId: 'm1' } },
    answer: { own: false, shown: 'm1', attached: [anAttached] },
    junk: { method: 'POST', path: '/desktop/shown', body: { marqueeId: 7 }, field: 'marqueeId' },
  },
  'desktop.chooseDatabase': {
    rpc: (client) => client.desktop.chooseDatabase(),
    rest: null,
    answer: { path: '/data/tautulli.db' },
  },
  'desktop.startAtLogin': {
    rpc: (client) => client.desktop.startAtLogin({ on: true }),
    rest: { method: 'POST', path: '/desktop/start-at-login', body: { on: true } },
    answer: { startsAtLogin: true, keyring: { ok: true, why: null } },
    junk: { method: 'POST', path: '/desktop/start-at-login', body: { on: 'maybe' }, field: 'on' },
  },
  'access.reach': {
    rpc: (client) => client.access.reach(),
    rest: { method: 'GET', path: '/access' },
    answer: aReach,
  },
  'about.get': {
    rpc: (client) => client.about.get(),
    rest: { method: 'GET', path: '/about' },
    answer: anAbout,
  },
  'about.diagnostics': {
    rpc: (client) => client.about.diagnostics(),
    rest: { method: 'GET', path: '/about/diagnostics' },
    answer: someDiagnostics,
  },
  'gaps.list': {
    rpc: (client) => client.gaps.list({ server: 'attic', fromMs: 0, toMs: 2000 }),
    rest: { method: 'GET', path: '/gaps?server=attic&fromMs=0&toMs=2000' },
    answer: aWatchedTime,
    junk: { method: 'GET', path: '/gaps?server=attic&fromMs=0&toMs=soon', field: 'toMs' },
  },
  'publishing.get': {
    rpc: (client) => client.publishing.get(),
    rest: { method: 'GET', path: '/publishing' },
    answer: aPublishingView,
  },
  'publishing.update': {
    rpc: (client) => client.publishing.update({ url: null }),
    rest: { method: 'PUT', path: '/publishing', body: { url: 'nats://127.0.0.1:4222', signIn: { kind: 'none' } } },
    answer: aPublishingView,
    junk: { method: 'PUT', path: '/publishing', body: { url: 'nats://name:password@there' }, field: 'url' },
  },
  'publishing.test': {
    rpc: (client) => client.publishing.test({}),
    rest: { method: 'POST', path: '/publishing/test', body: {} },
    answer: { kind: 'answered', version: '2.12.1', keeps: true },
    junk: { method: 'POST', path: '/publishing/test', body: { url: 7 }, field: 'url' },
  },
  'webhooks.get': {
    rpc: (client) => client.webhooks.get(),
    rest: { method: 'GET', path: '/webhooks' },
    answer: aWebhooksView,
  },
  'webhooks.test': {
    rpc: (client) => client.webhooks.test(),
    rest: { method: 'POST', path: '/webhooks/test' },
    answer: { kind: 'arrived', afterMs: 3 },
  },
  'settings.get': {
    rpc: (client) => client.settings.get(),
    rest: { method: 'GET', path: '/settings' },
    answer: defaultSettings,
  },
  'settings.update': {
    rpc: (client) => client.settings.update({ notifications: { pausedLongMinutes: 20 } }),
    rest: { method: 'PATCH', path: '/settings', body: { notifications: { kinds: { started: true } } } },
    answer: defaultSettings,
    junk: {
      method: 'PATCH',
      path: '/settings',
      body: { notifications: { pausedLongMinutes: 'long' } },
      field: 'notifications.pausedLongMinutes',
    },
  },
  'settings.reset': {
    rpc: (client) => client.settings.reset(),
    rest: { method: 'POST', path: '/settings/reset' },
    answer: defaultSettings,
    junk: { method: 'POST', path: '/settings/reset', body: { page: 'moon' }, field: 'page' },
  },
  'access.createLink': {
    rpc: (client) => client.access.createLink(),
    rest: { method: 'POST', path: '/access/links' },
    answer: aLink,
  },
  'plex.sessions': {
    rpc: (client) => client.plex.sessions({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/sessions?server=attic' },
    answer: ofAttic(aSession()),
    junk: { method: 'GET', path: `/plex/sessions?server=${tooLong}`, field: 'server' },
  },
  'plex.identity': {
    rpc: (client) => client.plex.identity({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/identity?server=attic' },
    answer: ofAttic(plexAnswers.identity),
    junk: { method: 'GET', path: `/plex/identity?server=${tooLong}`, field: 'server' },
  },
  'plex.capabilities': {
    rpc: (client) => client.plex.capabilities({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/capabilities?server=attic' },
    answer: ofAttic(plexAnswers.capabilities),
    junk: { method: 'GET', path: `/plex/capabilities?server=${tooLong}`, field: 'server' },
  },
  'plex.devices': {
    rpc: (client) => client.plex.devices({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/devices?server=attic' },
    answer: ofAttic(plexAnswers.device),
    junk: { method: 'GET', path: `/plex/devices?server=${tooLong}`, field: 'server' },
  },
  'plex.accounts': {
    rpc: (client) => client.plex.accounts({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/accounts?server=attic' },
    answer: ofAttic(plexAnswers.account),
    junk: { method: 'GET', path: `/plex/accounts?server=${tooLong}`, field: 'server' },
  },
  'plex.activities': {
    rpc: (client) => client.plex.activities({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/activities?server=attic' },
    answer: ofAttic(plexAnswers.activity),
    junk: { method: 'GET', path: `/plex/activities?server=${tooLong}`, field: 'server' },
  },
  'plex.playlists': {
    rpc: (client) => client.plex.playlists({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/playlists?server=attic' },
    answer: ofAttic(plexAnswers.playlist),
    junk: { method: 'GET', path: `/plex/playlists?server=${tooLong}`, field: 'server' },
  },
  'plex.sections': {
    rpc: (client) => client.plex.sections({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/library/sections?server=attic' },
    answer: ofAttic(plexAnswers.section),
    junk: { method: 'GET', path: `/plex/library/sections?server=${tooLong}`, field: 'server' },
  },
  'plex.onDeck': {
    rpc: (client) => client.plex.onDeck({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/library/onDeck?server=attic' },
    answer: ofAttic(anItem()),
    junk: { method: 'GET', path: `/plex/library/onDeck?server=${tooLong}`, field: 'server' },
  },
  'plex.recentlyAdded': {
    rpc: (client) => client.plex.recentlyAdded({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/library/recentlyAdded?server=attic' },
    answer: ofAttic(anItem()),
    junk: { method: 'GET', path: `/plex/library/recentlyAdded?server=${tooLong}`, field: 'server' },
  },
  'plex.transcodes': {
    rpc: (client) => client.plex.transcodes({ server: 'attic' }),
    rest: { method: 'GET', path: '/plex/transcode/sessions?server=attic' },
    answer: ofAttic(aPlexTranscode()),
    junk: { method: 'GET', path: `/plex/transcode/sessions?server=${tooLong}`, field: 'server' },
  },
  'plex.metadata': {
    rpc: (client) => client.plex.metadata({ ratingKey: '11' }),
    rest: { method: 'GET', path: '/plex/library/metadata/11' },
    answer: { headers: fresh, body: { ...aMetadata(), serverId: 'attic' } },
    junk: { method: 'GET', path: `/plex/library/metadata/${tooLong}`, field: 'ratingKey' },
  },
  'plex.cancelTranscode': {
    rpc: (client) => client.plex.cancelTranscode({ params: { sessionKey: 'k1' }, query: { server: 'attic' } }),
    rest: { method: 'DELETE', path: '/plex/transcode/sessions/k1?server=attic' },
    answer: { kind: 'still-transcoding', afterMs: expect.any(Number) },
    junk: { method: 'DELETE', path: `/plex/transcode/sessions/${tooLong}`, field: 'params.sessionKey' },
  },
  'transcodes.active': {
    rpc: (client) => client.transcodes.active({}),
    rest: { method: 'GET', path: '/transcodes?server=attic' },
    answer: { transcodes: expect.any(Array), jobs: expect.any(Array), silent: [] },
    junk: { method: 'GET', path: `/transcodes?server=${tooLong}`, field: 'server' },
  },
  'transcodes.history': {
    rpc: (client) => client.transcodes.history({ start: 0, length: 10 }),
    rest: { method: 'GET', path: '/transcodes/history?reason=video-codec&decision=transcode' },
    answer: { items: [{ play: aPlay(), reasons: expect.any(Array), cost: aCost }], total: 1, next: null },
    junk: { method: 'GET', path: '/transcodes/history?reason=bad-luck', field: 'reason' },
  },
  'advice.list': {
    rpc: (client) => client.advice.list({}),
    rest: { method: 'GET', path: '/advice?server=attic' },
    answer: [expect.objectContaining({ serverId: 'attic', plays: 9, transcode: aTally, reasons: expect.any(Array) })],
    junk: { method: 'GET', path: `/advice?server=${tooLong}`, field: 'server' },
  },
  'events.stream': {
    rpc: async (client) => {
      for await (const event of await client.events.stream()) return event;
      return null;
    },
    rest: { method: 'GET', path: '/events' },
    answer: { id: 'e1', serverId: 'attic', atMs: 1000, kind: 'server-up', name: 'Attic', version: '1.41.0' },
  },
  'access.keys': {
    rpc: (client) => client.access.keys(),
    rest: { method: 'GET', path: '/access/keys' },
    answer: expect.any(Array),
  },
  'access.createKey': {
    rpc: (client) => client.access.createKey({ name: ' Dashboard ' }),
    rest: { method: 'POST', path: '/access/keys', body: { name: 'Dashboard', readOnly: true } },
    answer: {
      id: expect.any(String),
      name: 'Dashboard',
      readOnly: true,
      createdAtMs: expect.any(Number),
      key: expect.stringMatching(/^[\w-]{43}$/),
    },
    junk: { method: 'POST', path: '/access/keys', body: { name: 7 }, field: 'name' },
  },
  'access.revokeKey': {
    rpc: async (client) => client.access.revokeKey({ keyId: (await client.access.createKey({ name: 'Old' })).id }),
    rest: { method: 'DELETE', path: '/access/keys/old' },
    answer: { id: expect.any(String), name: 'Old', readOnly: true, createdAtMs: expect.any(Number) },
    junk: { method: 'DELETE', path: `/access/keys/${tooLong}`, field: 'keyId' },
  },
  'webhooks.registration': {
    rpc: (client) => client.webhooks.registration(),
    rest: { method: 'GET', path: '/webhooks/registration' },
    answer: { accountId: '7300001', name: 'Ada', registered: false, others: 1 },
    junk: { method: 'GET', path: `/webhooks/registration?accountId=${tooLong}`, field: 'accountId' },
  },
  'webhooks.register': {
    rpc: (client) => client.webhooks.register({ accountId: '7300001' }),
    rest: { method: 'POST', path: '/webhooks/register' },
    answer: { accountId: '7300001', name: 'Ada', registered: true, others: 1 },
    junk: { method: 'POST', path: '/webhooks/register', body: { accountId: 7 }, field: 'accountId' },
  },
  'webhooks.unregister': {
    rpc: (client) => client.webhooks.unregister(),
    rest: { method: 'POST', path: '/webhooks/unregister' },
    answer: { accountId: '7300001', name: 'Ada', registered: false, others: 1 },
    junk: { method: 'POST', path: '/webhooks/unregister', body: { accountId: 7 }, field: 'accountId' },
  },
  'signIn.at': { rpc: (client) => client.signIn.at(), rest: null, answer: { at: null } },
  'signIn.start': {
    rpc: (client) => client.signIn.start({ from: 'http://nas:4848' }),
    rest: { method: 'POST', path: '/auth/plex/start' },
    answer: aStart,
    junk: { method: 'POST', path: '/auth/plex/start', body: { from: 'nas' }, field: 'from' },
  },
  'signIn.startByGet': {
    rpc: (client) => client.signIn.startByGet(),
    rest: { method: 'GET', path: '/auth/plex/start' },
    answer: aStart,
    junk: { method: 'GET', path: '/auth/plex/start?from=nas', field: 'from' },
  },
  'signIn.watch': {
    rpc: async (client) => {
      for await (const state of await client.signIn.watch({ state: 's1' })) return state;
      return null;
    },
    rest: null,
    answer: { kind: 'signed-in', account: anAccount },
    junk: { method: 'GET', path: `/auth/plex/callback?state=${tooLong}`, field: 'state' },
  },
  'signIn.cancel': {
    rpc: (client) => client.signIn.cancel({ state: 's1' }),
    rest: null,
    answer: { kind: 'cancelled' },
    junk: { method: 'GET', path: '/auth/plex/callback', field: 'state' },
  },
  'signIn.callback': {
    rpc: (client) => client.signIn.callback({ state: 's1' }),
    rest: { method: 'GET', path: '/auth/plex/callback?state=s1' },
    answer: { kind: 'signed-in', account: anAccount },
    junk: { method: 'GET', path: `/auth/plex/callback?state=${tooLong}`, field: 'state' },
  },
  'signIn.refresh': {
    rpc: (client) => client.signIn.refresh(),
    rest: { method: 'POST', path: '/auth/plex/refresh', body: { accountId: '7300001' } },
    answer: [anAccount],
    junk: { method: 'POST', path: '/auth/plex/refresh', body: { accountId: '' }, field: 'accountId' },
  },
  'signIn.revoke': {
    rpc: (client) => client.signIn.revoke(),
    rest: { method: 'POST', path: '/auth/plex/revoke', body: { accountId: '7300001' } },
    answer: { account: anAccount, ended: true },
    junk: { method: 'POST', path: '/auth/plex/revoke', body: { accountId: 7 }, field: 'accountId' },
  },
  'accounts.list': {
    rpc: (client) => client.accounts.list(),
    rest: { method: 'GET', path: '/accounts' },
    answer: [anAccount],
  },
  'accounts.servers': {
    rpc: (client) => client.accounts.servers({ accountId: '7300001' }),
    rest: { method: 'GET', path: '/accounts/7300001/servers' },
    answer: [anAccountServer],
    junk: { method: 'GET', path: `/accounts/${tooLong}/servers`, field: 'accountId' },
  },
  'accounts.remove': {
    rpc: (client) => client.accounts.remove({ accountId: '7300001' }),
    rest: { method: 'DELETE', path: '/accounts/7300001' },
    answer: { account: anAccount, ended: true },
    junk: { method: 'DELETE', path: `/accounts/${tooLong}`, field: 'accountId' },
  },
  'health.get': {
    rpc: (client) => client.health.get(),
    rest: { method: 'GET', path: '/health' },
    answer: { ok: true, version: '0.1.0', host: 'headless', startedAtMs: 1000, mouths: [], servers: [] },
  },
};

type Listed = { name: string; hasRoute: boolean; hasInput: boolean; isDetailed: boolean; isStream: boolean };
const procedures: Listed[] = [];
traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
  const { route, inputSchema, outputSchema } = procedure['~orpc'];
  procedures.push({
    name: path.join('.'),
    hasRoute: route.path !== undefined,
    hasInput: inputSchema !== undefined,
    isDetailed: route.outputStructure === 'detailed',
    isStream: getEventIteratorSchemaDetails(outputSchema) !== undefined,
  });
});
const withRoute = procedures.filter(({ hasRoute, isStream }) => hasRoute && !isStream);
const streams = procedures.filter(({ hasRoute, isStream }) => hasRoute && isStream);
const withInput = procedures.filter(({ hasInput }) => hasInput);

let web: Web;
// Every story has a socket of its own, and there are more stories than a Marquee has windows.
beforeAll(async () => void (web = await startWeb({ web: { limits: { sockets: 1000 } } })));
afterAll(() => web.close());

const rest = ({ method, path, body }: NonNullable<Story['rest']>) =>
  web.call(`/api/v1${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

const told = <Part>(part: Part | null | undefined, name: string): Part => {
  if (part === undefined || part === null) throw new Error(`No story tells this of ${name}`);
  return part;
};
const storyOf = (name: string): Story => told(stories[name], name);

/** What neither an object schema nor a text can be; sent as it is, past the client's types. */
const callRaw = async (name: string, json: unknown) => {
  const socket = web.openSocket();
  const answer = web.nextFrame(socket);
  socket.on('open', () => socket.send(JSON.stringify({ i: '1', p: { u: `/${name.replace('.', '/')}`, b: { json } } })));
  const frame = await answer;
  socket.terminate();
  const parsed = z.object({ p: z.object({ s: z.number(), b: z.object({ json: z.unknown() }) }) }).parse(frame);
  return { status: parsed.p.s, error: parsed.p.b.json };
};

it.each(procedures)('$name answers the window over the socket', async ({ name }) => {
  expect(await storyOf(name).rpc(web.connect())).toEqual(storyOf(name).answer);
});

const detailedSchema = z.object({ headers: z.record(z.string(), z.string()), body: z.unknown() });

it.each(withRoute)('$name answers a script over REST', async ({ name, isDetailed }) => {
  const response = await rest(told(storyOf(name).rest, name));
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const { headers, body } = isDetailed
    ? detailedSchema.parse(storyOf(name).answer)
    : { headers: {}, body: storyOf(name).answer };
  expect(await response.json()).toEqual(body);
  // On a busy machine a fresh answer is already a second old.
  const answered = [...response.headers].map(([header, value]) => [header, value.replace(/\b1$/, '0')]);
  expect(Object.fromEntries(answered)).toMatchObject(headers);
});

it.each(streams)('$name streams to a script over REST', async ({ name }) => {
  const response = await rest(told(storyOf(name).rest, name));
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const frame = (await response.text()).split('\n\n').find((one) => one.includes('event: message')) ?? '';
  expect(frame).toMatch(/^id: e1$/m);
  expect(JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? '')).toEqual(storyOf(name).answer);
});

it('keeps what has no route of its own out of REST', async () => {
  expect((await web.call('/api/v1/live/watch', { method: 'POST' })).status).toBe(404);
});

describe.each(withInput)('$name', ({ name }) => {
  it.each([
    [null],
    [42],
    ['junk'],
    [[1, 2]],
    [{ server: 7, sessionId: 7, serverId: '', playId: {}, start: -1, notifications: 7 }],
  ])('refuses %j over the socket and says which field is wrong', async (junk) => {
    const { status, error } = await callRaw(name, junk);
    expect(status).toBe(422);
    expect(error).toMatchObject({ defined: true, code: 'INVALID_INPUT' });
    expect(error).toHaveProperty('data.fields.0.expected', expect.any(String));
  });

  it('refuses what it does not know instead of passing over it', async () => {
    const { rest: asked } = storyOf(name);
    // The page that comes back from plex.tv may be given more than was agreed.
    if (asked === null || name === 'signIn.callback') return;
    const isRead = asked.method === 'GET' || name === 'plex.cancelTranscode';
    const { body = {} } = asked;
    const path = isRead ? `${asked.path}${asked.path.includes('?') ? '&' : '?'}colour=red` : asked.path;
    const odd = {
      method: asked.method,
      path,
      ...(isRead ? {} : { body: { ...z.object({}).loose().parse(body), colour: 'red' } }),
    };
    const response = await rest(odd);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('colour');
  });

  it('refuses junk over REST with a problem that names the field', async () => {
    const { field, ...junk } = told(storyOf(name).junk, name);
    const response = await rest(junk);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = problemSchema.parse(await response.json());
    expect(problem).toMatchObject({ code: 'INVALID_INPUT', status: 422, data: { fields: [{ field }] } });
    expect(problem.detail).toContain(`${field}: `);
  });
});
