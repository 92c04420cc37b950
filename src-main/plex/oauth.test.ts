// Signing in at an authorization server that somebody else wrote, with a person who approves in a browser.
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import { createOAuth, type OAuth } from './oauth.ts';
import { toDispatcher } from './plex-tv-dispatcher.ts';
import type { Grant, Returned, SignInTry } from './sign-in-way.ts';
import { signInThere, startAuthorizationServer, type AuthorizationServer } from './testing/authorization-server.ts';

const callbackUrl = 'http://127.0.0.1:4848/api/v1/auth/plex/callback';
let closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  closers = [];
});

const open = (issuer: string): OAuth => {
  const dispatcher = toDispatcher(issuer, null);
  closers.push(() => dispatcher.destroy());
  return createOAuth({ issuer, clientId: 'marquee', dispatcher, clock: systemClock });
};

const toReturned = (back: URL): Returned => ({
  code: back.searchParams.get('code'),
  error: back.searchParams.get('error'),
  iss: back.searchParams.get('iss'),
});

const grantOf = async (one: SignInTry, back: URL): Promise<Grant> => {
  const answer = await one.ask(toReturned(back));
  if (answer === null || typeof answer === 'string') throw new Error(`no grant: ${answer}`);
  return answer;
};

describe('at a server with all it takes', () => {
  let server: AuthorizationServer;
  let oauth: OAuth;
  beforeEach(async () => {
    server = await startAuthorizationServer({ redirectUri: callbackUrl });
    closers.push(server.close);
    oauth = open(server.issuer);
  });
  const signIn = async (): Promise<Grant> => {
    const one = await oauth.begin({ state: 's1', callbackUrl });
    return grantOf(one, await signInThere(one.authorizationUrl, server));
  };

  it('the browser is sent there with a challenge, and with neither verifier nor secret', async () => {
    const { authorizationUrl, polls } = await oauth.begin({ state: 's1', callbackUrl });
    const url = new URL(authorizationUrl);
    expect(url.origin).toBe(server.issuer);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'marquee',
      response_type: 'code',
      redirect_uri: callbackUrl,
      state: 's1',
      scope: 'openid profile offline_access',
      prompt: 'consent',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(polls).toBe(false);
  });

  it('what comes back is traded for tokens, and says who it is', async () => {
    expect(await signIn()).toEqual({
      tokenKind: 'oauth',
      token: expect.any(String),
      refreshToken: expect.any(String),
      expiresAtMs: expect.any(Number),
      key: null,
      person: { id: 'ada', name: 'ada of the house' },
    });
    expect(server.requests()).toContain('GET /.well-known/oauth-authorization-server');
  });

  it('the code is of no use to another sign-in, which has another verifier', async () => {
    const one = await oauth.begin({ state: 's1', callbackUrl });
    const other = await oauth.begin({ state: 's1', callbackUrl });
    const back = await signInThere(one.authorizationUrl, server);
    await expect(other.ask(toReturned(back))).rejects.toMatchObject({ name: 'PlexError', status: 400 });
  });

  it('an answer of another server is not taken (RFC 9207)', async () => {
    const one = await oauth.begin({ state: 's1', callbackUrl });
    const back = await signInThere(one.authorizationUrl, server);
    const mixedUp = { ...toReturned(back), iss: 'https://elsewhere.example.org' };
    await expect(one.ask(mixedUp)).rejects.toMatchObject({ name: 'PlexError' });
    expect(server.requests()).not.toContain('POST /token');
  });

  it('who declines has declined', async () => {
    const one = await oauth.begin({ state: 's1', callbackUrl });
    const back = await signInThere(one.authorizationUrl, server, 'decline');
    expect(await one.ask(toReturned(back))).toBe('denied');
  });

  it('until the browser is back there is nothing to ask', async () => {
    const one = await oauth.begin({ state: 's1', callbackUrl });
    expect(await one.ask(null)).toBeNull();
  });

  it('tokens are renewed, and after signing out no more', async () => {
    const first = await signIn();
    const second = await oauth.refresh(first.refreshToken ?? '');
    expect(second.token).not.toBe(first.token);
    expect(await oauth.revoke(second)).toBe(true);
    await expect(oauth.refresh(second.refreshToken)).rejects.toMatchObject({ kind: 'unauthorized', status: 400 });
  });

  it('no failure repeats a token', async () => {
    const { refreshToken } = await signIn();
    const error: unknown = await oauth.refresh(`${refreshToken}x`).catch((thrown: unknown) => thrown);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(refreshToken);
    expect(error).not.toHaveProperty('cause');
  });
});

describe('at other servers', () => {
  it('one that revokes nothing says so, and its token ends by itself', async () => {
    const server = await startAuthorizationServer({ redirectUri: callbackUrl, revocation: false });
    closers.push(server.close);
    expect(await open(server.issuer).revoke({ token: 't', refreshToken: null })).toBe(false);
  });

  /** A server that answers everything alike. */
  const startOdd = async (status: number, body: string): Promise<string> => {
    const server = createServer(
      (_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };

  it('one that is away is unreachable', async () => {
    await expect(open('http://127.0.0.1:1').begin({ state: 's1', callbackUrl })).rejects.toMatchObject({
      name: 'PlexError',
      kind: 'unreachable',
      at: '127.0.0.1:1',
    });
  });
  it('one that is none cannot be used', async () => {
    const issuer = await startOdd(404, '{}');
    await expect(open(issuer).begin({ state: 's1', callbackUrl })).rejects.toMatchObject({ kind: 'bad-answer' });
  });
});
