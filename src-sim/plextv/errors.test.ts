import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDevice, idOf, signIn, type Device } from './plex-tv-client.ts';
import { startPlexTv, type PlexTv } from './start-plex-tv.ts';

let plexTv: PlexTv;
let device: Device;
beforeEach(async () => {
  plexTv = await startPlexTv({ seed: 1 });
  device = createDevice(plexTv, 'device-1');
});
afterEach(() => plexTv.close());

const hourMs = 3_600_000;
const errorOf = (json: unknown): unknown => Object(json).errors?.[0];
const nonce = async (of = device): Promise<unknown> => (await of.ask('GET /api/v2/auth/nonce')).json['nonce'];
const exchange = async (claims: Record<string, unknown>, of = device) =>
  of.ask('POST /api/v2/auth/token', { json: { jwt: of.sign(claims) } });

describe('what is missing or wrong', () => {
  test('no client identifier: 400 with code 1000, 422 where a nonce is asked for', async () => {
    const nobody = createDevice(plexTv, '');
    const got = await nobody.ask('POST /api/v2/pins?strong=true');
    expect([got.status, errorOf(got.json)]).toEqual([
      400,
      { code: 1000, message: 'X-Plex-Client-Identifier is missing', status: 400 },
    ]);
    expect((await nobody.ask('GET /api/v2/auth/nonce')).status).toBe(422);
  });

  test('in XML, an error is XML', async () => {
    const got = await device.ask('GET /api/v2/user', { accept: '*/*' });
    expect(got.text).toContain('<error code="1001" message="User could not be authenticated" status="401"/>');
  });

  test('no token, or one that nobody knows: 401 with code 1001', async () => {
    for (const token of [undefined, 'nonsense']) {
      const got = await device.ask('GET /api/v2/user', token === undefined ? {} : { token });
      expect([got.status, errorOf(got.json)]).toEqual([401, expect.objectContaining({ code: 1001 })]);
    }
  });

  test('a PIN that is unknown, expired or of another device: 404 with code 1020', async () => {
    const pin = (await device.ask('POST /api/v2/pins?strong=true')).json;
    const other = createDevice(plexTv, 'device-2');
    const notFound = { errors: [{ code: 1020, message: 'Code not found or expired' }] };
    expect((await other.ask(`GET /api/v2/pins/${idOf(pin)}`)).json).toEqual(notFound);
    expect((await device.ask('GET /api/v2/pins/1')).json).toEqual(notFound);
    plexTv.control.advance(1_799_000);
    expect((await device.ask(`GET /api/v2/pins/${idOf(pin)}`)).status).toBe(200);
    plexTv.control.advance(2000);
    const got = await device.ask(`GET /api/v2/pins/${idOf(pin)}`);
    expect([got.status, got.json]).toEqual([404, notFound]);
  });

  test('what is no key, or no JWT: 400', async () => {
    for (const jwk of [{}, 'x', { ...device.jwk, x: 'short' }, { ...device.jwk, kty: 'RSA' }])
      expect((await device.ask('POST /api/v2/pins', { json: { jwk, strong: true } })).status).toBe(400);
    for (const json of [{}, { jwt: 'a.b.c' }, { jwt: 7 }])
      expect((await device.ask('POST /api/v2/auth/token', { json })).status).toBe(400);
  });
});

describe('a device that refreshes its token', () => {
  test('gets a new one for a nonce, also after the old one has expired', async () => {
    const old = await signIn(plexTv, device);
    expect((await device.ask('GET /api/v2/user', { token: old })).status).toBe(200);
    plexTv.control.advance(8 * 24 * hourMs);
    expect((await device.ask('GET /api/v2/user', { token: old })).status).toBe(498);
    const atS = Math.floor(plexTv.control.now() / 1000);
    const { json } = await exchange({ nonce: await nonce(), iat: atS, exp: atS + 300 });
    expect((await device.ask('GET /api/v2/user', { token: String(json['auth_token']) })).status).toBe(200);
  });

  test('uses each nonce once, within five minutes', async () => {
    await signIn(plexTv, device);
    const used = await nonce();
    expect((await exchange({ nonce: used })).status).toBe(200);
    expect((await exchange({ nonce: used })).status).toBe(422);
    expect((await exchange({})).status).toBe(422);
    const late = await nonce();
    plexTv.control.advance(299_000);
    const slow = await exchange({ nonce: late, exp: Math.floor(Date.now() / 1000) + 900 });
    expect(slow.status).toBe(200);
    const later = await nonce();
    plexTv.control.advance(301_000);
    expect((await exchange({ nonce: later, exp: Math.floor(Date.now() / 1000) + 900 })).status).toBe(422);
  });

  test.each([
    ['for somebody else', { aud: 'example.com' }, 422],
    ['by another device', { iss: 'device-2' }, 422],
    ['expired', { exp: 1_600_000_000 }, 498],
    ['from the future', { iat: 4_000_000_000, exp: 4_000_000_300 }, 422],
    ['without an end', { exp: undefined }, 400],
  ])('what it signed is %s: refused', async (_, claims, status) => {
    await signIn(plexTv, device);
    expect((await exchange({ nonce: await nonce(), ...claims })).status).toBe(status);
  });

  test('what it signed was changed on the way, or comes from another client: refused', async () => {
    await signIn(plexTv, device);
    const [head = '', , signature = ''] = device.sign({ nonce: await nonce() }).split('.');
    const [, claims = ''] = device.sign({ nonce: await nonce(), scope: 'everything' }).split('.');
    const forged = await device.ask('POST /api/v2/auth/token', { json: { jwt: `${head}.${claims}.${signature}` } });
    expect([forged.status, errorOf(forged.json)]).toEqual([
      422,
      expect.objectContaining({ message: 'Signature verification failed' }),
    ]);
    const other = createDevice(plexTv, 'device-2');
    const jwt = device.sign({ nonce: await nonce() });
    expect((await other.ask('POST /api/v2/auth/token', { json: { jwt } })).status).toBe(422);
  });

  test('a key that another device has: 422, Thumbprint already taken', async () => {
    await signIn(plexTv, device);
    const thief = createDevice(plexTv, 'device-2');
    const got = await thief.ask('POST /api/v2/pins', { json: { jwk: device.jwk } });
    expect([got.status, errorOf(got.json)]).toEqual([
      422,
      expect.objectContaining({ message: 'Thumbprint already taken' }),
    ]);
  });

  test('an older token with a key of its own ends at the first exchange', async () => {
    const token = plexTv.control.newToken('Ada', 'device-1');
    expect((await device.ask('POST /api/v2/auth/jwk', { token, json: { jwk: device.jwk } })).status).toBe(201);
    expect((await device.ask('GET /api/v2/user', { token })).status).toBe(200);
    expect((await exchange({ nonce: await nonce() })).status).toBe(200);
    expect((await device.ask('GET /api/v2/user', { token })).status).toBe(401);
  });

  test('after it signed out, neither token nor key is worth anything', async () => {
    const token = await signIn(plexTv, device);
    expect((await device.ask('DELETE /api/v2/users/signout', { token })).status).toBe(204);
    expect((await device.ask('GET /api/v2/user', { token })).status).toBe(401);
    expect((await exchange({ nonce: await nonce() })).status).toBe(422);
  });

  test('removed by its owner: the same', async () => {
    const token = await signIn(plexTv, device);
    expect(plexTv.control.revokeTokens({ clientIdentifier: 'device-1' })).toBe(1);
    expect((await device.ask('GET /api/v2/user', { token })).status).toBe(401);
    expect((await exchange({ nonce: await nonce() })).status).toBe(422);
  });

  test('a new signing key stands beside the old one, last', async () => {
    plexTv.control.rotateKeys();
    await signIn(plexTv, device);
    const { keys } = (await device.ask('GET /api/v2/auth/keys')).json;
    expect(keys).toHaveLength(2);
  });
});

describe('trouble on demand', () => {
  test('an older plex.tv takes no keys, and a PIN without one still works', async () => {
    plexTv.control.setTakesKeys(false);
    expect((await device.ask('POST /api/v2/pins', { json: { jwk: device.jwk, strong: true } })).status).toBe(400);
    expect((await device.ask('POST /api/v2/pins', { json: { strong: true } })).status).toBe(201);
  });

  test('a clock that is an hour off: what devices sign is expired or not valid yet, and the Date says why', async () => {
    await signIn(plexTv, device);
    plexTv.control.setClock(hourMs);
    const ahead = await exchange({ nonce: await nonce() });
    expect(ahead.status).toBe(498);
    expect(Math.abs(Date.parse(ahead.headers.get('date') ?? '') - Date.now() - hourMs)).toBeLessThan(10_000);
    plexTv.control.setClock(-hourMs);
    expect((await exchange({ nonce: await nonce() })).status).toBe(422);
    plexTv.control.setClock(30_000);
    expect((await exchange({ nonce: await nonce() })).status).toBe(200);
  });

  test('too many requests of one device: 429 and how long to wait; another one goes on', async () => {
    plexTv.control.setLimits([{ path: 'GET /api/v2/auth/nonce', requests: 2, perMs: 60_000 }]);
    await nonce();
    await nonce();
    const got = await device.ask('GET /api/v2/auth/nonce');
    expect([got.status, errorOf(got.json)]).toEqual([429, expect.objectContaining({ code: 1003 })]);
    const waitS = Number(got.headers.get('retry-after'));
    expect(waitS).toBeGreaterThan(50);
    expect((await createDevice(plexTv, 'device-2').ask('GET /api/v2/auth/nonce')).status).toBe(200);
    plexTv.control.advance(waitS * 1000);
    expect((await device.ask('GET /api/v2/auth/nonce')).status).toBe(200);
  });

  test('one endpoint fails, by method and path, as often as it was told to', async () => {
    plexTv.control.fault({
      path: 'POST /api/v2/pins',
      fault: { kind: 'status', status: 503, retryAfterS: 7 },
      times: 1,
    });
    expect((await device.ask('GET /api/v2/pins/1')).status).toBe(404);
    const got = await device.ask('POST /api/v2/pins');
    expect([got.status, got.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await device.ask('POST /api/v2/pins')).status).toBe(201);
  });

  test('the line is cut, or nothing comes', async () => {
    plexTv.control.fault({ path: '/api/v2/ping', fault: { kind: 'drop' } });
    await expect(device.ask('GET /api/v2/ping')).rejects.toThrow('fetch failed');
    plexTv.control.clearFault();
    plexTv.control.fault({ path: '/api/v2/ping', fault: { kind: 'hang' } });
    await expect(fetch(`${plexTv.uri}/api/v2/ping`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  });
});
