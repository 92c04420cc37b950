// The server speaking about itself: what it is, what it can do, who uses it, what it is busy with.
import { container, element, single, type Attributes, type Element } from '../render/element.ts';
import type { World } from '../world.ts';
import { empty, failure, tree } from './answer.ts';
import { capabilities, features } from './capabilities.ts';
import { page } from './paging.ts';
import { accountElement, deviceElement } from './people-elements.ts';
import { route, type Route } from './route.ts';
import { settingElement, settings } from './settings.ts';

const folders = [
  'activities',
  'butler',
  'channels',
  'clients',
  'devices',
  'diagnostics',
  'hubs',
  'library',
  'livetv',
  'media',
  'metadata',
  'playQueues',
  'playlists',
  'resources',
  'search',
  'server',
  'servers',
  'statistics',
  'system',
  'transcode',
  'updater',
  'user',
];

export function serverRoutes(world: World, nowMs: () => number): Route[] {
  return [
    route(
      'GET /identity',
      (ask) =>
        tree(
          container({
            size: 0,
            apiVersion: '1.2.2',
            claimed: true,
            machineIdentifier: world.machineIdentifier,
            version: world.version,
          }),
          ask.accept,
        ),
      'open',
    ),
    route('GET /', (ask) =>
      tree(
        container(
          capabilities(world),
          folders.map((key) => element('Directory', { count: 1, key, title: key })),
        ),
        ask.accept,
      ),
    ),
    route('GET /accounts', (ask) =>
      page(ask, world.accounts, accountElement, { identifier: 'com.plexapp.system.accounts' }),
    ),
    route('GET /devices', (ask) =>
      page(ask, world.players, (player) => deviceElement(world, player), { identifier: 'com.plexapp.system.devices' }),
    ),
    route('GET /clients', (ask) => tree(container({}), ask.accept)),
    route('GET /servers', (ask) =>
      tree(
        container({}, [
          element('Server', {
            name: world.name,
            host: '127.0.0.1',
            address: '127.0.0.1',
            port: 32_400,
            machineIdentifier: world.machineIdentifier,
            version: world.version,
          }),
        ]),
        ask.accept,
      ),
    ),
    route('GET /activities', (ask) =>
      tree(
        container(
          {},
          [...world.activities.values()].map(({ Context, ...rest }) =>
            element('Activity', rest, Context === undefined ? [] : [single(element('Context', plainContext(Context)))]),
          ),
        ),
        ask.accept,
      ),
    ),
    route('DELETE /activities/{}', (_ask, [uuid = '']) => {
      const activity = world.activities.get(uuid);
      if (activity === undefined) return failure(404);
      if (!activity.cancellable) return failure(400);
      world.activities.delete(uuid);
      return empty();
    }),
    route('GET /:/prefs', (ask) => tree(container({}, settings(world).map(settingElement)), ask.accept)),
    route('PUT /:/prefs', () => empty()),
    route('GET /prefs', (ask) => tree(container({}, settings(world).map(settingElement)), ask.accept)),
    route('GET /myplex/account', (ask) =>
      tree(
        element('MyPlex', {
          authToken: world.token,
          username: 'owner@example.com',
          mappingState: world.reachable ? 'mapped' : 'failed',
          ...(world.reachable ? {} : { mappingError: 'unreachable' }),
          signInState: 'ok',
          publicAddress: '203.0.113.10',
          publicPort: 32_400,
          privateAddress: '127.0.0.1',
          privatePort: 32_400,
          subscriptionFeatures: world.plexPass ? features : '',
          subscriptionActive: world.plexPass,
          subscriptionState: world.plexPass ? 'Active' : 'Free',
        }),
        ask.accept,
      ),
    ),
    route('PUT /myplex/refreshReachability', () => empty()),
    route('PUT /updater/check', () => empty()),
    route('GET /updater/status', (ask) =>
      tree(
        container(
          { canInstall: false, checkedAt: Math.floor(nowMs() / 1000), downloadURL: '', status: 0 },
          world.update === null
            ? []
            : [
                element('Release', {
                  key: `https://plex.tv/updater/releases/${world.update.version}`,
                  version: world.update.version,
                  added: '',
                  fixed: 'A quieter server.',
                  downloadURL: `https://plex.tv/downloads/latest/5?X-Plex-Token=${world.token}`,
                  state: world.update.state,
                }),
              ],
        ),
        ask.accept,
      ),
    ),
    route('GET /butler', (ask) =>
      tree(
        element('ButlerTasks', {}, [
          element('ButlerTask', {
            name: 'BackupDatabase',
            interval: 3,
            scheduleRandomized: false,
            enabled: true,
            title: 'Backup Database',
            description: 'Create a backup copy of the server’s database.',
          }),
        ]),
        ask.accept,
      ),
    ),
    route('GET /media/providers', (ask) => tree(container(capabilities(world), [providerElement(world)]), ask.accept)),
    route('GET /security/token', (ask) =>
      tree(container({ token: 'transient-00000000-0000-4000-8000-000000000000' }), ask.accept),
    ),
    route('GET /system/agents', (ask) => tree(container({}), ask.accept)),
  ];
}

function plainContext(context: Record<string, unknown>): Attributes {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'boolean' ? value : String(value)]),
  );
}

function providerElement(world: World): Element {
  const shelves = world.library.sections.map((section) =>
    element('Directory', {
      agent: section.agent,
      language: 'en-US',
      refreshing: false,
      scanner: section.scanner,
      uuid: section.uuid,
      id: String(section.id),
      key: `/library/sections/${section.id}`,
      hubKey: `/hubs/sections/${section.id}`,
      type: section.type,
      title: section.title,
      updatedAt: section.scannedAtS,
      scannedAt: section.scannedAtS,
    }),
  );
  return element(
    'MediaProvider',
    {
      identifier: 'com.plexapp.plugins.library',
      title: 'Library',
      types: 'video,audio,photo',
      protocols: 'stream,download',
    },
    [
      element('Feature', { key: '/library/sections', type: 'content' }, [
        element('Directory', { hubKey: '/hubs', title: 'Home' }),
        ...shelves,
      ]),
      element('Feature', { key: '/hubs/search', type: 'search' }),
      element('Feature', {
        key: '/:/timeline',
        type: 'timeline',
        scrobbleKey: '/:/scrobble',
        unscrobbleKey: '/:/unscrobble',
      }),
      element('Feature', { key: '/playlists', type: 'playlist', flavor: 'universal' }),
    ],
  );
}
