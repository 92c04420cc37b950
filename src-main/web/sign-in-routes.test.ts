// Where the browser comes back to: who may call it, and what people and programs get to read there.
import { request } from 'undici';
import { afterEach, expect, it } from 'vitest';
import type { SignInState } from '../../src-contract/auth.ts';
import { problemSchema } from '../../src-contract/problem.ts';
import { anAccount } from '../procedures/test-sign-in.ts';
import type { SignInDoor } from './sign-in-routes.ts';
import { startWeb } from './test-web.ts';

type Web = Awaited<ReturnType<typeof startWeb>>;
let web: Web | null = null;
afterEach(() => web?.close());

const ask = async (signIn: SignInDoor, query: string, headers: Record<string, string> = {}) => {
  web = await startWeb({ web: { signIn } });
  const all = {
    accept: 'text/html,application/xhtml+xml',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
  };
  const answer = await request(`${web.base}/api/v1/auth/plex/callback?${query}`, { headers: { ...all, ...headers } });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text(), log: web.log };
};
const always =
  (state: SignInState | null): SignInDoor =>
  async () =>
    state;
const waiting: SignInState = { kind: 'waiting', authorizationUrl: 'https://x', expiresAtMs: 1, trouble: null };

it.each([
  [{ kind: 'signed-in', account: anAccount } as const, 200, 'Signed in as Ada', 'This page can be closed.'],
  [waiting, 200, 'Waiting for your approval', 'Go back to Marquee.'],
  [{ kind: 'denied' } as const, 200, 'The sign-in was not approved', 'Go back to Marquee.'],
  [{ kind: 'expired' } as const, 200, 'This sign-in has expired', 'Go back to Marquee.'],
  [null, 401, 'This sign-in is not known', 'Start again.'],
])('a person reads a page about %j', async (state, status, title, text) => {
  const answer = await ask(always(state), 'state=s1');
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain(`<h1>${title}</h1>`);
  expect(answer.text).toContain(text);
});

it('a page runs nothing, names nobody it was not told of, and writes names as text', async () => {
  const account = { ...anAccount, name: '<img src=x onerror=alert(1)> & "co"' };
  const { text, headers } = await ask(always({ kind: 'signed-in', account }), 'state=s1');
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;');
  expect(text).not.toContain('<img');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  expect(headers['cache-control']).toBe('no-store');
});

it('the browser comes by whatever name it was sent to, and brings what it was given', async () => {
  const heard: unknown[] = [];
  const door: SignInDoor = async (...all) => {
    heard.push(all);
    return waiting;
  };
  const answer = await ask(door, 'state=s1&code=c1&iss=https%3A%2F%2Fid&more=1', { host: 'nas.lan:4848' });
  expect(answer.status).toBe(200);
  expect(heard).toEqual([['s1', { code: 'c1', error: null, iss: 'https://id' }]]);
  expect(JSON.stringify(answer.log)).not.toMatch(/s1|c1/);
});

it('a page elsewhere cannot fetch it', async () => {
  const answer = await ask(always(waiting), 'state=s1', {
    origin: 'https://evil.example.org',
    'sec-fetch-mode': 'cors',
  });
  expect(answer.status).toBe(403);
});

it.each([
  ['', 422, 'INVALID_INPUT'],
  ['state=', 422, 'INVALID_INPUT'],
  [`state=${'x'.repeat(201)}`, 422, 'INVALID_INPUT'],
  ['state=unknown', 401, 'SIGN_IN_STATE_UNKNOWN'],
])('a program that asks with “%s” is told what is wrong', async (query, status, code) => {
  const answer = await ask(always(null), query, { accept: 'application/json' });
  expect(answer.status).toBe(status);
  expect(problemSchema.parse(JSON.parse(answer.text))).toMatchObject({ status, code });
});
