import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask } from '../test-client.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await startSim({ manualClock: true, startAtMs: 1_790_000_000_000, token: 'T0' });
});
afterAll(() => sim.close());

describe('who may ask', () => {
  test('/identity needs no token', async () => {
    const got = await ask(sim, '/identity', { token: null, json: true });
    expect(got.json).toEqual({
      MediaContainer: {
        size: 0,
        apiVersion: '1.2.2',
        claimed: true,
        machineIdentifier: sim.machineIdentifier,
        version: expect.any(String),
      },
    });
  });

  test.each(['/', '/status/sessions', '/library/sections', '/nowhere'])(
    '%s without a token is 401, in HTML',
    async (path) => {
      const got = await ask(sim, path, { token: null, json: true });
      expect(got.status).toBe(401);
      expect(got.headers.get('content-type')).toBe('text/html');
      expect(got.text).toBe(
        '<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>',
      );
    },
  );

  test('the token may also come in the query', async () => {
    expect((await ask(sim, '/?X-Plex-Token=T0', { token: null })).status).toBe(200);
  });

  test('a guest sees the shelves but not the sessions, and stops nothing', async () => {
    expect((await ask(sim, '/library/sections', { token: sim.guestToken })).status).toBe(200);
    expect((await ask(sim, '/status/sessions', { token: sim.guestToken })).status).toBe(403);
    expect(
      (await ask(sim, '/status/sessions/terminate?sessionId=x', { token: sim.guestToken, method: 'POST' })).status,
    ).toBe(403);
  });

  test('every answer names the version of the interface', async () => {
    expect((await ask(sim, '/')).headers.get('x-plex-pms-api-version')).toBe('1.2.2');
  });

  test('what is not there is 404, in HTML', async () => {
    for (const path of [
      '/nowhere',
      '/library/metadata/999999',
      '/library/sections/77/all',
      '/photo/:/transcode?url=/library/metadata/9/thumb/1',
    ]) {
      const got = await ask(sim, path, { json: true });
      expect([path, got.status, got.text.includes('<h1>404 Not Found</h1>')]).toEqual([path, 404, true]);
    }
  });
});

describe('lists', () => {
  test('nobody watches: no key in JSON, size 0 in XML', async () => {
    expect((await ask(sim, '/status/sessions', { json: true })).text).toBe('{"MediaContainer":{"size":0}}');
    expect((await ask(sim, '/status/sessions')).text).toContain('<MediaContainer size="0"/>');
  });

  test('paging: a page says where it starts and how many there are', async () => {
    const got = await ask(sim, '/library/sections/1/all?X-Plex-Container-Start=2&X-Plex-Container-Size=3', {
      json: true,
    });
    expect(got.json).toMatchObject({
      MediaContainer: { size: 3, totalSize: 16, offset: 2, Metadata: [{ title: 'The General' }, {}, {}] },
    });
    expect(got.headers.get('x-plex-container-total-size')).toBe('16');
    expect(got.headers.get('x-plex-container-start')).toBe('2');
  });

  test('without paging there is no total', async () => {
    const got = await ask(sim, '/library/sections/1/all', { json: true });
    expect(got.json).toEqual({ MediaContainer: expect.not.objectContaining({ totalSize: 16 }) });
    expect(got.headers.get('x-plex-container-total-size')).toBeNull();
  });

  test('size 0 gives only the total', async () => {
    const got = await ask(sim, '/library/sections/1/all', {
      json: true,
      headers: { 'X-Plex-Container-Start': '0', 'X-Plex-Container-Size': '0' },
    });
    expect(got.json).toEqual({ MediaContainer: expect.objectContaining({ size: 0, totalSize: 16 }) });
    expect(got.text).not.toContain('Metadata');
  });

  test('sections have text keys; items of a section come by type', async () => {
    expect((await ask(sim, '/library/sections', { json: true })).json).toMatchObject({
      MediaContainer: {
        size: 4,
        Directory: [{ key: '1', type: 'movie', Location: [{ id: 1 }] }, { key: '2' }, { key: '3' }, { key: '4' }],
      },
    });
    const episodes = await ask(sim, '/library/sections/2/all?type=4', { json: true });
    expect(episodes.json).toMatchObject({
      MediaContainer: {
        Metadata: expect.arrayContaining([expect.objectContaining({ type: 'episode', parentIndex: 0, index: 1 })]),
      },
    });
  });
});

describe('an item shows its files as they lie on the disk', () => {
  test('several versions, with their streams; ids are numbers here', async () => {
    const { json } = await ask(sim, '/library/metadata/1001', { json: true });
    expect(json).toMatchObject({
      MediaContainer: {
        librarySectionID: 1,
        Metadata: [
          {
            ratingKey: '1001',
            title: 'Metropolis',
            librarySectionID: 1,
            Media: [
              {
                id: expect.any(Number),
                videoResolution: '4k',
                videoCodec: 'hevc',
                audioCodec: 'truehd',
                Part: [
                  {
                    Stream: [
                      { id: expect.any(Number), streamType: 1, colorTrc: 'smpte2084' },
                      { codec: 'truehd', selected: true },
                      { codec: 'ac3' },
                      { codec: 'pgs' },
                      { codec: 'srt', key: expect.stringContaining('/library/streams/') },
                    ],
                  },
                ],
              },
              { videoResolution: '1080', videoCodec: 'h264', audioCodec: 'dca' },
            ],
          },
        ],
      },
    });
  });

  test('markers only when they are asked for', async () => {
    expect((await ask(sim, '/library/metadata/1001')).text).not.toContain('<Marker');
    const { text } = await ask(sim, '/library/metadata/1001?includeMarkers=1');
    expect(text).toMatch(
      /<Marker id="\d+" type="credits" startTimeOffset="\d+" endTimeOffset="\d+" final="1">\s*<Attributes id="\d+" version="4"\/>/,
    );
  });
});

describe('pictures', () => {
  const jpeg = async (path: string): Promise<string> => {
    const response = await fetch(`${sim.uri}${path}`, { headers: { 'X-Plex-Token': 'T0' } });
    const bytes = Buffer.from(await response.arrayBuffer());
    return `${response.status} ${response.headers.get('content-type')} ${bytes.subarray(0, 3).toString('hex')} ${bytes.length > 500}`;
  };

  test('thumbs and resized pictures are JPEGs', async () => {
    expect(await jpeg('/library/metadata/1001/thumb/1700000000')).toBe('200 image/jpeg ffd8ff true');
    expect(await jpeg('/photo/:/transcode?url=/library/metadata/1001/thumb/1&width=120&height=180')).toBe(
      '200 image/jpeg ffd8ff true',
    );
  });

  test('without a url it is a bad request', async () => {
    expect((await ask(sim, '/photo/:/transcode')).status).toBe(400);
  });
});

describe('the history', () => {
  beforeAll(() => {
    for (const [item, user] of [
      ['The General', 'Ada'],
      ['Safety Last!', 'Bruno'],
      ['First Light', 'Bruno'],
    ] as const) {
      const { sessionKey } = sim.control.start({ item, user });
      sim.control.seek(sessionKey, 10_000_000);
      sim.control.advance(60_000);
      if (sim.control.sessions().some((session) => session.sessionKey === sessionKey)) sim.control.stop(sessionKey);
    }
  });

  test('rows have an account and a device, numbers both, and no start', async () => {
    const { json } = await ask(sim, '/status/sessions/history/all', { json: true });
    expect(json).toMatchObject({
      MediaContainer: {
        Metadata: expect.arrayContaining([
          expect.objectContaining({
            historyKey: '/status/sessions/history/1',
            ratingKey: '1003',
            librarySectionID: '1',
            title: 'The General',
            type: 'movie',
            accountID: 1,
            deviceID: expect.any(Number),
            viewedAt: 1_790_000_000,
          }),
        ]),
      },
    });
  });

  test.each([
    ['accountID=7400001', 2],
    ['librarySectionID=2', 1],
    ['metadataItemID=1017', 1],
    ['metadataItemID=1003', 1],
    ['viewedAt>=1790000050', 2],
    ['accountID=1&librarySectionID=2', 0],
  ])('%s finds %i', async (query, count) => {
    const { json } = await ask(sim, `/status/sessions/history/all?${query}`, { json: true });
    expect(json).toMatchObject({ MediaContainer: { size: count } });
  });

  test('newest first, when asked; an unknown order is refused', async () => {
    const { json } = await ask(
      sim,
      '/status/sessions/history/all?sort=viewedAt%3Adesc&X-Plex-Container-Start=0&X-Plex-Container-Size=1',
      { json: true },
    );
    expect(json).toMatchObject({ MediaContainer: { size: 1, totalSize: 3, Metadata: [{ title: 'First Light' }] } });
    expect((await ask(sim, '/status/sessions/history/all?sort=metadataItemID')).status).toBe(400);
  });
});
