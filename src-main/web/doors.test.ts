// The access matrix against the real listener: which door opens to whom, over HTTP and for sockets.
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemSchema } from '../../src-contract/problem.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { startWeb } from './test-web.ts';

type Web = Awaited<ReturnType<typeof startWeb>>;
type Headers = Record<string, string>;

const clock = createFakeClock(1_700_000_000_000);
let web: Web;
beforeAll(async () => void (web = await startWeb({ clock })));
afterAll(() => web.close());

const codeOf = (link: { url: string }): string => link.url.split('#code=')[1] ?? '';
const exchange = (code: string, headers: Headers = {}, from = web) =>
  request(`${from.base}/api/v1/access/exchange`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  });
const cookieFrom = async (from = web): Promise<string> => {
  const { headers, body } = await exchange(codeOf(from.createLink()), {}, from);
  await body.dump();
  return z.string().parse(headers['set-cookie']).split(';')[0] ?? '';
};
const knock = async (path: string, headers: Headers) => {
  const { statusCode, headers: answered, body } = await request(web.base + path, { headers });
  const text = await body.text();
  const type = String(answered['content-type']);
  const code = type === 'application/problem+json' ? problemSchema.parse(JSON.parse(text)).code : null;
  return { status: statusCode, code, headers: answered };
};
const knockSocket = (headers: Headers) =>
  new Promise<{ status: number; code: string | null }>((resolve) => {
    const socket = web.openSocket(headers);
    socket.on('open', () => resolve({ status: 101, code: null }));
    socket.on('unexpected-response', (_request, response) => {
      response.on('data', (data: Buffer) => {
        const { code } = problemSchema.parse(JSON.parse(data.toString()));
        resolve({ status: response.statusCode ?? 0, code });
      });
    });
  });

const visitors: [string, () => Promise<Headers>, number, string | null][] = [
  ['nobody known', async () => ({}), 401, 'SIGN_IN_NEEDED'],
  ['a wrong key', async () => ({ authorization: `Bearer ${'x'.repeat(43)}` }), 401, 'SIGN_IN_NEEDED'],
  ['the key in the wrong scheme', async () => ({ authorization: `Basic ${web.key}` }), 401, 'SIGN_IN_NEEDED'],
  ['the key', async () => ({ authorization: `Bearer ${web.key}` }), 200, null],
  ['a signed-in browser', async () => ({ cookie: await cookieFrom() }), 200, null],
  ['a made-up cookie', async () => ({ cookie: `marquee-${web.server.port}=abc` }), 401, 'SIGN_IN_NEEDED'],
  ['the key as a cookie', async () => ({ cookie: `marquee-${web.server.port}=${web.key}` }), 401, 'SIGN_IN_NEEDED'],
  [
    'a browser that signed in at another Marquee of this machine after this one',
    async () => ({ cookie: `marquee-1=abc; ${await cookieFrom()}` }),
    200,
    null,
  ],
  [
    'the key, from a foreign page',
    async () => ({ authorization: `Bearer ${web.key}`, origin: 'https://evil.example' }),
    403,
    'FOREIGN_ORIGIN',
  ],
  [
    'a signed-in browser, on a page of another port',
    async () => ({ cookie: await cookieFrom(), 'sec-fetch-site': 'same-site' }),
    403,
    'FOREIGN_ORIGIN',
  ],
  [
    'the key, under a rebinding name',
    async () => ({ authorization: `Bearer ${web.key}`, host: 'evil.example' }),
    421,
    'UNKNOWN_HOST',
  ],
];

describe.each([['/api/v1/sessions'], ['/api/v1/openapi.json']])('%s', (path) => {
  it.each(visitors)('%s', async (_story, headers, status, code) => {
    expect(await knock(path, await headers())).toMatchObject({ status, code });
  });
});

describe('/artwork', () => {
  it.each(visitors)('%s', async (_story, headers, status, code) => {
    const path = '/artwork/attic?path=/library/metadata/11/thumb/1700000000';
    const found = status === 200 ? { status: 404, code: 'NOT_FOUND' } : { status, code };
    expect(await knock(path, await headers())).toMatchObject(found);
  });
});

describe('/rpc', () => {
  it.each(visitors)('%s', async (_story, headers, status, code) => {
    const opened = status === 200 ? { status: 101, code: null } : { status, code };
    expect(await knockSocket({ authorization: '', ...(await headers()) })).toMatchObject(opened);
  });

  it('is closed to who does not say which page he is, key or not', async () => {
    expect(await knockSocket({ origin: '' })).toEqual({ status: 403, code: 'FOREIGN_ORIGIN' });
  });
});

describe('the open doors', () => {
  it.each(['/', '/index.html', '/assets/index-abc12345.js', '/api/v1/access/me'])('%s needs no key', async (path) => {
    expect(await knock(path, {})).toMatchObject({ status: 200 });
  });

  it.each(['/', '/assets/index-abc12345.js', '/api/v1/access/me', '/nothing'])(
    '%s is closed under a rebinding name all the same',
    async (path) => {
      expect(await knock(path, { host: 'evil.example:80' })).toMatchObject({ status: 421, code: 'UNKNOWN_HOST' });
    },
  );

  it('tell the page whether it is signed in', async () => {
    expect(await (await fetch(`${web.base}/api/v1/access/me`)).json()).toEqual({ signedIn: false });
    const headers = { cookie: await cookieFrom() };
    expect(await (await fetch(`${web.base}/api/v1/access/me`, { headers })).json()).toEqual({ signedIn: true });
  });

  it('say how to prove oneself where that is needed', async () => {
    expect((await knock('/api/v1/sessions', {})).headers['www-authenticate']).toBe('Bearer');
  });
});

describe('a sign-in link', () => {
  it('gives a browser a cookie that no script and no other site can use', async () => {
    const { statusCode, headers, body } = await exchange(codeOf(web.createLink()), { origin: web.base });
    expect(statusCode).toBe(200);
    expect(await body.json()).toEqual({ signedIn: true });
    expect(headers['set-cookie']).toMatch(
      /^marquee-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=15552000$/,
    );
  });

  it('sets a cookie for the address that the page was opened at', async () => {
    const proxied = await startWeb({ web: { publicUrl: 'https://example.org/marquee/' } });
    const signIn = async (headers: Headers) => {
      const answer = await exchange(codeOf(proxied.createLink()), headers, proxied);
      await answer.body.dump();
      return answer.headers['set-cookie'];
    };
    const home = { host: 'example.org', origin: 'https://example.org' };
    expect(await signIn(home)).toMatch(/^marquee=.*; Path=\/marquee\/; .*; Secure$/);
    expect(await signIn({ origin: proxied.base })).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    await proxied.close();
  });

  it.each<[string, () => Promise<string> | string]>([
    ['made up', () => 'made-up'],
    ['empty', () => ''],
    [
      'used',
      async () => {
        const code = codeOf(web.createLink());
        await (await exchange(code)).body.dump();
        return code;
      },
    ],
    [
      'ten minutes old',
      () => {
        const code = codeOf(web.createLink());
        clock.advance(10 * 60_000);
        return code;
      },
    ],
  ])('that is %s signs nobody in', async (_story, code) => {
    const { statusCode, headers, body } = await exchange(await code());
    expect(statusCode).toBe(401);
    expect(headers['set-cookie']).toBeUndefined();
    expect(problemSchema.parse(await body.json()).code).toBe('SIGN_IN_LINK_USED');
  });

  it('cannot be traded by a foreign page', async () => {
    const code = codeOf(web.createLink());
    const { statusCode, body } = await exchange(code, { origin: 'https://evil.example' });
    await body.dump();
    expect(statusCode).toBe(403);
    const again = await exchange(code);
    await again.body.dump();
    expect(again.statusCode).toBe(200);
  });

  describe('pasted into a desktop app', () => {
    const attach = async (code: string, name = 'Marquee on desk') => {
      const body = JSON.stringify({ code, name });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${web.base}/api/v1/access/attach`, { method: 'POST', headers, body });
      const json: unknown = await answer.json();
      return { status: answer.status, json };
    };
    const madeSchema = z.object({ keyId: z.string(), key: z.string(), host: z.string(), version: z.literal('0.1.0') });

    it('gives it a named key of its own, once', async () => {
      const code = codeOf(web.createLink());
      const made = madeSchema.parse((await attach(code)).json);
      const headers = { authorization: `Bearer ${made.key}` };
      const listed = await fetch(`${web.base}/api/v1/access/keys`, { headers });
      expect(await listed.json()).toContainEqual(
        expect.objectContaining({ id: made.keyId, name: 'Marquee on desk', readOnly: false }),
      );
      const again = await attach(code);
      expect(again.status).toBe(401);
      expect(problemSchema.parse(again.json).code).toBe('SIGN_IN_LINK_USED');
      await web.json(`/api/v1/access/keys/${made.keyId}`, { method: 'DELETE' });
      expect((await fetch(`${web.base}/api/v1/access/keys`, { headers })).status).toBe(401);
    });

    it('stays good when there are too many keys', async () => {
      const full = async () => {
        const answer = await web.call('/api/v1/access/keys', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'one more' }),
        });
        const { id } = z.object({ id: z.string().default('') }).parse(await answer.json());
        return { isFull: !answer.ok, id };
      };
      let last = '';
      for (let one = await full(); !one.isFull; one = await full()) last = one.id;
      const code = codeOf(web.createLink());
      expect((await attach(code)).status).toBe(409);
      await web.json(`/api/v1/access/keys/${last}`, { method: 'DELETE' });
      expect((await attach(code)).status).toBe(200);
    });

    it('needs a name for the key', async () => {
      expect((await attach(codeOf(web.createLink()), ' ')).status).toBe(401);
    });
  });

  it('is not to be guessed: after ten tries there is a minute of silence', async () => {
    clock.advance(60_000);
    const tryOnce = async (code = 'guess') => {
      const { statusCode, headers, body } = await exchange(code);
      await body.dump();
      return { statusCode, retryAfter: headers['retry-after'] };
    };
    for (let tries = 0; tries < 10; tries += 1) expect((await tryOnce()).statusCode).toBe(401);
    const code = codeOf(web.createLink());
    expect(await tryOnce(code)).toEqual({ statusCode: 429, retryAfter: '60' });
    clock.advance(60_000);
    expect((await tryOnce(code)).statusCode).toBe(200);
  });

  it('and keys leave no trace in the log', async () => {
    const code = codeOf(web.createLink());
    const cookie = await cookieFrom();
    await (await exchange(code)).body.dump();
    await knock(`/api/v1/sessions?key=${web.key}&code=${code}`, { cookie });
    await knock(`/nothing/${web.key}?code=${code}`, {});
    await knockSocket({});
    const text = JSON.stringify(web.log);
    expect(web.log).toContainEqual({
      level: 'debug',
      message: 'request',
      fields: { route: '/api/v1/*', method: 'GET', status: 200, ms: expect.any(Number) },
    });
    for (const secret of [web.key, code, cookie.split('=')[1] ?? '']) expect(text).not.toContain(secret);
  });
});
