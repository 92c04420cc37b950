// How servers of an account are reached, and what happens when a way or a token fails, against simulated servers.
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSim, type Sim, type SimOptions } from '../src-sim/start-sim.ts';
import type { PlexTvServer } from './plex/plex-tv.ts';
import type { KeyValueFile } from './settings/owner-settings.ts';
import { readGaps, startServers, toResource, wayTo } from './test-servers.ts';
import type { Accounts } from './watched-entry.ts';

let dir = '';
let store: KeyValueFile = { store: {} };
const closes: (() => Promise<void>)[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'marquee-'));
  store = { store: {} };
});
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

const startPlex = async (options: SimOptions = {}): Promise<Sim> => {
  const sim = await startSim({ scenario: 'quiet', name: 'attic', token: 'good', ...options });
  closes.push(() => sim.close());
  return sim;
};
const start = async (accounts: Accounts) => {
  const servers = await startServers(dir, store, accounts);
  closes.push(servers.close);
  return servers;
};
/** Takes every connection and says nothing. */
const startSilence = async (): Promise<string> => {
  const server = createServer((socket) => void closes.push(async () => void socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.unshift(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
};
/** One account, whose servers the test may change. */
const anAccount = (
  list: () => PlexTvServer[],
  renew: () => Promise<unknown> = () => Promise.reject(new Error('ended')),
): Accounts => ({
  servers: (id) => (id === '7' ? Promise.resolve().then(list) : null),
  renew,
});
const local = { local: true };
const patience = { timeout: 45_000, interval: 20 };
const DEAD = 'http://127.0.0.1:9';

test('of all ways the best that answers is used, however many are dead or silent, and each says how it fared', async () => {
  const [plex, silence, other] = [await startPlex(), await startSilence(), await startPlex({ seed: 2, shelf: 'b' })];
  const remote = plex.uri.replace('127.0.0.1', 'localhost');
  const ways = [
    wayTo(silence, local),
    wayTo(DEAD, local),
    wayTo(other.uri, local),
    wayTo(remote),
    wayTo(plex.uri, { relay: true }),
  ];
  const servers = await start(anAccount(() => [toResource(plex, ways)]));
  const id = plex.machineIdentifier;
  const [added] = await servers.addFromAccount('7', null);
  expect(added).toMatchObject({ id, origin: 'account', accountId: '7' });
  await servers.untilStatus(id, 'live');
  const { connection } = (await servers.untilUri(id, remote)) ?? {};
  expect(connection).toMatchObject({
    relay: false,
    why: expect.stringContaining('on the local network nothing answered'),
  });
  await vi.waitFor(() => {
    const fares = servers.connections(id).candidates.map(({ uri, outcome, chosen }) => [uri, outcome.kind, chosen]);
    expect(fares).toEqual([
      [silence, 'failed', false],
      [DEAD, 'failed', false],
      [other.uri, 'failed', false],
      [remote, 'answered', true],
      [plex.uri, 'answered', false],
    ]);
  }, patience);
});

test('when the way in use fails another one is taken, who watches keeps watching, and the better one is taken back', async () => {
  const plex = await startPlex();
  const id = plex.machineIdentifier;
  // The same server by another address, which can be closed on its own.
  const front = await startPlex({ machineIdentifier: id });
  const resource = toResource(plex, [wayTo(front.uri, local), wayTo(plex.uri)]);
  const servers = await start(anAccount(() => [resource]));
  await servers.addFromAccount('7', [id]);
  await servers.untilStatus(id, 'live');
  expect(servers.server(id)).toMatchObject({ connection: { uri: front.uri, local: true } });
  const port = Number(new URL(front.uri).port);
  await front.close();
  await servers.untilUri(id, plex.uri);
  await servers.untilStatus(id, 'live');
  plex.control.start();
  await vi.waitFor(() => expect(servers.sessions()).toHaveLength(1), patience);

  const [session] = servers.sessions();
  const back = await startPlex({ machineIdentifier: id, port });
  back.control.start();
  // As after a change of the network.
  servers.wake();
  await servers.untilUri(id, back.uri);
  await servers.untilStatus(id, 'live');
  await vi.waitFor(() => expect(plex.control.listeners()).toBe(0), patience);
  expect(servers.sessions().map((one) => one.id)).toContain(session?.id);
});

test('while plex.tv is down servers are reached as it last said, also after a restart', async () => {
  const plex = await startPlex();
  const id = plex.machineIdentifier;
  let isDown = false;
  const list = () => {
    if (isDown) throw new Error('plex.tv is down');
    return [toResource(plex, [wayTo(DEAD, local), wayTo(plex.uri)])];
  };
  const first = await start(anAccount(list));
  await first.addFromAccount('7', null);
  await first.untilUri(id, plex.uri);
  await first.untilStatus(id, 'live');
  await first.close();
  isDown = true;
  const second = await start(anAccount(list));
  expect(await second.untilStatus(id, 'live')).toMatchObject({ accountId: '7', connection: { uri: plex.uri } });
  expect(second.connections(id).candidates.map(({ uri }) => uri)).toEqual([DEAD, plex.uri]);
});

test('a token that has expired is renewed before anybody is told', async () => {
  const plex = await startPlex();
  const id = plex.machineIdentifier;
  let accepted = 'good';
  let accessToken = 'good';
  let renewals = 0;
  const renew = () => {
    renewals += 1;
    accessToken = 'better';
    return Promise.resolve();
  };
  plex.control.trust((token) => (token === accepted ? 'owner' : 'nobody'));
  const servers = await start(anAccount(() => [toResource(plex, [wayTo(plex.uri, local)], { accessToken })], renew));
  await servers.addFromAccount('7', null);
  await servers.untilStatus(id, 'live');
  // What plex.tv gives is new only once the sign-in was renewed.
  accepted = 'better';
  plex.control.dropSockets('cut');
  await vi.waitFor(() => expect(renewals).toBe(1), patience);
  await servers.untilStatus(id, 'live');
  plex.control.start();
  await vi.waitFor(() => expect(servers.sessions()).toHaveLength(1), patience);
  expect(servers.events.map(({ kind }) => kind)).not.toContain('sign-in-expired');
});

test('a sign-in that cannot be renewed is told once, is a gap, and a new token closes it, also after a restart', async () => {
  const plex = await startPlex();
  const id = plex.machineIdentifier;
  const first = await start(anAccount(() => []));
  await first.add({ uri: plex.uri, token: 'good', trustedCertificate: null });
  await first.untilStatus(id, 'live');
  plex.control.trust((token) => (token === 'newest' ? 'owner' : 'nobody'));
  plex.control.dropSockets('cut');
  expect(await first.untilStatus(id, 'unauthorized')).toMatchObject({ name: 'attic' });
  await first.reconnect(id);
  await first.reconnect(id);
  expect(first.events.filter(({ kind }) => kind === 'sign-in-expired')).toHaveLength(1);
  expect(first.events.filter(({ kind }) => kind === 'gap-opened')).toMatchObject([{ why: 'unauthorized' }]);
  await first.close();
  expect(await readGaps(dir)).toEqual([['unauthorized', true]]);

  const second = await start(anAccount(() => []));
  await second.untilStatus(id, 'unauthorized');
  await second.update(id, { token: 'newest' });
  await second.untilStatus(id, 'live');
  await second.close();
  expect(await readGaps(dir)).toEqual([['unauthorized', false]]);
  expect(second.events.filter(({ kind }) => kind.startsWith('gap-'))).toMatchObject([{ kind: 'gap-closed' }]);
});
