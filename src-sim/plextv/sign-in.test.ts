import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask as askServer } from '../test-client.ts';
import { readJwt } from './jwt.ts';
import { createDevice, idOf, signIn, type Device } from './plex-tv-client.ts';
import { startPlexTv, type PlexTv } from './start-plex-tv.ts';

let plexTv: PlexTv;
let sim: Sim;
beforeAll(async () => {
  [plexTv, sim] = await Promise.all([startPlexTv(), startSim({ manualClock: true, name: 'attic' })]);
  plexTv.addServer(sim, { owner: 'Ada', sharedWith: ['Bruno'] });
});
afterAll(() => Promise.all([plexTv.close(), sim.close()]));

let count = 0;
const newDevice = (): Device => createDevice(plexTv, `device-${(count += 1)}`);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

describe('a PIN without a key', () => {
  test('is claimed in the browser and then gives a classic token', async () => {
    const device = newDevice();
    const made = await device.ask('POST /api/v2/pins?strong=true');
    expect([made.status, textOf(made.json['code']).length]).toEqual([201, 25]);
    expect(made.json).toMatchObject({ expiresIn: 1800, authToken: null, clientIdentifier: device.identifier });
    const path = `/api/v2/pins/${idOf(made.json)}`;
    expect((await device.ask(`GET ${path}`)).json).toMatchObject({ authToken: null });
    plexTv.control.approve();
    const { json } = await device.ask(`GET ${path}`);
    expect(json['authToken']).toMatch(/^\w{20}$/);
    const user = await device.ask('GET /api/v2/user', { token: textOf(json['authToken']) });
    expect(user.json).toMatchObject({ username: 'Ada', subscription: { active: true } });
  });
});

describe('a PIN with a device key', () => {
  test('gives a JWT of plex.tv to the holder of the key only', async () => {
    const device = newDevice();
    const pin = (await device.ask('POST /api/v2/pins', { json: { jwk: device.jwk, strong: true } })).json;
    plexTv.control.approve(textOf(pin['code']), 'Ada');
    const path = `/api/v2/pins/${idOf(pin)}`;
    expect((await device.ask(`GET ${path}`)).json).toMatchObject({ authToken: null });
    const other = createDevice(plexTv, device.identifier);
    expect((await device.ask(`GET ${path}?deviceJWT=${other.sign()}`)).status).toBe(422);
    // Not even to another key of the same client.
    await other.ask('POST /api/v2/pins', { json: { jwk: other.jwk, strong: true } });
    expect((await device.ask(`GET ${path}?deviceJWT=${other.sign()}`)).status).toBe(422);
    const { json } = await device.ask(`GET ${path}?deviceJWT=${device.sign()}`);
    const jwt = readJwt(textOf(json['authToken']));
    expect(jwt?.claims).toMatchObject({
      iss: 'plex.tv',
      aud: ['plex.tv', device.identifier],
      thumbprint: device.kid,
      user: { username: 'Ada', email: 'ada@example.com' },
    });
  });

  test('finds the servers of the account, each with its own token', async () => {
    const device = newDevice();
    const token = await signIn(plexTv, device);
    const got = await device.ask('GET /api/v2/resources?includeHttps=1&includeRelay=1', { token });
    const [attic]: unknown[] = JSON.parse(got.text);
    expect(attic).toMatchObject({
      name: 'attic',
      owned: true,
      provides: 'server',
      clientIdentifier: sim.machineIdentifier,
      connections: [{ local: true, protocol: 'https' }, { local: false }, { relay: true }],
    });
    const accessToken = plexTv.control.accessToken('attic', 'Ada');
    expect(attic).toMatchObject({ accessToken });
    expect((await askServer(sim, '/status/sessions', { token: accessToken })).status).toBe(200);
    expect((await askServer(sim, '/status/sessions', { token })).status).toBe(401);
    const shared = plexTv.control.accessToken('attic', 'Bruno');
    expect((await askServer(sim, '/status/sessions', { token: shared })).status).toBe(403);
  });
});

describe('the page in the browser', () => {
  const page = async (path: string, body?: unknown): Promise<Response> =>
    fetch(`${plexTv.uri}/page/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test('has what it needs: the accounts, the PIN, and a way to decide', async () => {
    expect(await (await fetch(plexTv.authUri)).text()).toContain('Approve');
    expect(await (await page('accounts')).json()).toContainEqual({ username: 'Iris', email: 'iris@example.com' });
    const pin = (await newDevice().ask('POST /api/v2/pins')).json;
    expect(await (await page(`pin/${textOf(pin['code'])}`)).json()).toMatchObject({ product: 'Marquee' });
    expect((await page(`pin/${textOf(pin['code'])}`, { username: 'Iris' })).status).toBe(204);
    expect(plexTv.control.pins().at(-1)).toMatchObject({ state: 'approved', account: 'Iris' });
    expect(await (await page('pin/nonsense')).json()).toBeNull();
    expect((await page('pin/nonsense', { username: 'Iris' })).status).toBe(404);
  });

  test('who denies leaves the PIN unclaimed', async () => {
    const device = newDevice();
    const pin = (await device.ask('POST /api/v2/pins')).json;
    await page(`pin/${textOf(pin['code'])}`, {});
    expect(plexTv.control.pins().at(-1)).toMatchObject({ state: 'denied' });
    expect((await device.ask(`GET /api/v2/pins/${idOf(pin)}`)).json).toMatchObject({ authToken: null });
  });
});
