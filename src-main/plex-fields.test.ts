// The REST API over two simulated servers: every field of every answer against what they hold.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Sim } from '../src-sim/start-sim.ts';
import { askPlex, startTwins, type Twins } from './test-twins.ts';

let twins: Twins;
const patience = { timeout: 45_000, interval: 20 };
const start = async (scenario: 'twins' | 'evening') => {
  twins = await startTwins({ scenario });
  if (scenario === 'evening') for (const sim of twins.sims) sim.control.advance(40_000);
  await twins.untilLive(twins.sims.flatMap((sim) => sim.control.sessions()).length);
};
afterEach(() => twins.close());

/** Plex's JSON, loosely: the test says for itself what each of our fields is made of. */
const raw = z.record(z.string(), z.unknown());
type Raw = z.infer<typeof raw>;
const listOf = async (sim: Sim, path: string, key: string): Promise<Raw[]> => {
  const answer = z.object({ MediaContainer: raw }).parse(await askPlex(sim, path));
  return z.array(raw).parse(answer.MediaContainer[key] ?? []);
};
const containerOf = async (sim: Sim, path: string): Promise<Raw> =>
  z.object({ MediaContainer: raw }).parse(await askPlex(sim, path)).MediaContainer;

const orNull = (value: unknown) => value ?? null;
const textOrNull = (value: unknown) =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
const ms = (seconds: unknown) => (seconds === undefined ? null : Math.round(Number(seconds) * 1000));
const tagsOf = (value: unknown, key = 'tag') =>
  z
    .array(raw)
    .parse(value ?? [])
    .map((tag) => tag[key]);

const json = async (path: string): Promise<unknown> => {
  const answer = await twins.call(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json();
};
const expectBoth = async (path: string, expected: (sim: Sim) => Promise<Raw[]>) => {
  const lists = await Promise.all(
    twins.sims.map(async (sim) => (await expected(sim)).map((one) => ({ ...one, serverId: sim.machineIdentifier }))),
  );
  expect(lists.flat().length).toBeGreaterThan(1);
  expect(await json(path)).toEqual(lists.flat());
  // One server by its id: only its own.
  expect(await json(`${path}?server=${twins.twin.machineIdentifier}`)).toEqual(lists[twins.sims.indexOf(twins.twin)]);
};

const isLive = (transcode: Raw) => transcode['progress'] === -1;
const toItem = (item: Raw) => ({
  ratingKey: String(item['ratingKey']),
  guid: orNull(item['guid']),
  type: item['type'],
  title: item['title'],
  originalTitle: orNull(item['originalTitle']),
  parentRatingKey: textOrNull(item['parentRatingKey']),
  parentTitle: orNull(item['parentTitle']),
  parentIndex: orNull(item['parentIndex']),
  grandparentRatingKey: textOrNull(item['grandparentRatingKey']),
  grandparentTitle: orNull(item['grandparentTitle']),
  index: orNull(item['index']),
  year: orNull(item['year']),
  durationMs: orNull(item['duration']),
  summary: textOrNull(item['summary']),
  tagline: textOrNull(item['tagline']),
  studio: textOrNull(item['studio']),
  contentRating: textOrNull(item['contentRating']),
  originallyAvailableOn: textOrNull(item['originallyAvailableAt']),
  librarySectionId: textOrNull(item['librarySectionID']),
  librarySectionTitle: textOrNull(item['librarySectionTitle']),
  thumb: textOrNull(item['thumb']),
  art: textOrNull(item['art']),
  childCount: orNull(item['childCount']),
  leafCount: orNull(item['leafCount']),
  viewedLeafCount: orNull(item['viewedLeafCount']),
  viewCount: orNull(item['viewCount']),
  positionMs: orNull(item['viewOffset']),
  addedAtMs: ms(item['addedAt']),
  updatedAtMs: ms(item['updatedAt']),
  lastViewedAtMs: ms(item['lastViewedAt']),
});

describe.each(['twins' as const, 'evening' as const])('every field is what the two servers hold: %s', (scenario) => {
  beforeEach(() => start(scenario));

  test('identity', () =>
    expectBoth('/plex/identity', async (sim) => {
      const { version, apiVersion, claimed } = await containerOf(sim, '/identity');
      return [{ version, apiVersion, claimed }];
    }));

  test('capabilities', () =>
    expectBoth('/plex/capabilities', async (sim) => {
      const server = await containerOf(sim, '/');
      const ownerFeatures = String(server['ownerFeatures']).split(',');
      return [
        {
          name: sim.name,
          version: server['version'],
          platform: server['platform'],
          platformVersion: server['platformVersion'],
          plexPass: true,
          ownerFeatures,
          canTerminate: true,
          webhooks: true,
          hardwareTranscoding: true,
          activeVideoTranscodes: server['transcoderActiveVideoSessions'],
        },
      ];
    }));

  test('devices', () =>
    expectBoth('/plex/devices', async (sim) =>
      (await listOf(sim, '/devices', 'Device')).map((device) => ({
        id: String(device['id']),
        name: device['name'],
        platform: textOrNull(device['platform']),
        clientId: device['clientIdentifier'],
        createdAtMs: ms(device['createdAt']),
      })),
    ));

  test('accounts', () =>
    expectBoth('/plex/accounts', async (sim) =>
      (await listOf(sim, '/accounts', 'Account')).map((account) => ({
        id: String(account['id']),
        name: textOrNull(account['name']),
        thumb: textOrNull(account['thumb']),
        defaultAudioLanguage: account['defaultAudioLanguage'],
        defaultSubtitleLanguage: account['defaultSubtitleLanguage'],
      })),
    ));

  test('activities', async () => {
    for (const sim of twins.sims) sim.control.refreshSection(1);
    await expectBoth('/plex/activities', async (sim) =>
      (await listOf(sim, '/activities', 'Activity')).map(({ uuid, type, title, subtitle, progress, cancellable }) => ({
        uuid,
        type,
        title,
        subtitle: textOrNull(subtitle),
        progress,
        cancellable,
      })),
    );
  });

  test('playlists', () =>
    expectBoth('/plex/playlists', async (sim) =>
      (await listOf(sim, '/playlists', 'Metadata')).map((playlist) => ({
        ratingKey: playlist['ratingKey'],
        guid: playlist['guid'],
        title: playlist['title'],
        summary: textOrNull(playlist['summary']),
        playlistType: playlist['playlistType'],
        smart: playlist['smart'],
        itemCount: playlist['leafCount'],
        durationMs: playlist['duration'],
        thumb: playlist['composite'],
        viewCount: orNull(playlist['viewCount']),
        addedAtMs: ms(playlist['addedAt']),
        updatedAtMs: ms(playlist['updatedAt']),
        lastViewedAtMs: ms(playlist['lastViewedAt']),
      })),
    ));

  test('libraries', () =>
    expectBoth('/plex/library/sections', async (sim) =>
      (await listOf(sim, '/library/sections', 'Directory')).map((section) => ({
        id: section['key'],
        uuid: section['uuid'],
        type: section['type'],
        title: section['title'],
        agent: section['agent'],
        scanner: section['scanner'],
        language: section['language'],
        paths: tagsOf(section['Location'], 'path'),
        refreshing: false,
        hidden: false,
        createdAtMs: ms(section['createdAt']),
        updatedAtMs: ms(section['updatedAt']),
        scannedAtMs: ms(section['scannedAt']),
      })),
    ));

  test('what is on deck', () =>
    expectBoth('/plex/library/onDeck', async (sim) => (await listOf(sim, '/library/onDeck', 'Metadata')).map(toItem)));

  test('transcodes', () =>
    expectBoth('/plex/transcode/sessions', async (sim) =>
      (await listOf(sim, '/transcode/sessions', 'TranscodeSession')).map((transcode) => ({
        key: transcode['key'],
        progress: isLive(transcode) ? null : transcode['progress'],
        speed: transcode['speed'],
        throttled: transcode['throttled'],
        protocol: transcode['protocol'],
        container: transcode['container'],
        videoDecision: orNull(transcode['videoDecision']),
        audioDecision: transcode['audioDecision'],
        hardware: {
          requested: transcode['transcodeHwRequested'] === true,
          decode: orNull(transcode['transcodeHwDecoding']),
          encode: orNull(transcode['transcodeHwEncoding']),
          decodeTitle: transcode['transcodeHwDecodingTitle'],
          encodeTitle: transcode['transcodeHwEncodingTitle'],
          full: transcode['transcodeHwFullPipeline'] === true,
        },
        complete: transcode['complete'],
        error: transcode['error'],
        startedAtMs: ms(transcode['timeStamp']),
        maxOffsetMs: ms(transcode['maxOffsetAvailable']),
        subtitleDecision: orNull(transcode['subtitleDecision']),
        sourceVideoCodec: orNull(transcode['sourceVideoCodec']),
        sourceAudioCodec: orNull(transcode['sourceAudioCodec']),
        videoCodec: isLive(transcode) ? null : orNull(transcode['videoCodec']),
        audioCodec: isLive(transcode) ? null : transcode['audioCodec'],
        audioChannels: orNull(transcode['audioChannels']),
        width: orNull(transcode['width']),
        height: orNull(transcode['height']),
        durationMs: isLive(transcode) ? null : transcode['duration'],
        remainingMs: ms(transcode['remaining']),
        context: transcode['context'],
      })),
    ));

  test.each(['1/all', '2/all', '2/all?type=3', '2/all?type=4', '3/all?type=9', '3/all?type=10'])(
    'an item of %s',
    async (list) => {
      for (const sim of twins.sims) {
        const [first = {}] = await listOf(sim, `/library/sections/${list}`, 'Metadata');
        const ratingKey = String(first['ratingKey']);
        const [item = {}] = await listOf(sim, `/library/metadata/${ratingKey}?includeMarkers=1`, 'Metadata');
        const files = z.array(raw).parse(item['Media'] ?? []);
        const found = await json(`/plex/library/metadata/${ratingKey}?server=${sim.machineIdentifier}`);
        expect(found).toEqual({
          ...toItem(item),
          serverId: sim.machineIdentifier,
          genres: tagsOf(item['Genre']),
          directors: tagsOf(item['Director']),
          actors: tagsOf(item['Role']),
          externalIds: tagsOf(item['Guid'], 'id'),
          markers: z
            .array(raw)
            .parse(item['Marker'] ?? [])
            .map(({ type, startTimeOffset, endTimeOffset, final }) => ({
              type,
              startMs: startTimeOffset,
              endMs: endTimeOffset,
              final: final === true,
            })),
          versions: files.map((file) =>
            expect.objectContaining({
              mediaId: String(file['id']),
              container: { container: file['container'], protocol: null, bitrateKbps: orNull(file['bitrate']) },
            }),
          ),
        });
      }
    },
  );

  test('sessions, which are those of the live picture', async () => {
    await vi.waitFor(async () => {
      const live = z.array(z.object({ serverId: z.string() }).loose()).parse(await json('/sessions'));
      expect(await json('/plex/sessions')).toEqual(live.toSorted(byServer));
    }, patience);
    for (const { machineIdentifier: serverId, control } of twins.sims) {
      const expected = control.sessions().map(({ sessionKey, sessionId, ratingKey, title, user, state }) => ({
        serverId,
        sessionKey,
        terminateId: sessionId,
        state,
        user: expect.objectContaining({ name: user }),
        item: expect.objectContaining({ ratingKey: textOrNull(ratingKey), title }),
      }));
      const sessions = z.array(raw).parse(await json(`/plex/sessions?server=${serverId}`));
      expect(sessions.toSorted(bySessionKey)).toMatchObject(expected.toSorted(bySessionKey));
    }
  });
});

const bySessionKey = (one: { sessionKey?: unknown }, other: { sessionKey?: unknown }) =>
  Number(one.sessionKey) - Number(other.sessionKey);
const byServer = (one: { serverId: string }, other: { serverId: string }) =>
  one.serverId < other.serverId ? -1 : one.serverId > other.serverId ? 1 : 0;
