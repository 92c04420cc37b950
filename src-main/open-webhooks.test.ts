import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startSim, type Sim } from '../src-sim/start-sim.ts';
import { readAllFiles, startApp } from './test-app.ts';

const SLOW = { timeout: 60_000 };
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const open = async (environment: Record<string, string> = {}) => {
  const sim: Sim = await startSim({ scenario: 'quiet', seed: 7 });
  closers.push(() => sim.close());
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-webhooks-'));
  closers.push(() => rmSync(dataDir, { recursive: true }));
  const started = await startApp(dataDir, {
    PLEX_URL: sim.uri,
    PLEX_TOKEN: sim.token,
    ENABLE_PLEX_WEBHOOKS: 'true',
    ...environment,
  });
  closers.push(started.close);
  const { app } = started;
  const live = () => app.snapshot().servers.map(({ status }) => status.kind);
  const kinds: string[] = [];
  app.onNews(({ events }) => kinds.push(...events.map(({ kind }) => kind)));
  const post = async (
    event: string,
    changes: object = {},
    url = app.webhookUrl ?? `${app.url}/api/v1/plex/webhook`,
  ) => {
    const Account = { id: 1, title: 'Ada' };
    const body = new FormData();
    const payload = { event, user: true, owner: true, Account, Server: { uuid: sim.machineIdentifier }, ...changes };
    body.append('payload', JSON.stringify(payload));
    return (await fetch(url, { method: 'POST', body })).status;
  };
  const health = () => app.snapshot().health.find(({ name }) => name === 'webhooks') ?? null;
  return { ...started, sim, dataDir, post, kinds, live, health };
};

test('a webhook shows a new session before the next poll, and makes no second one', async () => {
  const { sim, app, post, live, plays } = await open({
    PLEX_REALTIME_ENABLED: 'false',
    PLEX_SESSION_POLL_INTERVAL: '1h',
  });
  await expect.poll(live, SLOW).toEqual(['polling']);
  const { sessionKey } = sim.control.start({ user: 'Ada' });
  expect(await post('media.play')).toBe(200);
  expect(await post('media.play')).toBe(200);
  await expect.poll(() => app.snapshot().sessions, SLOW).toHaveLength(1);
  sim.control.stop(sessionKey);
  await expect
    .poll(async () => {
      await post('media.stop');
      return app.snapshot().sessions;
    }, SLOW)
    .toEqual([]);
  await expect.poll(plays, SLOW).toHaveLength(1);
});

test('webhooks doubled and late beside a socket make the same plays', async () => {
  const { sim, app, live, plays, kinds } = await open();
  await expect.poll(live, SLOW).toEqual(['live']);
  sim.control.addWebhook({ url: app.webhookUrl ?? '', times: 2 });
  sim.control.addWebhook({ url: app.webhookUrl ?? '', delayMs: 400 });
  const refs = ['Ada', 'Celia'].map((user) => sim.control.start({ user }));
  await expect.poll(() => app.snapshot().sessions, SLOW).toHaveLength(2);
  for (const { sessionKey } of refs) sim.control.pause(sessionKey);
  await expect.poll(() => app.snapshot().sessions.map(({ state }) => state), SLOW).toEqual(['paused', 'paused']);
  for (const { sessionKey } of refs) sim.control.resume(sessionKey);
  for (const { sessionKey } of refs) sim.control.stop(sessionKey);
  // Started (and for a guest once more), paused, resumed and stopped: three times each.
  await expect.poll(() => sim.control.webhookAnswers(), SLOW).toEqual({ 200: 27 });
  await expect.poll(plays, SLOW).toHaveLength(2);
  expect(kinds.filter((kind) => kind === 'session-started')).toHaveLength(2);
  expect((await plays()).map(({ endedBy }) => endedBy)).toEqual(['stopped', 'stopped']);
  expect(app.snapshot().sessions).toEqual([]);
});

test('what only webhooks tell becomes a fact, once, of this server alone', async () => {
  const { post, kinds, live, health } = await open();
  await expect.poll(live, SLOW).toEqual(['live']);
  for (const _ of [1, 2]) {
    expect(await post('device.new', { Player: { title: 'New TV' } })).toBe(200);
    expect(await post('admin.database.backup')).toBe(200);
    expect(await post('admin.database.corrupted', { Server: { uuid: 'of-a-friend' } })).toBe(200);
    expect(await post('media.rate', { rating: 8, Metadata: { ratingKey: '1', title: 'Film' } })).toBe(200);
  }
  const told = () => kinds.filter((kind) => /device|database|rated/.test(kind));
  await expect.poll(told, SLOW).toEqual(['device-new', 'database-backup', 'item-rated']);
  await expect
    .poll(() => health()?.text, SLOW)
    .toMatch(/^8 heard, the last at 20.*; 2 of other servers ignored, 0 refused\.$/);
  expect(health()).toMatchObject({ ok: true });
});

test('the address holds a token that stays, and that no log ever shows', async () => {
  const { app, post, terminal, dataDir, key } = await open();
  const token = app.webhookUrl?.split('/').at(-1) ?? '';
  expect(Buffer.from(token, 'base64url')).toHaveLength(16);
  expect(token).not.toBe(key);
  expect(await post('media.play', {}, `${app.url}/api/v1/plex/webhook/${token.slice(1)}`)).toBe(404);
  expect(await post('media.play', {}, `${app.url}/api/v1/plex/webhook`)).toBe(200);
  const elsewhere = readAllFiles(dataDir).filter(({ name, text }) => name !== 'secrets.json' && text.includes(token));
  expect(elsewhere).toEqual([]);
  expect(terminal()).not.toContain(token);
});

test('an unsigned one is seen to be refused where a secret is set', async () => {
  const { app, post, health, terminal } = await open({ PLEX_WEBHOOK_SECRET: 'sesame-sesame' });
  for (const _ of [1, 2, 3]) expect(await post('media.play')).toBe(401);
  await expect.poll(health, SLOW).toMatchObject({ ok: false, text: expect.stringContaining('not signed') });
  expect(app.snapshot().servers).toHaveLength(1);
  expect(terminal().match(/A webhook was refused/g)).toHaveLength(1);
  expect(terminal()).not.toContain('sesame-sesame');
});

test('a listener of their own takes webhooks, and nothing else', async () => {
  const { app, post } = await open({ MARQUEE_WEBHOOK_HOST: '127.0.0.1', MARQUEE_WEBHOOK_PORT: '0' });
  const url = app.webhookUrl ?? '';
  expect(new URL(url).port).not.toBe(new URL(app.url).port);
  expect(await post('media.play', {}, url)).toBe(200);
  for (const path of ['/', '/api/v1/live', '/rpc', '/api/v1/access/me']) {
    expect((await fetch(new URL(path, url))).status).toBe(404);
  }
});

test('a listener that cannot start is a failing mouth, and the rest goes on', async () => {
  const first = await open({ MARQUEE_WEBHOOK_HOST: '127.0.0.1', MARQUEE_WEBHOOK_PORT: '0' });
  const taken = new URL(first.app.webhookUrl ?? '').port;
  const { app, health, post } = await open({ MARQUEE_WEBHOOK_HOST: '127.0.0.1', MARQUEE_WEBHOOK_PORT: taken });
  const failing = { ok: false, text: expect.stringContaining('already listening') };
  await expect.poll(health, SLOW).toMatchObject(failing);
  expect(await post('media.play', {}, `${app.url}/api/v1/plex/webhook`)).toBe(200);
});

test('the owner reads the address, what came, and tries it', async () => {
  const { app, client, post } = await open({ PLEX_WEBHOOK_SECRET: 'sesame-sesame' });
  const none = {
    url: app.webhookUrl,
    fixedBy: 'ENABLE_PLEX_WEBHOOKS',
    signed: true,
    lastAtMs: null,
    lastEvent: null,
    heard: 0,
    ignored: 0,
    refused: 0,
  };
  expect(await client.webhooks.get()).toEqual(none);
  expect(await client.webhooks.test()).toEqual({ kind: 'arrived', afterMs: expect.any(Number) });
  // A test of one's own is nothing that Plex sent.
  expect(await client.webhooks.get()).toEqual(none);
  await post('media.play');
  expect(await client.webhooks.get()).toMatchObject({ heard: 0, refused: 1 });
});

test('a test that finds nobody at the address says so', async () => {
  const { client } = await open({ MARQUEE_PUBLIC_URL: 'http://127.0.0.1:1/marquee' });
  expect(await client.webhooks.test()).toEqual({ kind: 'failed', why: expect.stringContaining('Nothing answers') });
});

test('off they are not there, and nobody speaks of them', async () => {
  const { app, client, post, health, get } = await open({ ENABLE_PLEX_WEBHOOKS: 'false' });
  expect(app.webhookUrl).toBeNull();
  expect(await client.webhooks.get()).toMatchObject({ url: null });
  await expect(client.webhooks.test()).rejects.toMatchObject({ code: 'WEBHOOKS_OFF' });
  expect(await post('media.play')).toBe(404);
  expect((await get('/api/v1/plex/webhook')).status).toBe(404);
  expect(health()).toBeNull();
});

test('where nothing else decides the owner switches them on and off, without a restart', async () => {
  const { app, client, post, health } = await open({ ENABLE_PLEX_WEBHOOKS: '' });
  expect(await client.webhooks.get()).toMatchObject({ url: null, fixedBy: null });
  await client.settings.update({ webhooks: { on: true } });
  const { url } = await client.webhooks.get();
  expect(url).toMatch(/\/api\/v1\/plex\/webhook\/.{22}$/);
  expect(await post('media.play', {}, url ?? '')).toBe(200);
  expect(await client.webhooks.test()).toMatchObject({ kind: 'arrived' });
  await client.settings.reset({ page: 'webhooks' });
  expect(await client.webhooks.get()).toMatchObject({ url: null, heard: 0 });
  expect(await post('media.play', {}, url ?? '')).toBe(404);
  await expect.poll(health).toMatchObject({ ok: true, text: null });
  expect(app.snapshot().health.every(({ ok }) => ok)).toBe(true);
});

test('what the owner chose does not count where a variable decides', async () => {
  const { client } = await open({ ENABLE_PLEX_WEBHOOKS: 'false' });
  await client.settings.update({ webhooks: { on: true } });
  expect(await client.webhooks.get()).toMatchObject({ url: null, fixedBy: 'ENABLE_PLEX_WEBHOOKS' });
});
