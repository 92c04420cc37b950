// The whole story of an owner with every secret that there is, and then: none of them stands anywhere but in the secret store.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startSim } from '../src-sim/start-sim.ts';
import { readAllFiles, startApp } from './test-app.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 45_000, interval: 20 });

/** Answers every question with an error that repeats it, address and all, as some programs do. */
const startEcho = async () => {
  const server = createServer((request, response) => {
    response
      .writeHead(500, { 'content-type': 'text/plain' })
      .end(`cannot ${request.url ?? ''} ${JSON.stringify(request.headers)}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address: AddressInfo = z
    .object({ port: z.number(), address: z.string(), family: z.string() })
    .parse(server.address());
  return `http://127.0.0.1:${address.port}`;
};

/** All that `secrets.json` keeps, however deep it lies. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};
const keptSchema = z.looseObject({
  accessKey: z.string(),
  webhookToken: z.string(),
  tokens: z.record(z.string(), z.string()),
  accounts: z.array(z.looseObject({ token: z.string(), key: z.object({ d: z.string() }).nullable() })),
});

it('no token, key or password is in a log, an answer, a setting, a file or the report for those who help', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-secrets-'));
  closers.push(() => rmSync(dataDir, { recursive: true }));
  const outside = mkdtempSync(join(tmpdir(), 'marquee-creds-'));
  closers.push(() => rmSync(outside, { recursive: true }));
  const [attic, cellar] = await Promise.all([
    startSim({ name: 'attic', token: 'attic-Token-Of-Nobody', scenario: 'evening', plexTv: {} }),
    startSim({ name: 'cellar', token: 'cellar-Token-Of-Nobody', scenario: 'quiet', seed: 2 }),
  ]);
  closers.push(
    () => attic.close(),
    () => cellar.close(),
  );
  const { plexTv } = attic;
  if (plexTv === null) throw new Error('There is no plex.tv');
  const echo = await startEcho();
  const told = {
    webhookSecret: 'sesame-webhook-secret',
    natsPassword: 'hunter22-of-nats',
    natsSeed: 'SUAOTTSSEEEEDOFNOBODYSUAOTTSSEEEEDOFNOBODYSUAOTTSSEEEEDO',
    proxyPassword: 'hunter33-of-proxy',
    tautulliKey: 'tautulli0key0of0nobody0tautulli0',
    wrongToken: 'wrong-Token-That-Was-Tried',
  };
  const creds = join(outside, 'nats.creds');
  writeFileSync(creds, `-----BEGIN USER NKEY SEED-----\n${told.natsSeed}\n------END USER NKEY SEED------\n`);
  const marquee = await startApp(dataDir, {
    MARQUEE_PLEX_TV_URL: plexTv.uri,
    ENABLE_PLEX_WEBHOOKS: 'true',
    PLEX_WEBHOOK_SECRET: told.webhookSecret,
    NATS_URL: `nats://ann:${told.natsPassword}@127.0.0.1:1`,
    NATS_CREDS: creds,
    HTTPS_PROXY: `http://ann:${told.proxyPassword}@127.0.0.1:1`,
  });
  closers.push(marquee.close);
  const { app, client, get } = marquee;
  const answers: string[] = [];
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const answer = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${marquee.key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    answers.push(`${method} ${path}\n${await answer.clone().text()}`);
    return answer;
  };

  // He signs in, adds a server by hand, once with a token that is wrong, and looks around.
  const started = await client.signIn.start();
  plexTv.control.approve(undefined, 'Ada');
  const forward =
    new URLSearchParams(new URL(started.authorization_url).hash.replace('#?', '')).get('forwardUrl') ?? '';
  answers.push(await (await fetch(forward, { headers: { accept: 'text/html' } })).text());
  const server = { uri: cellar.uri, trustedCertificate: null };
  expect((await call('POST', '/servers', { ...server, token: told.wrongToken })).ok).toBe(false);
  expect((await call('POST', '/servers', { ...server, uri: echo, token: told.wrongToken })).ok).toBe(false);
  expect((await call('POST', '/servers', { ...server, token: cellar.token })).ok).toBe(true);
  expect(
    (await call('POST', '/servers', { ...server, uri: `${cellar.uri}/?X-Plex-Token=${told.wrongToken}`, token: '' }))
      .ok,
  ).toBe(false);
  await until(() => expect(app.snapshot().servers.map(({ status }) => status.kind)).toEqual(['live', 'live']));
  // What he brings over from a Tautulli needs its key.
  for (const url of [echo, 'http://127.0.0.1:1', attic.uri]) {
    await call('POST', '/tautulli/test', { url, key: told.tautulliKey });
    await call('POST', '/imports/inspect', { source: { kind: 'api', url, key: told.tautulliKey } });
    await call('POST', '/imports', { source: { kind: 'api', url, key: told.tautulliKey } });
    await call('PUT', '/tautulli', { url, key: told.tautulliKey });
  }
  // Webhooks come, signed or not; keys are made; a server fails and says what it was asked.
  const { url: webhookUrl } = await client.webhooks.get();
  await fetch(webhookUrl ?? '', { method: 'POST', body: '{}' });
  await call('POST', '/webhooks/test');
  const made = await client.access.createKey({ name: 'dashboard' });
  const link = await client.access.createLink();
  attic.control.fault({
    path: '/status/sessions',
    fault: { kind: 'body', body: `<html>${attic.token}</html>` },
    times: 2,
  });
  attic.control.dropSockets('cut');
  plexTv.control.endAccessTokens();
  await call('POST', '/auth/plex/refresh');
  await call('GET', '/no/such/thing?X-Plex-Token=x');

  // Everything that can be asked without an argument is asked.
  const document = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await (await get('/api/v1/openapi.json')).json());
  const asked = Object.entries(document.paths).flatMap(([path, methods]) =>
    'get' in methods && !path.includes('{') && !/events|start|callback|live/.test(path) ? [path] : [],
  );
  expect(asked.length).toBeGreaterThan(15);
  for (const path of asked) await call('GET', path);
  for (const { id } of await client.servers.list()) {
    await call('GET', `/servers/${id}`);
    await call('GET', `/servers/${id}/connections`);
  }
  for (const { id } of await client.accounts.list()) await call('GET', `/accounts/${id}/servers`);
  const report = JSON.stringify(await client.about.diagnostics());
  const snapshot = JSON.stringify(app.snapshot());
  const sent = [...attic.control.requests(), ...cellar.control.requests(), ...plexTv.control.requests()];
  await marquee.close();

  const files = readAllFiles(dataDir);
  const raw = files.find(({ name }) => name === 'secrets.json')?.text ?? '{}';
  const kept = keptSchema.parse(JSON.parse(raw));
  const never = [
    ...Object.values(told),
    ...Object.values(kept.tokens),
    ...kept.accounts.flatMap(({ token, key }) => [token, ...(key ? [key.d] : [])]),
    attic.token,
    cellar.token,
    plexTv.control.accessToken('attic', 'Ada'),
    kept.accessKey,
  ];
  expect(textsOf(JSON.parse(raw))).toContain(cellar.token);
  expect(never.every((secret) => secret.length > 8)).toBe(true);
  // These the owner is shown where he asks for them, and nowhere else.
  const onlyAsked = [kept.webhookToken, made.key, new URL(link.url).hash.replace('#code=', ''), started.state];
  const logs = [marquee.terminal(), ...files.filter(({ name }) => name.endsWith('.log')).map(({ text }) => text)];
  expect(logs.join('').length).toBeGreaterThan(1000);
  const places: [string, string, readonly string[]][] = [
    ...logs.map((text): [string, string, string[]] => ['a log', text, [...never, ...onlyAsked]]),
    ['the report', report, [...never, ...onlyAsked]],
    ['the live picture', snapshot, [...never, ...onlyAsked]],
    ...answers.map((text): [string, string, string[]] => [text.slice(0, 80), text, never]),
    ...files
      .filter(({ name }) => name !== 'secrets.json')
      .map(({ name, text }): [string, string, string[]] => [name, text, [...never, ...onlyAsked]]),
    // A Tautulli takes its key in no other way.
    ...sent.map(({ url }): [string, string, string[]] => [
      'an address that was asked',
      url,
      never.filter((secret) => secret !== told.tautulliKey),
    ]),
  ];
  const leaks = places.flatMap(([where, text, secrets]) =>
    secrets
      .filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
      .map((secret) => [where, secret]),
  );
  expect(leaks).toEqual([]);
}, 90_000);
