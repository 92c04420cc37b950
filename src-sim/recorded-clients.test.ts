// What python-plexapi 4.18 and Tautulli 2.17 asked of the simulated server, word for word, and what they need in the answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSim, type Sim } from './start-sim.ts';
import { ask, listen, until, type Got } from './test-client.ts';

let sim: Sim;
let transcodeId = '';
beforeAll(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, token: 'T0' });
  sim.control.start({ item: 'Metropolis', user: 'Ada', player: 'shield' });
  const second = sim.control.start({
    item: 'First Light',
    user: 'Bruno',
    player: 'chrome',
    how: 'hd720',
    location: 'wan',
  });
  sim.control.start({ item: 'Low Tide', user: 'Elif', player: 'plexamp', location: 'wan' });
  sim.control.start({ item: 'Channel Nine', user: 'Greta', player: 'tizen', how: 'remux' });
  transcodeId = second.transcodeKey?.split('/').at(-1) ?? '';
  sim.control.advance(12_000);
});
afterAll(() => sim.close());

const plexapi = {
  'X-Plex-Product': 'PlexAPI',
  'X-Plex-Provides': 'controller',
  'X-Plex-Sync-Version': '2',
  'X-Plex-Features': 'external-media',
  'X-Plex-Client-Identifier': '0x0242ac110002',
  Accept: '*/*',
};
const tautulli = {
  'X-Plex-Product': 'Tautulli',
  'X-Plex-Version': 'v2.17.2',
  'X-Plex-Client-Identifier': '0123456789abcdef0123456789abcdef',
  'X-Plex-Platform': 'Linux',
  'X-Plex-Language': 'en',
  Accept: '*/*',
};

/** The tag's first occurrence, with its attributes. */
const first = (got: Got, tag: string): string => new RegExp(`<${tag}[ />][^>]*>?`).exec(got.text)?.[0] ?? '';
const needs = (text: string, names: readonly string[]): string[] =>
  names.filter((name) => !new RegExp(` ${name}="`).test(text));

describe('python-plexapi', () => {
  test.each([
    [
      '/',
      'MediaContainer',
      [
        'friendlyName',
        'machineIdentifier',
        'version',
        'myPlexSubscription',
        'ownerFeatures',
        'platform',
        'transcoderActiveVideoSessions',
        'updatedAt',
      ],
    ],
    ['/identity', 'MediaContainer', ['claimed', 'machineIdentifier', 'version']],
    ['/library', 'MediaContainer', ['identifier', 'mediaTagPrefix', 'title1', 'title2']],
    [
      '/library/sections',
      'Directory',
      [
        'key',
        'type',
        'title',
        'uuid',
        'agent',
        'scanner',
        'language',
        'createdAt',
        'updatedAt',
        'scannedAt',
        'allowSync',
      ],
    ],
    [
      '/library/sections/1/all?includeGuids=1&type=1',
      'Video',
      ['ratingKey', 'key', 'type', 'title', 'guid', 'duration', 'addedAt', 'librarySectionID'],
    ],
    ['/library/sections/1/all?includeGuids=1&limit=1&title=Metropolis', 'Video', ['ratingKey', 'title']],
    [
      '/library/sections/2/all?includeMeta=1&includeAdvanced=1&X-Plex-Container-Start=0&X-Plex-Container-Size=0',
      'Type',
      ['key', 'type', 'title', 'active'],
    ],
    [
      '/library/sections/1/collections?includeMeta=1&includeAdvanced=1&X-Plex-Container-Start=0&X-Plex-Container-Size=0',
      'Sort',
      ['key', 'title', 'defaultDirection', 'descKey'],
    ],
    ['/library/sections/3/albums', 'Directory', ['ratingKey', 'parentRatingKey', 'type']],
    ['/library/onDeck', 'Video', ['ratingKey', 'grandparentTitle', 'parentIndex', 'index']],
    ['/library/recentlyAdded', 'Directory', ['ratingKey', 'addedAt']],
    ['/hubs/continueWatching/items', 'Video', ['ratingKey']],
    [
      '/hubs/search?query=Metropolis&includeCollections=1&includeExternalMedia=1',
      'Hub',
      ['type', 'hubIdentifier', 'title', 'size'],
    ],
    ['/library/metadata/1034/allLeaves?includeGuids=1', 'Video', ['parentIndex', 'index', 'grandparentRatingKey']],
    ['/accounts', 'Account', ['id', 'key', 'name', 'defaultAudioLanguage', 'autoSelectAudio', 'subtitleMode', 'thumb']],
    ['/devices', 'Device', ['id', 'name', 'platform', 'clientIdentifier', 'createdAt']],
    [
      '/transcode/sessions',
      'TranscodeSession',
      ['key', 'throttled', 'progress', 'speed', 'videoDecision', 'audioDecision', 'timeStamp', 'maxOffsetAvailable'],
    ],
    ['/playlists', 'Playlist', ['ratingKey', 'key', 'playlistType', 'smart', 'leafCount', 'duration']],
    ['/playlists/90001/items', 'Video', ['ratingKey']],
    ['/:/prefs', 'Setting', ['id', 'type', 'default', 'value', 'hidden', 'advanced', 'group']],
    [
      '/statistics/resources?timespan=6',
      'StatisticsResources',
      [
        'timespan',
        'at',
        'hostCpuUtilization',
        'processCpuUtilization',
        'hostMemoryUtilization',
        'processMemoryUtilization',
      ],
    ],
    [
      '/statistics/bandwidth?timespan=6',
      'StatisticsBandwidth',
      ['accountID', 'deviceID', 'timespan', 'at', 'lan', 'bytes'],
    ],
    [
      '/myplex/account',
      'MyPlex',
      ['username', 'mappingState', 'signInState', 'subscriptionState', 'subscriptionFeatures'],
    ],
    ['/butler', 'ButlerTask', ['name', 'interval', 'enabled', 'title']],
    ['/security/token?type=delegation&scope=all', 'MediaContainer', ['token']],
    ['/status/sessions/background', 'MediaContainer', ['size']],
    ['/activities', 'MediaContainer', ['size']],
    ['/clients', 'MediaContainer', ['size']],
    ['/updater/status', 'MediaContainer', ['canInstall', 'checkedAt', 'status']],
  ])('%s has a %s it can read', async (path, tag, attributes) => {
    const got = await ask(sim, path, { headers: plexapi });
    expect([got.status, got.headers.get('content-type')]).toEqual([200, 'text/xml;charset=utf-8']);
    expect(needs(first(got, tag), attributes)).toEqual([]);
  });

  test('every session has a User, a Player, and what its session mixin reads', async () => {
    const got = await ask(sim, '/status/sessions', { headers: plexapi });
    for (const tag of ['User', 'Player', 'Session', 'Media', 'Part'])
      expect([tag, got.text.match(new RegExp(`<${tag} `, 'g'))?.length]).toEqual([tag, 4]);
    expect(
      needs(first(got, 'Player'), [
        'machineIdentifier',
        'state',
        'title',
        'address',
        'local',
        'relayed',
        'secure',
        'userID',
      ]),
    ).toEqual([]);
  });

  test('a marker carries its Attributes, without which it is not read at all', async () => {
    const got = await ask(sim, '/library/metadata/1001?includeMarkers=1&includeChapters=1&includeGeolocation=1', {
      headers: plexapi,
    });
    expect(got.text).toMatch(/<Marker [^>]*>\s*<Attributes /);
  });

  test('terminate, as it sends it', async () => {
    const { sessionId } = sim.control.start({ item: 'Charade', user: 'Celia', player: 'appletv' });
    const got = await ask(sim, `/status/sessions/terminate?sessionId=${sessionId}&reason=Good+night`, {
      headers: plexapi,
    });
    expect([got.status, got.text]).toEqual([200, '']);
  });

  test('its alert listener puts the token into the address', async () => {
    const heard = await listen(sim, '?X-Plex-Token=T0', null);
    sim.control.setReachable(true);
    await until(() => heard.frames.length === 1);
    expect(JSON.parse(heard.frames[0] ?? '')).toMatchObject({ NotificationContainer: { type: 'reachability' } });
  });
});

describe('Tautulli', () => {
  test.each([
    ['/library/metadata/1001?includeMarkers=1', 'Media', ['videoResolution', 'bitrate', 'container']],
    [
      '/library/sections/2/all?X-Plex-Container-Start=0&X-Plex-Container-Size=1&type=3',
      'MediaContainer',
      ['totalSize'],
    ],
    [
      '/library/sections/4/all?X-Plex-Container-Start=0&X-Plex-Container-Size=1&type=12&clusterZoomLevel=1',
      'MediaContainer',
      ['totalSize'],
    ],
    [
      '/library/sections/1/recentlyAdded?X-Plex-Container-Start=0&X-Plex-Container-Size=5',
      'Video',
      ['ratingKey', 'addedAt', 'librarySectionID'],
    ],
    [
      '/hubs/home/recentlyAdded?X-Plex-Container-Start=0&X-Plex-Container-Size=25&type=1',
      'Video',
      ['ratingKey', 'addedAt'],
    ],
    ['/playlists?playlistType=video&sectionID=1', 'Playlist', ['ratingKey', 'title']],
    ['/hubs/search?query=Metropolis&limit=&includeCollections=1', 'Video', ['ratingKey']],
    ['/library/metadata/1034/children', 'Directory', ['ratingKey', 'index']],
    ['/servers', 'Server', ['name', 'machineIdentifier', 'version']],
    ['/:/prefs', 'Setting', ['id', 'value']],
    ['/livetv/dvrs', 'MediaContainer', ['size']],
    ['/library/sections/1/label', 'MediaContainer', ['size']],
    ['/hubs/metadata/1001/related', 'MediaContainer', ['size']],
    ['/media/providers', 'MediaProvider', ['identifier', 'protocols']],
  ])('%s has a %s it can read', async (path, tag, attributes) => {
    const got = await ask(sim, path, { headers: tautulli });
    expect(got.status).toBe(200);
    expect(needs(first(got, tag), attributes)).toEqual([]);
  });

  test('collections are asked for by their type: there are none, and films are none', async () => {
    expect(
      (await ask(sim, '/library/sections/1/all?includeGuids=1&type=18', { headers: tautulli })).text,
    ).not.toContain('<Video');
  });

  test('what it asks to be done with PUT is done without an answer', async () => {
    for (const path of ['/myplex/refreshReachability', '/updater/check?download=0']) {
      expect([path, (await ask(sim, path, { method: 'PUT', headers: tautulli })).status]).toEqual([path, 200]);
    }
  });

  test('it compares the frame’s conversion with the last part of the list’s key: the frame has the bare id', async () => {
    const heard: object[] = [];
    const unlisten = sim.control.onFrame((frame) => frame.type === 'playing' && heard.push(...frame.elements));
    sim.control.advance(10_000);
    unlisten();
    expect(heard).toEqual(expect.arrayContaining([expect.objectContaining({ transcodeSession: transcodeId })]));
  });

  test('it reads what is live by the number in the frame', async () => {
    const heard: string[] = [];
    const unlisten = sim.control.onFrame((frame) => {
      for (const element of frame.elements)
        if (frame.type === 'playing' && 'ratingKey' in element) heard.push(String(element.ratingKey));
    });
    sim.control.advance(10_000);
    unlisten();
    const live = heard.find((ratingKey) => /^2\d{5}$/.test(ratingKey)) ?? '';
    const got = await ask(sim, `/library/metadata/${live}?includeMarkers=1`, { headers: tautulli });
    expect(needs(first(got, 'Video'), ['ratingKey', 'guid', 'live', 'title', 'grandparentTitle'])).toEqual([]);
  });

  test('it needs a User in every entry: an empty one will do', async () => {
    sim.control.start({ item: 'The General', user: 'empty', player: 'dlna' });
    const got = await ask(sim, '/status/sessions', { headers: tautulli });
    expect(got.text).toMatch(/<User\/>\s*<Player [^>]*platform=""[^>]*product="DLNA"/);
  });
});
