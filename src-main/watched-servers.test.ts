// Servers that come and go while Marquee runs, against simulated ones: added, refused, renamed, switched off, removed.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startSim, type Sim, type SimOptions } from '../src-sim/start-sim.ts';
import type { AppOptions } from './app.ts';
import { readAllFiles, startApp } from './test-app.ts';

let dir = '';
const closes: (() => Promise<void>)[] = [];
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

const startPlex = async (options: SimOptions = {}): Promise<Sim> => {
  const sim = await startSim({ scenario: 'quiet', ...options });
  closes.push(() => sim.close());
  return sim;
};
const startMarquee = async (environment: Record<string, string> = {}, over: Partial<AppOptions> = {}) => {
  const marquee = await startApp(dir, environment, over);
  closes.push(marquee.close);
  return marquee;
};
type Marquee = Awaited<ReturnType<typeof startMarquee>>;

const patience = { timeout: 45_000, interval: 20 };
const untilStatus = ({ app }: Marquee, serverId: string, kind: string) =>
  vi.waitFor(() => {
    const server = app.snapshot().servers.find(({ id }) => id === serverId);
    expect(server?.status.kind).toBe(kind);
    return server;
  }, patience);
const untilPlays = ({ plays }: Marquee, count: number) =>
  vi.waitFor(async () => {
    const found = await plays();
    expect(found).toHaveLength(count);
    return found;
  }, patience);
/** One play of this server, from its start to its end. */
const playOne = async (marquee: Marquee, plex: Sim, plays: number) => {
  const { sessionKey } = plex.control.start({ user: 'Celia' });
  await vi.waitFor(() => expect(marquee.app.snapshot().sessions).toHaveLength(1), patience);
  plex.control.stop(sessionKey);
  return untilPlays(marquee, plays);
};
const problemOf = async (asked: Promise<unknown>): Promise<unknown> => {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ORPCError ? { code: error.code, data: error.data } : error;
};

const refusedSchema = z.object({ data: z.object({ why: z.string(), certificate: z.string() }) });
const certificateOf = async (asked: Promise<unknown>, why: string): Promise<string> => {
  const { data } = refusedSchema.parse(await problemOf(asked));
  expect(data.why).toBe(why);
  return data.certificate;
};

test('a server is added by its address and token, renamed, switched off and on, and watched again after a restart', async () => {
  const plex = await startPlex({ name: 'attic', token: 'secret-token-of-attic' });
  const { machineIdentifier: serverId, uri, token } = plex;
  const first = await startMarquee();
  const added = await first.client.servers.add({ uri: `${uri}/`, token, name: 'Upstairs' });
  expect(added).toMatchObject({ id: serverId, name: 'Upstairs', origin: 'address', accountId: null, enabled: true });
  await untilStatus(first, serverId, 'live');
  expect(await first.client.servers.get({ serverId })).toMatchObject({
    connection: { uri, local: true, secure: false, why: 'This address was given.' },
  });
  await playOne(first, plex, 1);

  await first.client.servers.update({ serverId, enabled: false });
  expect(await untilStatus(first, serverId, 'disabled')).toMatchObject({ enabled: false, name: 'Upstairs' });
  await vi.waitFor(() => expect(plex.control.listeners()).toBe(0), patience);
  await first.client.servers.update({ serverId, enabled: true, name: null });
  expect(await untilStatus(first, serverId, 'live')).toMatchObject({ name: 'attic' });
  await first.close();

  const second = await startMarquee();
  await untilStatus(second, serverId, 'live');
  await playOne(second, plex, 2);
  await second.close();
  const leaks = readAllFiles(dir).filter(({ text }) => text.includes('secret-token-of-attic'));
  expect(leaks.map(({ name }) => name)).toEqual(['secrets.json']);
});

test('what cannot be watched is refused in words that say what to do', async () => {
  const plex = await startPlex();
  const selfSigned = await startPlex({ tls: 'self-signed', seed: 3 });
  const stranger = createServer((_request, response) => response.end('<html>A printer</html>'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  closes.push(() => new Promise((resolve) => stranger.close(() => resolve())));
  const address = stranger.address();
  const port = typeof address === 'object' ? address?.port : null;
  const marquee = await startMarquee();
  const { add } = marquee.client.servers;

  expect(await problemOf(add({ uri: 'http://127.0.0.1:9', token: 'x' }))).toMatchObject({
    code: 'CANNOT_CONNECT',
    data: { why: 'unreachable' },
  });
  expect(await problemOf(add({ uri: `http://127.0.0.1:${port}`, token: 'x' }))).toMatchObject({
    data: { why: 'not-plex' },
  });
  expect(await problemOf(add({ uri: plex.uri, token: 'wrong' }))).toMatchObject({ data: { why: 'unauthorized' } });
  expect(await problemOf(add({ uri: plex.uri, token: plex.guestToken }))).toMatchObject({ data: { why: 'not-owner' } });
  const secure = selfSigned.uri.replace('http:', 'https:');
  const trustedCertificate = await certificateOf(add({ uri: secure, token: selfSigned.token }), 'certificate');
  expect(await add({ uri: secure, token: selfSigned.token, trustedCertificate })).toMatchObject({
    trustedCertificate,
    connection: { secure: true },
  });
  await untilStatus(marquee, selfSigned.machineIdentifier, 'live');
  await add({ uri: plex.uri, token: plex.token });
  expect(await problemOf(add({ uri: plex.uri.replace('127.0.0.1', 'localhost'), token: plex.token }))).toMatchObject({
    code: 'ALREADY_WATCHED',
    data: { serverId: plex.machineIdentifier },
  });
  const serverId = selfSigned.machineIdentifier;
  await marquee.client.servers.update({ serverId, trustedCertificate: null });
  const down = await untilStatus(marquee, serverId, 'unreachable');
  expect(down?.status).toMatchObject({ why: expect.stringContaining('certificate') });
});

test('another certificate than the accepted one gets no token, and is accepted only by its owner', async () => {
  const token = 'secret-token-of-attic';
  const first = await startPlex({ tls: 'self-signed', seed: 3, token });
  const uri = first.uri.replace('http:', 'https:');
  const serverId = first.machineIdentifier;
  const marquee = await startMarquee();
  const { servers } = marquee.client;
  const accepted = await certificateOf(servers.add({ uri, token }), 'certificate');
  await servers.add({ uri, token, trustedCertificate: accepted });
  await untilStatus(marquee, serverId, 'live');
  expect(await servers.certificate({ serverId })).toEqual({ fingerprint: null });

  await first.close();
  const second = await startPlex({ tls: 'self-signed', seed: 3, token, port: Number(new URL(uri).port) });
  await vi.waitFor(async () => {
    const { status } = await servers.get({ serverId });
    expect(status).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('not the one you accepted') });
  }, patience);
  const again = servers.add({ uri, token, trustedCertificate: accepted });
  const shown = await certificateOf(again, 'certificate-changed');
  expect(shown).not.toBe(accepted);
  expect(await servers.certificate({ serverId })).toEqual({ fingerprint: shown });
  expect(second.control.requests()).toEqual([]);

  await servers.update({ serverId, trustedCertificate: shown });
  expect(await untilStatus(marquee, serverId, 'live')).toMatchObject({ trustedCertificate: shown });
  await marquee.close();
  const restarted = await startMarquee();
  expect(await untilStatus(restarted, serverId, 'live')).toMatchObject({ trustedCertificate: shown });
});

test('the server of PLEX_URL is shown as such, and cannot be removed or sent elsewhere', async () => {
  const plex = await startPlex();
  const serverId = plex.machineIdentifier;
  const marquee = await startMarquee({ PLEX_URL: plex.uri, PLEX_TOKEN: plex.token });
  expect(await untilStatus(marquee, serverId, 'live')).toMatchObject({ origin: 'environment' });
  const refusal = { code: 'SERVER_FROM_ENVIRONMENT' };
  const { remove, update } = marquee.client.servers;
  expect(await problemOf(remove({ serverId, history: 'keep' }))).toMatchObject(refusal);
  expect(await problemOf(update({ serverId, token: 'x' }))).toMatchObject(refusal);
  expect(await update({ serverId, name: 'Mine' })).toMatchObject({ name: 'Mine' });
});

test('the server of PLEX_URL is switched off and renamed also before it has ever answered', async () => {
  const marquee = await startMarquee({ PLEX_URL: 'http://127.0.0.1:9', PLEX_TOKEN: 'x' });
  const [first] = await marquee.client.servers.list();
  const serverId = first?.id ?? '';
  await untilStatus(marquee, serverId, 'unreachable');
  expect(await marquee.client.servers.update({ serverId, enabled: false, name: 'Mine' })).toMatchObject({
    name: 'Mine',
    enabled: false,
    status: { kind: 'disabled' },
  });
  expect(await marquee.client.servers.update({ serverId, enabled: true })).toMatchObject({ enabled: true });
  expect(await untilStatus(marquee, serverId, 'unreachable')).toMatchObject({ name: 'Mine' });
});

test('a server that is removed keeps its history or loses it, as asked, and others are told', async () => {
  const [kept, lost] = [await startPlex({ name: 'kept' }), await startPlex({ name: 'lost', seed: 2, shelf: 'b' })];
  const marquee = await startMarquee();
  for (const { uri, token } of [kept, lost]) await marquee.client.servers.add({ uri, token });
  await untilStatus(marquee, kept.machineIdentifier, 'live');
  await untilStatus(marquee, lost.machineIdentifier, 'live');
  await playOne(marquee, kept, 1);
  await playOne(marquee, lost, 2);
  // One is still playing: it ends with the watching.
  lost.control.start();
  await vi.waitFor(() => expect(marquee.app.snapshot().sessions).toHaveLength(1), patience);
  const told = await marquee.client.events.stream();
  const listen = async () => {
    const removed: string[] = [];
    for await (const event of told) {
      if (event.kind === 'play-removed') removed.push(event.play.serverId);
      if (removed.length === 2) break;
    }
    return removed;
  };
  const removed = listen();

  const { remove, former } = marquee.client.servers;
  expect(await remove({ serverId: kept.machineIdentifier, history: 'keep' })).toEqual({ deletedPlays: 0 });
  expect(await former()).toMatchObject([{ id: kept.machineIdentifier, name: 'kept', plays: 1 }]);
  expect(await remove({ serverId: lost.machineIdentifier, history: 'delete' })).toEqual({ deletedPlays: 2 });
  expect(await untilPlays(marquee, 1)).toMatchObject([{ serverId: kept.machineIdentifier }]);
  expect(await removed).toEqual([lost.machineIdentifier, lost.machineIdentifier]);
  expect(marquee.app.snapshot()).toMatchObject({ servers: [], sessions: [] });
  expect(await former()).toHaveLength(1);
  await vi.waitFor(() => expect([kept, lost].map(({ control }) => control.listeners())).toEqual([0, 0]), patience);
});

test('a server that was set up anew gets the history of the one that it was', async () => {
  const before = await startPlex({ name: 'attic' });
  const marquee = await startMarquee();
  const { add, update, join: joinServers, former } = marquee.client.servers;
  await add({ uri: before.uri, token: before.token });
  const oldId = before.machineIdentifier;
  await untilStatus(marquee, oldId, 'live');
  await playOne(marquee, before, 1);
  const port = Number(new URL(before.uri).port);
  await before.close();
  await untilStatus(marquee, oldId, 'unreachable');

  const after = await startPlex({ name: 'attic', port, seed: 5, machineIdentifier: 'f'.repeat(40) });
  await update({ serverId: oldId, token: after.token });
  await untilStatus(marquee, after.machineIdentifier, 'live');
  await playOne(marquee, after, 2);
  expect(await former()).toMatchObject([{ id: oldId, plays: 1 }]);
  expect(await joinServers({ serverId: after.machineIdentifier, formerServerId: oldId })).toEqual({ joinedPlays: 1 });
  const page = await marquee.client.history.plays({ server: after.machineIdentifier, includeShort: true });
  expect(page.items).toHaveLength(2);
  expect((await marquee.client.history.plays({ server: oldId, includeShort: true })).items).toEqual([]);
  expect(await former()).toEqual([]);
});

test('a server under a new address just goes on', async () => {
  const first = await startPlex({ name: 'attic' });
  const { machineIdentifier: serverId, token } = first;
  const marquee = await startMarquee();
  await marquee.client.servers.add({ uri: first.uri, token });
  await untilStatus(marquee, serverId, 'live');
  await first.close();
  const second = await startPlex({ name: 'attic', token, machineIdentifier: serverId });
  await marquee.client.servers.update({ serverId, uri: second.uri });
  // It may still seem live where it was.
  await vi.waitFor(() => expect(second.control.listeners()).toBe(1), patience);
  await vi.waitFor(
    () =>
      expect(marquee.app.snapshot().servers).toMatchObject([
        { id: serverId, connection: { uri: second.uri }, status: { kind: 'live' } },
      ]),
    patience,
  );
  expect(await playOne(marquee, second, 1)).toMatchObject([{ serverId }]);
});

test('one server by two addresses is watched once, as PLEX_URL says', async () => {
  const plex = await startPlex();
  const first = await startMarquee();
  const twin = plex.uri.replace('127.0.0.1', 'localhost');
  await first.client.servers.add({ uri: twin, token: plex.token });
  await untilStatus(first, plex.machineIdentifier, 'live');
  await first.close();
  const second = await startMarquee({ PLEX_URL: plex.uri, PLEX_TOKEN: plex.token });
  await vi.waitFor(() => {
    expect(second.app.snapshot().servers).toMatchObject([
      { origin: 'environment', connection: { uri: plex.uri }, status: { kind: 'live' } },
    ]);
    expect(plex.control.listeners()).toBe(1);
  }, patience);
});
