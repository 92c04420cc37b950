import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSim, type Sim } from '../start-sim.ts';
import { ask as askServer, listen } from '../test-client.ts';
import { plexTvCommands } from './control-commands.ts';
import { createDevice, signIn, type Device } from './plex-tv-client.ts';
import type { PlexTv } from './start-plex-tv.ts';

let plexTv: PlexTv;
let sim: Sim;
let device: Device;
beforeAll(async () => {
  sim = await startSim({ manualClock: true, name: 'attic', plexTv: { controlPort: 0 } });
  if (sim.plexTv === null) throw new Error('no plex.tv');
  plexTv = sim.plexTv;
  device = createDevice(plexTv);
});
afterAll(() => sim.close());

const statusOf = async (token: string, path = '/status/sessions'): Promise<number> =>
  (await askServer(sim, path, { token })).status;

describe('a token for a server', () => {
  test('ends there on demand, and the next list of servers has another', async () => {
    const old = plexTv.control.accessToken('attic', 'Ada');
    expect(await statusOf(old)).toBe(200);
    plexTv.control.endAccessTokens('attic');
    expect([await statusOf(old), await statusOf(old, '/')]).toEqual([401, 401]);
    await expect(listen(sim, '', old)).rejects.toThrow('401');
    expect(await statusOf(plexTv.control.accessToken('attic', 'Ada'))).toBe(200);
  });

  test('of an account it is shared with: shelves yes, sessions no', async () => {
    const shared = plexTv.control.accessToken('attic', 'Bruno');
    expect([await statusOf(shared, '/library/sections'), await statusOf(shared)]).toEqual([200, 403]);
    sim.control.setGuestStatus(401); // as older servers
    expect([await statusOf(shared, '/library/sections'), await statusOf(shared)]).toEqual([200, 401]);
    sim.control.setGuestStatus(403);
  });

  test('the classic token of the owner is good until it is revoked; of a stranger, never', async () => {
    const token = plexTv.control.newToken('Ada', 'x');
    expect(await statusOf(token)).toBe(200);
    plexTv.control.revokeTokens({ clientIdentifier: 'x' });
    expect(await statusOf(token)).toBe(401);
    expect(await statusOf(plexTv.control.newToken('Iris'))).toBe(401);
  });

  test('the JWT of the account is not one, unless the server takes it', async () => {
    const jwt = await signIn(plexTv, device);
    expect(await statusOf(jwt)).toBe(401);
    plexTv.control.setServersTakeJwt(true);
    expect(await statusOf(jwt)).toBe(200);
    plexTv.control.expireTokens({ clientIdentifier: device.identifier });
    expect(await statusOf(jwt)).toBe(401);
  });

  test('its own one, too, can be ended, and given back', async () => {
    sim.control.endToken();
    expect(await statusOf(sim.token)).toBe(401);
    sim.control.restoreToken();
    expect(await statusOf(sim.token)).toBe(200);
  });
});

describe('the list of servers', () => {
  const resources = async (query: string): Promise<unknown[]> => {
    const token = plexTv.control.newToken('Ada');
    const list: unknown = JSON.parse((await device.ask(`GET /api/v2/resources?${query}`, { token })).text);
    return Array.isArray(list) ? list : [];
  };

  test('shows of the connections what was asked for', async () => {
    plexTv.control.setConnections('attic', [
      { kind: 'local', at: 'dead' },
      { kind: 'local', at: 'server', ipv6: true },
      { kind: 'remote', at: { address: '203.0.113.9', port: 32_400 } },
      { kind: 'relay', at: 'server' },
    ]);
    expect((await resources(''))[0]).toMatchObject({
      connections: [
        { protocol: 'http', uri: 'http://127.0.0.1:1', local: true },
        { uri: 'http://203.0.113.9:32400', local: false, relay: false },
      ],
    });
    expect((await resources('includeHttps=1&includeRelay=1&includeIPv6=1'))[0]).toMatchObject({
      connections: [
        { uri: expect.stringMatching(/^https:\/\/127-0-0-1\..*:1$/) },
        { address: '::1', IPv6: true },
        {},
        { relay: true, protocol: 'https' },
      ],
    });
  });

  test('also has players, which are no servers', async () => {
    expect(await resources('')).toContainEqual(
      expect.objectContaining({ provides: expect.stringContaining('player') }),
    );
  });

  test('somebody else’s says whose it is', async () => {
    const token = plexTv.control.newToken('Bruno');
    const list: unknown = JSON.parse((await device.ask('GET /api/v2/resources', { token })).text);
    expect(list).toMatchObject([{ name: 'attic', owned: false, sourceTitle: 'Ada', ownerId: 7_300_001 }, {}]);
  });
});

test('every string of plex.tv can be pulled from outside', async () => {
  const names = Object.keys(plexTv.control).map((name) =>
    name
      .replace(/^set(?=[A-Z])/, '')
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      .replace(/^-/, ''),
  );
  expect(Object.keys(plexTvCommands).toSorted()).toEqual(names.toSorted());
  await device.ask('POST /api/v2/pins?strong=true');
  const answer = await fetch(`${plexTv.controlUri}/approve`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"account":"Iris"}',
  });
  expect(answer.status).toBe(200);
  expect(plexTv.control.pins().at(-1)).toMatchObject({ state: 'approved', account: 'Iris' });
});
