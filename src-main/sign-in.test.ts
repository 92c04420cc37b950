// Signing in, from the click to the session on the screen: the whole app against a simulated plex.tv and Plex server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { request } from 'undici';
import { z } from 'zod';
import { startPlexTv } from '../src-sim/plextv/start-plex-tv.ts';
import { startSim, type Sim } from '../src-sim/start-sim.ts';
import { startedSignInSchema } from '../src-contract/auth.ts';
import { signInThere, startAuthorizationServer } from './plex/testing/authorization-server.ts';
import { readAllFiles, startApp } from './test-app.ts';

type Marquee = Awaited<ReturnType<typeof startApp>>;

let dataDir = '';
let plexTv: Awaited<ReturnType<typeof startPlexTv>>;
let attic: Sim;
let closers: (() => unknown)[] = [];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'marquee-sign-in-'));
  [plexTv, attic] = await Promise.all([
    startPlexTv(),
    startSim({ manualClock: true, name: 'attic', scenario: 'evening' }),
  ]);
  plexTv.addServer(attic, { owner: 'Ada', sharedWith: ['Bruno'] });
  closers = [() => rmSync(dataDir, { recursive: true }), () => plexTv.close(), () => attic.close()];
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});

const open = async (environment: Record<string, string> = {}): Promise<Marquee> => {
  const marquee = await startApp(dataDir, { MARQUEE_PLEX_TV_URL: plexTv.uri, ...environment });
  closers.push(marquee.close);
  return marquee;
};
const until = <Value>(check: () => Value | Promise<Value>) => vi.waitFor(check, { timeout: 45_000, interval: 20 });

const call = ({ app, key }: Marquee, method: string, path: string, body?: object) =>
  fetch(`${app.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
/** As a browser comes back: with no key of ours, from another site. */
const comeBack = async (url: string, accept = 'text/html,*/*;q=0.8') => {
  const headers = { accept, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const { statusCode: status, headers: got, body } = await request(url, { headers });
  const text = await body.text();
  return { status, headers: got, text, json: (): unknown => JSON.parse(text) };
};
const start = async (marquee: Marquee) =>
  startedSignInSchema.parse(await (await call(marquee, 'POST', '/auth/plex/start')).json());
const forwardUrlOf = (authorizationUrl: string): string =>
  new URLSearchParams(new URL(authorizationUrl).hash.replace('#?', '')).get('forwardUrl') ?? '';

const everySecret = (): string[] => {
  const kept = z
    .looseObject({
      accounts: z.array(z.looseObject({ token: z.string(), key: z.object({ d: z.string() }).nullable() })).default([]),
      tokens: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(readAllFiles(dataDir).find(({ name }) => name === 'secrets.json')?.text ?? '{}'));
  const ofAccounts = kept.accounts.flatMap(({ token, key }) => [token, ...(key ? [key.d] : [])]);
  return [...ofAccounts, ...Object.values(kept.tokens)];
};

it('a click, an approval, and the sessions of his server are on the screen; nothing was typed', async () => {
  const marquee = await open();
  const signedIn: string[] = [];
  marquee.app.onSignedIn((name) => void signedIn.push(name));
  const { authorization_url: authorizationUrl, state } = await start(marquee);
  const heard: string[] = [];
  const watching = (async () => {
    for await (const { kind } of await marquee.client.signIn.watch({ state })) heard.push(kind);
  })();
  plexTv.control.approve(undefined, 'Ada');

  const page = await comeBack(forwardUrlOf(authorizationUrl));
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  const html = page.text;
  expect(html).toContain('<h1>Signed in as Ada</h1>');
  await watching;
  expect(heard.at(-1)).toBe('signed-in');
  expect(signedIn).toEqual(['Ada']);

  await until(() => {
    const { servers, sessions } = marquee.app.snapshot();
    expect(servers).toMatchObject([{ name: 'attic', origin: 'account', accountId: '7300001', owned: true }]);
    expect(servers[0]?.status.kind).toBe('live');
    expect(sessions.length).toBeGreaterThan(0);
  });
  const accounts = await marquee.client.accounts.list();
  expect(accounts).toMatchObject([{ id: '7300001', name: 'Ada', tokenKind: 'device-key', status: { kind: 'ok' } }]);
  const servers = await marquee.client.accounts.servers({ accountId: '7300001' });
  expect(servers).toMatchObject([{ name: 'attic', owned: true, watched: true, presence: true }]);
  expect(await (await marquee.get('/api/v1/health')).json()).toMatchObject({ ok: true, plexTv: { breaker: 'closed' } });

  // Its state was good for once, for people and for programs.
  const again = await comeBack(forwardUrlOf(authorizationUrl));
  expect(again.status).toBe(401);
  expect(again.text).toContain('This sign-in is not known');
  const problem = await comeBack(forwardUrlOf(authorizationUrl), 'application/json');
  expect(problem.status).toBe(401);
  expect(problem.json()).toMatchObject({ code: 'SIGN_IN_STATE_UNKNOWN' });

  // What is secret is in the secret store, and nowhere else.
  const secrets = everySecret();
  expect(secrets.length).toBeGreaterThanOrEqual(3);
  const seen = [
    html,
    marquee.terminal(),
    JSON.stringify([accounts, servers, marquee.app.snapshot()]),
    ...readAllFiles(dataDir).flatMap(({ name, text }) => (name.startsWith('secrets') ? [] : [text])),
  ].join('\n');
  for (const secret of [...secrets, state]) expect(seen).not.toContain(secret);
  for (const { url } of [...plexTv.control.requests(), ...attic.control.requests()]) {
    for (const secret of secrets) expect(url).not.toContain(secret);
  }
}, 120_000);

it('the four endpoints: renewed, ended at plex.tv, and a token that plex.tv ended is seen everywhere', async () => {
  const marquee = await open();
  const byGet = startedSignInSchema.parse(await (await marquee.get('/api/v1/auth/plex/start')).json());
  expect(Date.parse(byGet.expires_at)).toBeGreaterThan(Date.now() + 9 * 60_000);
  const looker = await marquee.client.access.createKey({ name: 'looks', readOnly: true });
  const refused = await fetch(`${marquee.app.url}/api/v1/auth/plex/start`, {
    headers: { authorization: `Bearer ${looker.key}` },
  });
  expect(refused.status).toBe(403);

  plexTv.control.approve(undefined, 'Ada');
  const answer = await comeBack(forwardUrlOf(byGet.authorization_url), 'application/json');
  expect(answer.json()).toMatchObject({ kind: 'signed-in', account: { name: 'Ada' } });
  const before = everySecret()[0];
  const renewed = await call(marquee, 'POST', '/auth/plex/refresh');
  expect(await renewed.json()).toMatchObject([{ name: 'Ada', status: { kind: 'ok' } }]);
  expect(everySecret()[0]).not.toBe(before);

  plexTv.control.revokeTokens();
  const ended = await call(marquee, 'POST', '/auth/plex/refresh', { accountId: '7300001' });
  expect([ended.status, await ended.json()]).toMatchObject([409, { code: 'SIGN_IN_EXPIRED' }]);
  expect(await marquee.client.accounts.list()).toMatchObject([{ status: { kind: 'unauthorized' } }]);
  await until(() =>
    expect(marquee.app.snapshot().health).toContainEqual({
      name: 'sign-in',
      ok: false,
      text: expect.stringMatching(/^Ada: .* Sign in again\.$/),
      sinceMs: expect.any(Number),
    }),
  );

  const second = await start(marquee);
  plexTv.control.approve(undefined, 'Ada');
  await comeBack(forwardUrlOf(second.authorization_url), 'application/json');
  expect(await marquee.client.accounts.list()).toMatchObject([{ status: { kind: 'ok' } }]);
  const out = await call(marquee, 'POST', '/auth/plex/revoke');
  expect(await out.json()).toMatchObject({ account: { name: 'Ada' }, ended: true });
  expect(await marquee.client.accounts.list()).toEqual([]);
  expect(plexTv.control.tokens().filter(({ kind, state }) => kind === 'jwt' && state === 'valid')).toEqual([]);
  expect((await call(marquee, 'POST', '/auth/plex/revoke')).status).toBe(404);
}, 120_000);

it('a sign-in that ends later is told on every surface and is one gap; signing in again heals the servers, too', async () => {
  const marquee = await open();
  const facts: string[] = [];
  marquee.app.onNews(({ events }) => facts.push(...events.map(({ kind }) => kind)));
  const signIn = async () => {
    const { authorization_url: authorizationUrl } = await start(marquee);
    plexTv.control.approve(undefined, 'Ada');
    await comeBack(forwardUrlOf(authorizationUrl), 'application/json');
  };
  const statusOf = () => marquee.app.snapshot().servers[0]?.status.kind;
  await signIn();
  await until(() => expect(statusOf()).toBe('live'));
  const before = everySecret();

  // Marquee was removed from the Authorized Devices.
  plexTv.control.revokeTokens();
  plexTv.control.endAccessTokens();
  attic.control.dropSockets('cut');
  await until(() => expect(statusOf()).toBe('unauthorized'));
  const read = async (path: string): Promise<unknown> => (await marquee.get(`/api/v1${path}`)).json();
  await until(async () =>
    expect(await read('/health')).toMatchObject({
      ok: false,
      mouths: expect.arrayContaining([expect.objectContaining({ name: 'sign-in', ok: false })]),
      servers: [{ name: 'attic', status: { kind: 'unauthorized' } }],
    }),
  );
  expect(await read('/servers')).toMatchObject([{ status: { kind: 'unauthorized', why: expect.any(String) } }]);
  expect(await read('/accounts')).toMatchObject([{ status: { kind: 'unauthorized' } }]);
  const readGaps = () =>
    marquee.client.gaps.list({ server: attic.machineIdentifier, fromMs: 0, toMs: Date.now() + 60_000 });
  await until(async () => expect(await readGaps()).toMatchObject({ gaps: [{ why: 'unauthorized', toMs: null }] }));

  await signIn();
  await until(() => expect(statusOf()).toBe('live'));
  await until(async () =>
    expect(await readGaps()).toMatchObject({ gaps: [{ why: 'unauthorized', toMs: expect.any(Number) }] }),
  );
  expect(await read('/health')).toMatchObject({ ok: true });
  expect(facts.filter((kind) => kind === 'sign-in-expired')).toHaveLength(1);
  expect(everySecret().filter((secret) => before.includes(secret))).toEqual([]);
}, 120_000);

it('plex.tv is told where to send webhooks, beside those of others', async () => {
  const marquee = await open({ ENABLE_PLEX_WEBHOOKS: 'true' });
  for (const name of ['Ada', 'Bruno']) {
    const { authorization_url: authorizationUrl } = await start(marquee);
    plexTv.control.approve(undefined, name);
    await comeBack(forwardUrlOf(authorizationUrl), 'application/json');
  }
  const accountId = '7300001';
  const { url } = await marquee.client.webhooks.get();
  const elsewhere = 'http://127.0.0.1:1/of-another-program';
  const token = plexTv.control.newToken('Ada');
  await fetch(`${plexTv.uri}/api/v2/user/webhooks`, {
    method: 'POST',
    headers: { 'x-plex-token': token, 'x-plex-client-identifier': 'other' },
    body: new URLSearchParams([
      ['urls[]', elsewhere],
      ['urls[]', `http://old:4848${new URL(url ?? '').pathname}`],
    ]),
  });
  await expect(marquee.client.webhooks.register()).rejects.toMatchObject({ code: 'AMBIGUOUS_ACCOUNT' });
  const before = await marquee.client.webhooks.registration({ accountId });
  expect(before).toEqual({ accountId, name: 'Ada', registered: false, others: 1 });
  expect(await marquee.client.webhooks.register({ accountId })).toMatchObject({ registered: true, others: 1 });
  expect(plexTv.control.webhooks('Ada')).toEqual([elsewhere, url]);
  expect(await marquee.client.webhooks.registration({ accountId })).toMatchObject({ registered: true });
  expect(await marquee.client.webhooks.unregister({ accountId })).toMatchObject({ registered: false, others: 1 });
  expect(plexTv.control.webhooks('Ada')).toEqual([elsewhere]);
  await expect(marquee.client.webhooks.register({ accountId: '7400001' })).rejects.toMatchObject({
    code: 'NEEDS_PLEX_PASS',
  });
}, 120_000);

it('an authorization server of the owner signs in behind the same endpoints, and plex.tv has the last word', async () => {
  const redirectUri = 'http://127.0.0.1:4848/api/v1/auth/plex/callback';
  const server = await startAuthorizationServer({ redirectUri });
  closers.push(server.close);
  const marquee = await open({
    PLEX_OAUTH_ISSUER: server.issuer,
    PLEX_OAUTH_CLIENT_ID: 'marquee',
    PLEX_OAUTH_REDIRECT_URI: redirectUri,
  });
  const { authorization_url: authorizationUrl, state } = await start(marquee);
  const back = await signInThere(authorizationUrl, server);
  expect(back.searchParams.get('state')).toBe(state);
  const page = await comeBack(`${marquee.app.url}${back.pathname}${back.search}`);
  expect(page.text).toContain('Signed in as ada of the house');
  expect(await marquee.client.accounts.list()).toMatchObject([
    { id: 'ada', tokenKind: 'oauth', status: { kind: 'unauthorized', why: 'not-for-plex' } },
  ]);
  const code = back.searchParams.get('code') ?? '';
  expect(
    readAllFiles(join(dataDir, 'logs'))
      .map(({ text }) => text)
      .join(),
  ).not.toContain(code);
  const renewed = await call(marquee, 'POST', '/auth/plex/refresh');
  expect(renewed.status).toBe(200);
  const out = await call(marquee, 'POST', '/auth/plex/revoke', { accountId: 'ada' });
  expect(await out.json()).toMatchObject({ account: { id: 'ada' }, ended: true });
  expect(server.requests()).toContain('POST /token/revocation');
}, 120_000);
