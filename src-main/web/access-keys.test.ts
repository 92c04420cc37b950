// Stories of access keys over the real web server: named, limited to looking, limited in number, and put out when revoked.
import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Told } from '../../src-contract/event.ts';
import { problemSchema } from '../../src-contract/problem.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createAccessKeys, type KeptKey } from './access-keys.ts';
import { createRateLimit } from './rate-limit.ts';
import { startWeb } from './test-web.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

type Web = Awaited<ReturnType<typeof startWeb>>;
let web: Web;
let leave = () => {};
beforeEach(async () => {
  const untilLeft = new Promise<void>((resolve) => (leave = resolve));
  const oneAtTheEnd = async function* (): AsyncGenerator<Told, void> {
    await untilLeft;
    yield { kind: 'events-missed' };
  };
  web = await startWeb({
    rooms: { events: { watch: () => oneAtTheEnd() } },
    web: { rate: { burst: 40, perSecond: 2 } },
  });
});
afterEach(() => {
  leave();
  return web.close();
});

const madeSchema = z.object({ id: z.string(), name: z.string(), readOnly: z.boolean(), key: z.string() });
const make = async (wanted: { name: string; readOnly?: boolean }) => {
  const headers = { 'content-type': 'application/json' };
  return madeSchema.parse(
    await web.json('/api/v1/access/keys', { method: 'POST', body: JSON.stringify(wanted), headers }),
  );
};
const withKey = (key: string, path: string, method = 'GET') =>
  web.call(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${key}` } });
const codeOf = async (answer: Response) => problemSchema.parse(await answer.json()).code;

describe('a key that may only look', () => {
  it('reads everything and changes nothing', async () => {
    const { key, readOnly } = await make({ name: 'Dashboard' });
    expect(readOnly).toBe(true);
    expect((await withKey(key, '/plex/devices')).status).toBe(200);
    for (const [path, method] of [
      ['/sessions/s1/stop', 'POST'],
      ['/plex/transcode/sessions/k1', 'DELETE'],
      ['/settings', 'PATCH'],
      ['/access/keys', 'POST'],
      ['/access/links', 'POST'],
      ['/auth/plex/start', 'GET'],
      ['/webhooks', 'GET'],
    ] as const) {
      const answer = await withKey(key, path, method);
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 403, 'READ_ONLY_KEY']);
    }
  });

  it.each(['/webhooks/', '/./webhooks', '/%2e/webhooks', '/x/../webhooks', '\\webhooks', '/auth/plex/start/'])(
    'does not get by with %s',
    async (path) => {
      const { key } = await make({ name: 'Dashboard' });
      // Not with `fetch`, which would write the address plainly.
      const status = await new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${key}` };
        get({ host: '127.0.0.1', port: web.server.port, path: `/api/v1${path}`, headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).on('error', reject);
      });
      // With a backslash it may be no address at all.
      expect([400, 404]).toContain(status);
    },
  );

  it('cannot have the line of a window, on which all can be done', async () => {
    const { key } = await make({ name: 'Dashboard' });
    const socket = web.openSocket({ authorization: `Bearer ${key}` });
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
    expect(status).toBe(403);
  });
});

it('a key without limits may do what the owner may', async () => {
  const { key } = await make({ name: 'Script', readOnly: false });
  expect((await withKey(key, '/sessions/s1/stop', 'POST')).status).toBe(200);
  const socket = web.openSocket({ authorization: `Bearer ${key}` });
  await new Promise((resolve) => socket.once('open', resolve));
});

describe('a key that is revoked', () => {
  it('is a stranger at once, also in the middle of a stream and on an open line', async () => {
    const { id, key } = await make({ name: 'Old', readOnly: false });
    const stream = await withKey(key, '/events');
    const socket = web.openSocket({ authorization: `Bearer ${key}` });
    await new Promise((resolve) => socket.once('open', resolve));
    const cut = new Promise((resolve) => socket.once('close', resolve));
    expect((await web.call(`/api/v1/access/keys/${id}`, { method: 'DELETE' })).status).toBe(200);
    await expect(stream.text()).rejects.toThrow('terminated');
    await cut;
    expect((await withKey(key, '/plex/devices')).status).toBe(401);
    expect(await codeOf(await web.call(`/api/v1/access/keys/${id}`, { method: 'DELETE' }))).toBe('UNKNOWN_KEY');
  });

  it('takes no other with it', async () => {
    const [old, kept] = [await make({ name: 'Old' }), await make({ name: 'Kept' })];
    const stream = await withKey(kept.key, '/events');
    await web.call(`/api/v1/access/keys/${old.id}`, { method: 'DELETE' });
    leave();
    expect(await stream.text()).toContain('events-missed');
    expect((await withKey(kept.key, '/plex/devices')).status).toBe(200);
  });
});

it('lists the keys by their names, never the keys', async () => {
  const { key } = await make({ name: 'Dashboard' });
  const text = await (await web.call('/api/v1/access/keys')).text();
  expect(text).toContain('Dashboard');
  expect(text).not.toContain(key);
  expect(text).not.toContain('hash');
});

it('a caller that never stops is told to wait, by a problem, and others are not', async () => {
  const [busy, other] = [await make({ name: 'Busy' }), await make({ name: 'Other' })];
  const answers = await Promise.all(Array.from({ length: 80 }, () => withKey(busy.key, '/plex/identity')));
  const refused = answers.find(({ status }) => status === 429);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused?.headers.get('content-type')).toBe('application/problem+json');
  expect(refused && (await codeOf(refused))).toBe('TOO_MANY_REQUESTS');
  expect((await withKey(other.key, '/plex/identity')).status).toBe(200);
  await vi.waitFor(async () => expect((await withKey(busy.key, '/plex/identity')).status).toBe(200), patience);
});

it('the bucket of a caller fills again by itself, but not over its rim', () => {
  const clock = createFakeClock(0);
  const { take } = createRateLimit({ burst: 2, perSecond: 4 }, clock);
  expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 250]);
  clock.advance(250);
  expect([take('a'), take('a')]).toEqual([0, 250]);
  clock.advance(60_000);
  expect([take('a'), take('a'), take('a') > 0, take('b')]).toEqual([0, 0, true, 0]);
});

describe('the keys that are kept', () => {
  const setUp = (kept: KeptKey[] = []) => {
    let all = kept;
    const store = { read: () => all, write: (next: KeptKey[]) => void (all = next) };
    return {
      keys: createAccessKeys({ store, clock: createFakeClock(5), newId: () => `k${all.length}` }),
      read: store.read,
    };
  };

  it('are hashes, and are known again after a restart', () => {
    const { keys, read } = setUp();
    const made = keys.create({ name: 'Dashboard', readOnly: true });
    expect(JSON.stringify(read())).not.toContain(made?.key);
    expect(setUp(read()).keys.find(made?.key ?? '')).toEqual({
      id: 'k0',
      name: 'Dashboard',
      readOnly: true,
      createdAtMs: 5,
    });
    expect(setUp(read()).keys.find('another')).toBeNull();
  });

  it('are a hundred at most', () => {
    const { keys } = setUp();
    const made = Array.from({ length: 101 }, () => keys.create({ name: 'Many', readOnly: true }));
    expect(made.map((one) => one !== null)).toEqual([...Array(100).fill(true), false]);
  });

  it('that somebody changed by hand are left out', () => {
    const { keys } = setUp([{ id: 'k', name: 'Odd', readOnly: true, createdAtMs: 1, hash: 'abc' }]);
    expect(keys.list()).toEqual([]);
  });
});
