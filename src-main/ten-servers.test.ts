// Ten servers of two owners, four of them in trouble: one hangs, one says 401, one 429, one restarts. The others never notice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { describeStatus } from '../src-contract/text/words-server.ts';
import { startFleet, tenServers } from '../src-sim/fleet/start-fleet.ts';
import { startApp } from './test-app.ts';
import { startServers, toResource, wayTo } from './test-servers.ts';

const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});

const patience = { timeout: 45_000, interval: 20 };

test('six of ten are live before the hanging one is even given up, and stay so, whatever the other four do', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'marquee-'));
  closes.push(async () => rmSync(dir, { recursive: true, force: true }));
  const fleet = await startFleet();
  closes.push(() => fleet.close());
  const of = (owner: string) =>
    tenServers
      .filter((one) => one.owner === owner)
      .map(({ name }) => toResource(fleet.sim(name), [wayTo(fleet.sim(name).uri)]));
  const owned: Record<string, ReturnType<typeof of>> = { ada: of('Ada'), iris: of('Iris') };
  const servers = await startServers(
    dir,
    { store: {} },
    { servers: (id) => Promise.resolve(owned[id] ?? []), renew: () => Promise.reject(new Error('No')) },
  );
  closes.push(servers.close);
  const added = [await servers.addFromAccount('ada', null), await servers.addFromAccount('iris', null)].flat();
  expect(added).toHaveLength(10);

  const idOf = (name: string) => fleet.sim(name).machineIdentifier;
  const statusOf = (name: string) => servers.server(idOf(name))?.status.kind;
  const well = tenServers.filter(({ trouble }) => trouble === undefined).map(({ name }) => name);
  expect(well).toHaveLength(6);
  await vi.waitFor(() => expect(well.map(statusOf)).toEqual(Array(6).fill('live')), patience);
  expect(statusOf('garden')).toBe('connecting');
  await vi.waitFor(
    () =>
      expect(well.map((name) => servers.sessions().filter((one) => one.serverId === idOf(name)).length)).toEqual(
        Array(6).fill(1),
      ),
    patience,
  );

  const events = servers.events.length;
  await vi.waitFor(() => expect(statusOf('kitchen')).toBe('unauthorized'), patience);
  await vi.waitFor(() => expect(statusOf('garden')).toBe('unreachable'), patience);
  // The one that restarts was there and away again meanwhile.
  const kindsOf = (name: string) =>
    servers.events.filter(({ serverId }) => serverId === idOf(name)).map(({ kind }) => kind);
  await vi.waitFor(() => expect(kindsOf('garage')).toContain('server-up'), patience);
  expect(well.map(statusOf)).toEqual(Array(6).fill('live'));
  const troubled = new Set(['garden', 'kitchen', 'mill', 'garage'].map(idOf));
  const noise = servers.events
    .slice(events)
    .filter(({ serverId }) => !troubled.has(serverId))
    .map(({ kind }) => kind);
  expect(noise.filter((kind) => !kind.startsWith('session-') && !kind.startsWith('transcode-'))).toEqual([]);
  expect(noise).not.toContain('session-stopped');
  expect(servers.events.filter(({ kind }) => kind === 'sign-in-expired').map(({ serverId }) => serverId)).toEqual([
    idOf('kitchen'),
  ]);
  expect(new Set(added.map(({ accountId }) => accountId))).toEqual(new Set(['ada', 'iris']));

  // One that is well again is heard again, by itself.
  fleet.trouble('kitchen', null);
  await servers.reconnect(idOf('kitchen'));
  await vi.waitFor(() => expect(statusOf('kitchen')).toBe('live'), patience);
}, 90_000);

test('two accounts sign in, and their ten servers are one view: six play, four say what is wrong with them', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-'));
  closes.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const fleet = await startFleet();
  closes.push(() => fleet.close());
  const { app, client, close } = await startApp(dataDir, { MARQUEE_PLEX_TV_URL: fleet.plexTv.uri });
  closes.push(close);
  for (const name of ['Ada', 'Iris']) {
    const { state } = await client.signIn.start();
    fleet.plexTv.control.approve(undefined, name);
    expect(await client.signIn.callback({ state })).toMatchObject({ kind: 'signed-in', account: { name } });
  }
  const serverOf = (name: string) => app.snapshot().servers.find((server) => server.name === name);
  const well = tenServers.filter(({ trouble }) => trouble === undefined).map(({ name }) => name);
  await vi.waitFor(() => {
    expect(well.map((name) => serverOf(name)?.status.kind)).toEqual(Array(6).fill('live'));
    const ofServer = new Set(app.snapshot().sessions.map(({ serverId }) => serverId));
    expect(well.map((name) => ofServer.has(serverOf(name)?.id ?? ''))).toEqual(Array(6).fill(true));
  }, patience);
  expect(app.snapshot().servers).toHaveLength(10);

  const says = (name: string) => {
    const server = serverOf(name);
    return server === undefined ? null : describeStatus(server.status, Date.now());
  };
  await vi.waitFor(() => {
    expect(says('garden')).toMatchObject({ tone: 'problem', why: 'No answer in time.' });
    expect(says('kitchen')).toMatchObject({ tone: 'problem', why: 'Plex no longer accepts our sign-in.' });
    expect(says('mill')).toMatchObject({ tone: 'problem', why: expect.stringContaining('(429)') });
    expect(says('mill')?.nextTryAtMs).not.toBeNull();
  }, patience);
  // The one that restarts is there and away by turns, and never without a word.
  expect(serverOf('garage')?.status.kind).toMatch(/^(live|polling|unreachable|connecting)$/);
  expect(well.map((name) => serverOf(name)?.status.kind)).toEqual(Array(6).fill('live'));

  // One that is no longer limited comes back by itself; one that has been asked to wait is not asked before.
  fleet.trouble('mill', null);
  await client.servers.reconnect({ serverId: serverOf('mill')?.id ?? '' });
  await vi.waitFor(() => expect(serverOf('mill')?.status.kind).toBe('live'), patience);
}, 90_000);
