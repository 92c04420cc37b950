// The server speaking about itself: what it is, what it can do, who uses it, what it is busy with.
import { deviceIdOf, type World } from '../world.ts';
import { container, element, single, type Attributes, type Element } from '../render/element.ts';
import { empty, failure, tree } from './answer.ts';
import { page } from './paging.ts';
import { route, type Route } from './route.ts';

const features =
  'adaptive_bitrate,collections,content_filter,dvr,hardware_transcoding,home,hwtranscode,item_clusters,livetv,loudness,lyrics,music-analysis,pass,photos-v5,premium_music_metadata,radio,server-manager,session_bandwidth_restrictions,session_kick,shared-radio,sync,trailers,type-first,unsupportedtuners,webhooks';

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

export function capabilities(world: World): Attributes {
  const transcodes = [...world.sessions.values()].filter(
    ({ transcode, delivery }) => transcode !== null && !transcode.stray && delivery.video !== null,
  );
  return {
    allowCameraUpload: true,
    allowChannelAccess: true,
    allowMediaDeletion: true,
    allowSharing: true,
    allowSync: true,
    allowTuners: true,
    apiVersion: '1.2.2',
    backgroundProcessing: true,
    certificate: true,
    companionProxy: true,
    countryCode: 'usa',
    diagnostics: 'logs,databases,streaminglogs',
    eventStream: true,
    friendlyName: world.name,
    hubSearch: true,
    itemClusters: true,
    livetv: 7,
    machineIdentifier: world.machineIdentifier,
    mediaProviders: true,
    multiuser: true,
    musicAnalysis: 2,
    myPlex: true,
    myPlexMappingState: world.reachable ? 'mapped' : 'failed',
    myPlexSigninState: 'ok',
    myPlexSubscription: world.plexPass,
    myPlexUsername: 'owner@example.com',
    offlineTranscode: 1,
    ownerFeatures: world.plexPass ? features : '',
    platform: world.platform,
    platformVersion: '6.8.0 (Debian 12)',
    pluginHost: true,
    pushNotifications: false,
    readOnlyLibraries: false,
    streamingBrainABRVersion: 3,
    streamingBrainVersion: 2,
    sync: true,
    transcoderActiveVideoSessions: transcodes.length,
    transcoderAudio: true,
    transcoderLyrics: true,
    transcoderPhoto: true,
    transcoderSubtitles: true,
    transcoderVideo: true,
    transcoderVideoBitrates: '64,96,208,320,720,1500,2000,3000,4000,8000,10000,12000,20000',
    transcoderVideoQualities: '0,1,2,3,4,5,6,7,8,9,10,11,12',
    transcoderVideoResolutions: '128,128,160,240,320,480,768,720,720,1080,1080,1080,1080',
    updatedAt: Math.floor(world.bornAtMs / 1000),
    updater: true,
    version: world.version,
    voiceSearch: true,
  };
}

type Setting = {
  id: string;
  type: 'text' | 'bool' | 'int' | 'double';
  label: string;
  default: string | number | boolean;
  value: string | number | boolean;
  group: string;
  hidden?: boolean;
};

const settings = (world: World): Setting[] => [
  { id: 'FriendlyName', type: 'text', label: 'Friendly name', default: '', value: world.name, group: 'general' },
  { id: 'sendCrashReports', type: 'bool', label: 'Send crash reports', default: true, value: false, group: 'general' },
  {
    id: 'ButlerUpdateChannel',
    type: 'text',
    label: 'Server update channel',
    default: '16',
    value: '16',
    group: 'general',
  },
  {
    id: 'PublishServerOnPlexOnlineKey',
    type: 'bool',
    label: 'Remote access',
    default: false,
    value: true,
    group: 'network',
    hidden: true,
  },
  {
    id: 'ManualPortMappingMode',
    type: 'bool',
    label: 'Manually specify public port',
    default: false,
    value: false,
    group: 'network',
    hidden: true,
  },
  { id: 'LogVerbose', type: 'bool', label: 'Enable verbose logging', default: false, value: false, group: 'general' },
  {
    id: 'ScheduledLibraryUpdateInterval',
    type: 'int',
    label: 'Library scan interval',
    default: 3600,
    value: 3600,
    group: 'library',
  },
  {
    id: 'LibraryVideoPlayedThreshold',
    type: 'int',
    label: 'Video played threshold',
    default: 90,
    value: 90,
    group: 'library',
  },
];

const settingElement = (setting: Setting): Element =>
  element('Setting', { ...setting, summary: '', hidden: setting.hidden ?? false, advanced: false });

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
      page(
        ask,
        world.accounts,
        ({ id, name, thumb }) =>
          element('Account', {
            id,
            key: `/accounts/${id}`,
            name,
            defaultAudioLanguage: 'en',
            autoSelectAudio: true,
            defaultSubtitleLanguage: 'en',
            subtitleMode: 1,
            thumb,
          }),
        { identifier: 'com.plexapp.system.accounts' },
      ),
    ),
    route('GET /devices', (ask) =>
      page(
        ask,
        world.players,
        (player) =>
          element('Device', {
            id: deviceIdOf(world, player),
            name: player.title,
            platform: player.platform,
            clientIdentifier: player.machineIdentifier,
            createdAt: Math.floor(world.bornAtMs / 1000) - 86_400,
          }),
        { identifier: 'com.plexapp.system.devices' },
      ),
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
    route('GET /statistics/resources', (ask) =>
      tree(container({}, resources(nowMs(), world.sessions.size)), ask.accept),
    ),
    route('GET /statistics/bandwidth', (ask) => tree(container({}, bandwidth(world, nowMs())), ask.accept)),
    route('GET /statistics/media', (ask) => tree(container({}), ask.accept)),
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

/** The last three minutes in steps of six seconds, rising and falling with the number of sessions. */
function resources(nowMs: number, busy: number): Element[] {
  const step = 6000;
  const last = Math.floor(nowMs / step) * step;
  return Array.from({ length: 30 }, (_, n) => {
    const at = last - (29 - n) * step;
    const wave = (Math.sin(at / 47_000) + 1) / 2;
    const own = Math.round((busy * 3.1 + wave * 6) * 1000) / 1000;
    return element('StatisticsResources', {
      timespan: 6,
      at: at / 1000,
      hostCpuUtilization: Math.min(100, Math.round((own + 4.2) * 1000) / 1000),
      processCpuUtilization: Math.min(96, own),
      hostMemoryUtilization: 41.5,
      processMemoryUtilization: Math.round((6.25 + wave) * 1000) / 1000,
    });
  });
}

function bandwidth(world: World, nowMs: number): Element[] {
  const at = Math.floor(nowMs / 6000) * 6;
  const rows = [...world.sessions.values()].filter(({ sessionId }) => sessionId !== null);
  const accounts = world.accounts.filter(({ id }) =>
    rows.some(({ viewer }) => typeof viewer === 'object' && viewer.id === id),
  );
  const players = world.players.filter((player) => rows.some((session) => session.player === player));
  return [
    ...players.map((player) =>
      element('Device', {
        id: deviceIdOf(world, player),
        name: player.title,
        platform: player.platform,
        clientIdentifier: player.machineIdentifier,
        createdAt: Math.floor(world.bornAtMs / 1000) - 86_400,
      }),
    ),
    ...accounts.map(({ id, name, thumb }) =>
      element('Account', {
        id,
        key: `/accounts/${id}`,
        name,
        defaultAudioLanguage: 'en',
        autoSelectAudio: true,
        defaultSubtitleLanguage: 'en',
        subtitleMode: 1,
        thumb,
      }),
    ),
    ...rows.map(({ viewer, player, network, delivery }) =>
      element('StatisticsBandwidth', {
        accountID: typeof viewer === 'object' ? viewer.id : 0,
        deviceID: deviceIdOf(world, player),
        timespan: 6,
        at,
        lan: network.kind === 'lan',
        bytes: Math.round((delivery.bitrateKbps * 1000 * 6) / 8),
      }),
    ),
  ];
}
