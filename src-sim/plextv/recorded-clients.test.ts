// What python-plexapi 4.18.1 asked of the simulated plex.tv, word for word, and what it needs in the answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { createDevice, idOf, type Device, type Got } from './plex-tv-client.ts';
import { startPlexTv, type PlexTv } from './start-plex-tv.ts';

let plexTv: PlexTv;
let sim: Sim;
let device: Device;
beforeAll(async () => {
  [plexTv, sim] = await Promise.all([startPlexTv(), startSim({ manualClock: true, name: 'attic', token: 'T0' })]);
  plexTv.addServer(sim);
  device = createDevice(plexTv, '0x0242ac110002');
});
afterAll(() => Promise.all([plexTv.close(), sim.close()]));

const xml = '*/*';
const form = (text: string): URLSearchParams => new URLSearchParams(text);
const attribute = (got: Got, tag: string, name: string): string =>
  new RegExp(`<${tag} [^>]*\\b${name}="([^"]*)"`).exec(got.text)?.[1] ?? '';
const needs = (got: Got, tag: string, names: readonly string[]): string[] =>
  names.filter((name) => !new RegExp(`<${tag} [^>]*\\b${name}="`).test(got.text));

describe('MyPlexPinLogin', () => {
  test('oauth: strong in the query, XML, and an empty body', async () => {
    const made = await device.ask('POST /api/v2/pins?strong=True', { accept: xml });
    expect([made.status, attribute(made, 'pin', 'code').length]).toEqual([201, 25]);
    const path = `GET /api/v2/pins/${attribute(made, 'pin', 'id')}`;
    // An empty text is not a token.
    expect((await device.ask(path, { accept: xml })).text).toContain(' authToken=""');
    plexTv.control.approve(attribute(made, 'pin', 'code'));
    expect(attribute(await device.ask(path, { accept: xml }), 'pin', 'authToken')).toHaveLength(20);
  });

  test('four characters, linked by an account that is signed in elsewhere', async () => {
    const made = await device.ask('POST /api/v2/pins', { accept: xml });
    const code = attribute(made, 'pin', 'code');
    expect(code).toHaveLength(4);
    const linked = await device.ask('PUT /api/v2/pins/link', { token: 'T0', accept: xml, form: form(`code=${code}`) });
    expect([linked.status, linked.text]).toEqual([204, '']);
    const polled = await device.ask(`GET /api/v2/pins/${attribute(made, 'pin', 'id')}`, { accept: xml });
    expect(attribute(polled, 'pin', 'authToken')).toHaveLength(20);
  });
});

describe('MyPlexJWTLogin', () => {
  test('one proof for all polls; the newest of the keys checks the token', async () => {
    const made = await device.ask('POST /api/v2/pins', { json: { jwk: device.jwk, strong: true } });
    const { nonce } = (await device.ask('GET /api/v2/auth/nonce')).json;
    const poll = `GET /api/v2/pins/${idOf(made.json)}?deviceJWT=${device.sign({ nonce })}`;
    expect((await device.ask(poll)).json).toMatchObject({ authToken: null });
    plexTv.control.approve(String(made.json['code']), 'Iris');
    expect((await device.ask(poll)).json).toMatchObject({ authToken: expect.stringMatching(/^eyJ/) });
    const next = (await device.ask('GET /api/v2/auth/nonce')).json['nonce'];
    const jwt = device.sign({ nonce: next });
    const fresh = await device.ask('POST /api/v2/auth/token', { json: { jwt } });
    expect(fresh.json).toEqual({ auth_token: expect.stringMatching(/^eyJ/) });
    expect((await device.ask('GET /api/v2/auth/keys')).json).toEqual({
      keys: [{ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), use: 'sig', alg: 'EdDSA', kid: expect.any(String) }],
    });
  });

  test('registers its key with a token it has', async () => {
    const other = createDevice(plexTv, 'other');
    const token = plexTv.control.newToken('Ada', 'other');
    const got = await other.ask('POST /api/v2/auth/jwk', { token, json: { jwk: other.jwk } });
    expect([got.status, got.text]).toEqual([201, '']);
  });
});

describe('MyPlexAccount', () => {
  test('reads itself', async () => {
    const got = await device.ask('GET /api/v2/user', { token: 'T0', accept: xml });
    expect(
      needs(got, 'user', [
        'authToken',
        'id',
        'uuid',
        'username',
        'title',
        'email',
        'thumb',
        'joinedAt',
        'scrobbleTypes',
      ]),
    ).toEqual([]);
    expect(needs(got, 'subscription', ['active', 'status', 'plan', 'subscribedAt'])).toEqual([]);
    expect(needs(got, 'profile', ['autoSelectAudio', 'defaultAudioLanguage'])).toEqual([]);
    expect(got.text).toContain('<role id="plexpass"/>');
    expect(got.text).toContain('<feature id="webhooks"/>');
  });

  test('its servers: lower-case tags, and whether a connection is local or a relay', async () => {
    const got = await device.ask('GET /api/v2/resources?includeHttps=1&includeRelay=1', { token: 'T0', accept: xml });
    expect(
      needs(got, 'resource', ['accessToken', 'clientIdentifier', 'name', 'owned', 'presence', 'provides', 'createdAt']),
    ).toEqual([]);
    expect(needs(got, 'connection', ['address', 'port', 'protocol', 'uri', 'local', 'relay', 'IPv6'])).toEqual([]);
    expect(attribute(got, 'connection', 'uri')).toMatch(/^https:\/\/127-0-0-1\.[0-9a-f]{32}\.plex\.direct:\d+$/);
  });

  test('its webhooks, which its servers then send', async () => {
    const all = async (): Promise<string[]> => {
      const got = await device.ask('GET /api/v2/user/webhooks', { token: 'T0', accept: xml });
      return [...got.text.matchAll(/<webhook url="([^"]*)"/g)].map(([, url]) => url ?? '');
    };
    const post = async (text: string): Promise<Got> =>
      device.ask('POST /api/v2/user/webhooks', { token: 'T0', accept: xml, form: form(text) });
    expect(await all()).toEqual([]);
    await post(`urls[]=${encodeURIComponent(`${plexTv.uri}/a`)}&urls[]=${encodeURIComponent(`${plexTv.uri}/b`)}`);
    expect(await all()).toEqual([`${plexTv.uri}/a`, `${plexTv.uri}/b`]);
    sim.control.sendWebhook({ event: 'media.play', item: 'Metropolis' });
    await expect.poll(() => Object.values(sim.control.webhookAnswers()).reduce((a, b) => a + b, 0)).toBe(2);
    await post('urls=');
    expect(await all()).toEqual([]);
    plexTv.control.setPlexPass('Ada', false);
    expect((await post('urls=')).status).toBe(403);
  });

  test('pings, and signs out', async () => {
    const token = plexTv.control.newToken('Ada');
    expect((await device.ask('GET /api/v2/ping', { token, accept: xml })).text).toContain('<pong>true</pong>');
    const out = await device.ask('DELETE /api/v2/users/signout', { token, accept: xml });
    expect([out.status, out.text]).toEqual([204, '']);
    expect((await device.ask('GET /api/v2/user', { token, accept: xml })).status).toBe(401);
  });
});
