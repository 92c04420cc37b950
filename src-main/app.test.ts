import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveMessageSchema } from '../src-contract/live.ts';
import { startSim, type Sim, type SimOptions } from '../src-sim/start-sim.ts';
import { openOwnerSettings } from './settings/owner-settings.ts';
import { readAllFiles, startApp } from './test-app.ts';

let dir = '';
const closes: (() => Promise<void>)[] = [];
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

const startPlex = async (options: SimOptions = {}) => {
  const sim = await startSim({ scenario: 'quiet', ...options });
  closes.push(() => sim.close());
  return sim;
};
const startMarquee = async ({ uri, token }: Pick<Sim, 'uri' | 'token'>, more: Record<string, string> = {}) => {
  const marquee = await startApp(dir, { PLEX_URL: uri, PLEX_TOKEN: token, ...more });
  closes.push(marquee.close);
  return marquee;
};
type Marquee = Awaited<ReturnType<typeof startMarquee>>;

const patience = { timeout: 45_000, interval: 20 };
const untilLive = ({ app }: Marquee) =>
  vi.waitFor(() => expect(app.snapshot().servers[0]?.status).toMatchObject({ kind: 'live' }), patience);
const untilSessions = ({ app }: Marquee, count: number) =>
  vi.waitFor(() => {
    expect(app.snapshot().sessions).toHaveLength(count);
    return app.snapshot().sessions;
  }, patience);
const untilPlays = ({ plays }: Marquee, count: number) =>
  vi.waitFor(async () => {
    const found = await plays();
    expect(found).toHaveLength(count);
    return found;
  }, patience);

test('a session appears in the live view, and is a play of the history when it has ended', async () => {
  const plex = await startPlex();
  const marquee = await startMarquee(plex);
  await untilLive(marquee);
  const { sessionKey } = plex.control.start({ user: 'Celia' });
  const [session] = await untilSessions(marquee, 1);
  expect(await marquee.client.sessions.list({})).toMatchObject([{ id: session?.id, user: { name: 'Celia' } }]);
  plex.control.stop(sessionKey);
  await untilSessions(marquee, 0);
  const [play] = await untilPlays(marquee, 1);
  expect(play).toMatchObject({ id: session?.id, serverId: plex.machineIdentifier, user: { name: 'Celia' } });
});

test('the live feed begins with a snapshot and goes on with patches', async () => {
  const plex = await startPlex();
  const marquee = await startMarquee(plex);
  await untilLive(marquee);
  const feed = await marquee.client.live.watch();
  expect((await feed.next()).value).toMatchObject({ kind: 'snapshot', snapshot: { sessions: [] } });
  const next = async () => {
    const message = liveMessageSchema.parse((await feed.next()).value);
    if (message.kind !== 'patch') throw new Error('Not a patch');
    return message.patch;
  };
  const { sessionKey } = plex.control.start();
  let patch = await next();
  while (patch.sessions.length === 0) patch = await next();
  const sessionId = patch.sessions[0]?.id;
  plex.control.stop(sessionKey);
  while (patch.ended.length === 0) patch = await next();
  expect(patch.ended).toMatchObject([{ sessionId, endedBy: 'stopped' }]);
  await feed.return();
});

test('our own restart goes on with the open session: one play', async () => {
  const plex = await startPlex();
  const first = await startMarquee(plex);
  const { sessionKey } = plex.control.start();
  const [before] = await untilSessions(first, 1);
  await first.close();
  const second = await startMarquee(plex);
  await untilLive(second);
  // An adopted session is silent until Plex speaks of it again.
  const found = { id: before?.id, startedAtMs: before?.startedAtMs, silent: false };
  await vi.waitFor(() => expect(second.app.snapshot().sessions).toMatchObject([found]), patience);
  plex.control.stop(sessionKey);
  expect(await untilPlays(second, 1)).toMatchObject([{ id: before?.id, startedAtMs: before?.startedAtMs }]);
});

test('the time between our end and our next start is a gap', async () => {
  const plex = await startPlex();
  for (const _ of ['first', 'second']) {
    const marquee = await startMarquee(plex);
    await untilLive(marquee);
    await marquee.close();
  }
  const database = await DuckDBInstance.create(join(dir, 'marquee.duckdb'));
  const rows = await (await database.connect()).runAndReadAll('SELECT server_id, why, to_ms IS NULL FROM gap');
  expect(rows.getRows()).toEqual([[plex.machineIdentifier, 'our-start', false]]);
  database.closeSync();
});

test('a server that restarts keeps its viewers', async () => {
  const plex = await startPlex();
  const marquee = await startMarquee(plex);
  await untilLive(marquee);
  plex.control.start();
  const [before] = await untilSessions(marquee, 1);
  await plex.control.restart({ downMs: 300, playersComeBackAfterMs: 500 });
  // Until it has noticed, it seems as live as before.
  await vi.waitFor(() => expect(plex.control.listeners()).toBe(1), patience);
  await untilLive(marquee);
  const [after] = await untilSessions(marquee, 1);
  expect(after?.id).toBe(before?.id);
  expect(await marquee.plays()).toEqual([]);
});

test('a server that is down at the start is said to be, and watched as soon as it is there', async () => {
  const gone = await startSim({ scenario: 'quiet' });
  const port = Number(new URL(gone.uri).port);
  await gone.close();
  // Without the socket the next look comes after exactly this time.
  const marquee = await startMarquee(gone, { PLEX_SESSION_POLL_INTERVAL: '10s', PLEX_REALTIME_ENABLED: 'false' });
  await vi.waitFor(() => expect(marquee.app.snapshot().servers[0]?.status.kind).toBe('unreachable'), patience);
  const plex = await startPlex({ port, token: gone.token });
  await vi.waitFor(() => expect(marquee.app.snapshot().servers[0]?.status.kind).toBe('polling'), patience);
  expect(marquee.app.snapshot().servers).toMatchObject([{ id: plex.machineIdentifier, name: plex.name }]);
  expect(plex.control.requests().filter(({ url }) => url.includes('websocket'))).toEqual([]);
  // A page that knew it by its address before it said who it is has its pictures all the same.
  plex.control.start();
  const [session] = await untilSessions(marquee, 1);
  const picture = `${encodeURIComponent(gone.uri)}?path=${encodeURIComponent(session?.item.thumb ?? '')}`;
  expect((await marquee.get(`/artwork/${picture}`)).status).toBe(200);
});

test('a stream that the owner stops ends, and says so', async () => {
  const plex = await startPlex();
  const marquee = await startMarquee(plex);
  plex.control.start();
  const [session] = await untilSessions(marquee, 1);
  const outcome = await marquee.client.sessions.stop({ sessionId: session?.id ?? '', message: 'Good night' });
  expect(outcome).toMatchObject({ kind: 'stopped' });
  expect(await untilPlays(marquee, 1)).toMatchObject([{ endedBy: 'killed' }]);
});

test('closing leaves nothing open: no socket at Plex, no port, no lock, and all that happened is stored', async () => {
  const plex = await startPlex();
  const first = await startMarquee(plex);
  await untilLive(first);
  plex.control.start();
  await untilSessions(first, 1);
  expect(plex.control.listeners()).toBe(1);
  const { port } = new URL(first.app.url);
  await first.close();
  await vi.waitFor(() => expect(plex.control.listeners()).toBe(0), patience);
  const second = await startMarquee(plex, { MARQUEE_PORT: port });
  expect(new URL(second.app.url).port).toBe(port);
});

test('two known servers are watched side by side, though their session keys are the same', async () => {
  const one = await startPlex({ name: 'attic' });
  const other = await startPlex({ name: 'nas', shelf: 'b', seed: 2 });
  const known = [one, other].map(({ machineIdentifier: id, name, uri }) => ({ id, name, uri }));
  const tokens = Object.fromEntries([one, other].map(({ machineIdentifier, token }) => [machineIdentifier, token]));
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ servers: known }));
  writeFileSync(join(dir, 'secrets.json'), JSON.stringify({ tokens }), { mode: 0o600 });
  const marquee = await startApp(dir, {});
  closes.push(marquee.close);
  const starts = [one.control.start(), other.control.start()];
  expect(starts[0]?.sessionKey).toBe(starts[1]?.sessionKey);
  const sessions = await untilSessions(marquee, 2);
  expect(new Set(sessions.map(({ serverId }) => serverId))).toEqual(new Set(known.map(({ id }) => id)));
  const outcome = await marquee.client.sessions.stop({
    sessionId: sessions.find(({ serverId }) => serverId === other.machineIdentifier)?.id ?? '',
  });
  expect(outcome).toMatchObject({ kind: 'stopped' });
  expect(await untilSessions(marquee, 1)).toMatchObject([{ serverId: one.machineIdentifier }]);
});

test('without any server it runs, and the history can be read', async () => {
  const marquee = await startApp(dir, {});
  closes.push(marquee.close);
  expect(await marquee.client.live.snapshot()).toMatchObject({ servers: [], sessions: [], health: [{ ok: true }] });
  expect(await marquee.plays()).toEqual([]);
});

test('with direct watching switched off the server is shown as such, and nothing is asked of it', async () => {
  const plex = await startPlex();
  plex.control.start();
  const marquee = await startMarquee(plex, { ENABLE_PLEX_SYNC: 'false' });
  expect(await marquee.client.live.snapshot()).toMatchObject({
    servers: [{ status: { kind: 'disabled' }, connection: { uri: plex.uri } }],
    sessions: [],
  });
  expect(plex.control.requests()).toEqual([]);
  expect(await marquee.client.about.get()).toMatchObject({ directWatching: false });
});

test('a server that cannot be written into the settings is watched all the same', async () => {
  const plex = await startPlex();
  const file = {
    owner: openOwnerSettings({ store: {} }),
    rememberServer: () => {
      throw new Error('The disk is full');
    },
    forgetServer: () => {},
  };
  const marquee = await startApp(dir, { PLEX_URL: plex.uri, PLEX_TOKEN: plex.token }, { file });
  closes.push(marquee.close);
  await untilLive(marquee);
  expect(marquee.terminal()).toContain('The disk is full');
});

test('a history that cannot be opened stops nothing but itself, and the health says so', async () => {
  const plex = await startPlex();
  const first = await startMarquee(plex);
  await first.close();
  const database = await DuckDBInstance.create(join(dir, 'marquee.duckdb'));
  await (await database.connect()).run("UPDATE migration SET number = 999, name = 'from the future'");
  database.closeSync();
  const second = await startMarquee(plex);
  await untilLive(second);
  plex.control.start();
  await untilSessions(second, 1);
  const { ok, mouths } = await second.client.health.get();
  expect(ok).toBe(false);
  expect(mouths).toMatchObject([{ name: 'history', ok: false }]);
  expect((await second.get('/api/v1/history')).status).toBe(503);
});

test('no token and no key is in any log, answer, page or file, but for the secrets file', async () => {
  const plex = await startPlex({ token: 'secret-token-of-plex' });
  const marquee = await startMarquee(plex, { MARQUEE_ACCESS_KEY: 'secret-key-of-the-owner' });
  await untilLive(marquee);
  plex.control.fault({ path: '/library', fault: { kind: 'status', status: 500 }, times: 2 });
  plex.control.start({ how: 'video' });
  const [session] = await untilSessions(marquee, 1);
  await plex.control.restart({ downMs: 200, playersComeBackAfterMs: 100 });
  // Until it has noticed, it seems as live as before.
  await vi.waitFor(() => expect(plex.control.listeners()).toBe(1), patience);
  await untilLive(marquee);
  await untilSessions(marquee, 1);
  expect(await marquee.client.sessions.stop({ sessionId: session?.id ?? '' })).toMatchObject({ kind: 'stopped' });
  await untilPlays(marquee, 1);
  const link = marquee.app.createLink();
  const paths = ['/', '/api/v1/live', '/api/v1/history', '/api/v1/health', '/api/v1/openapi.json', '/api/v1/servers'];
  const answers = await Promise.all(
    [...paths, `/artwork/${plex.machineIdentifier}?path=/library/metadata/1/thumb`].map(async (path) => {
      const answer = await marquee.get(path);
      return { name: path, text: `${JSON.stringify([...answer.headers])}${await answer.text()}` };
    }),
  );
  await marquee.close();
  const places = [...answers, ...readAllFiles(dir), { name: 'terminal', text: marquee.terminal() }];
  expect(places.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['marquee.log', 'marquee.duckdb', 'settings.json']),
  );
  const code = new URL(link.url).hash.replace('#code=', '');
  const leaks = places.filter(({ text }) =>
    ['secret-token-of-plex', 'secret-key-of-the-owner', code].some((secret) => text.includes(secret)),
  );
  expect(leaks.map(({ name }) => name)).toEqual([]);
}, 120_000);
