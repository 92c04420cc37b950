// The web server as a whole: the window's files and their headers, opening on a taken port, closing while all are busy.
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ListenError } from './listen-error.ts';
import { startWeb } from './test-web.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

type Web = Awaited<ReturnType<typeof startWeb>>;
let web: Web | undefined;
afterEach(async () => {
  await web?.close();
  web = undefined;
});
const start = async (...args: Parameters<typeof startWeb>) => (web = await startWeb(...args));

describe('the window', () => {
  it('has a page that is asked for anew, and files that never change', async () => {
    const { base } = await start();
    const page = await fetch(base);
    expect(await page.text()).toContain('<title>Marquee</title>');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = await fetch(`${base}/assets/index-abc12345.js`);
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/', '/nothing', '/api/v1/servers', '/api/v1/access/me'])(
    'tells the browser to be careful at %s',
    async (path) => {
      const { headers } = await (await start()).call(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('keeps what REST answers out of every cache', async () => {
    const { call } = await start();
    expect((await call('/api/v1/servers')).headers.get('cache-control')).toBe('no-store');
    expect((await call('/api/v1/nothing')).headers.get('cache-control')).toBe('no-store');
  });

  it('that was not built is not there, and everything else is', async () => {
    const { call } = await start({ web: { windowDir: null } });
    expect((await call('/')).status).toBe(404);
    expect((await call('/api/v1/servers')).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  it.each([
    ['that hands the base path on', '/marquee'],
    ['that takes the base path off', ''],
  ])('%s everything is where it should be', async (_story, base) => {
    const { call, openSocket } = await start({ web: { publicUrl: 'https://example.org/marquee/' } });
    expect(await (await call(`${base}/`)).text()).toContain('<title>Marquee</title>');
    expect((await call(`${base}/assets/index-abc12345.js`)).status).toBe(200);
    expect(await (await call(`${base}/api/v1/servers?x=/api/v1`)).json()).toHaveLength(1);
    expect(await (await call(`${base}/api/v1/access/me`)).json()).toEqual({ signedIn: true });
    const socket = openSocket({}, {}, `${base}/rpc`);
    expect(await new Promise((resolve) => ['open', 'close'].map((kind) => socket.on(kind, () => resolve(kind))))).toBe(
      'open',
    );
  });
});

describe('the address', () => {
  it.each([
    ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['localhost', /^http:\/\/localhost:\d+$/],
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['::1', /^http:\/\/\[::1\]:\d+$/],
    ['::', /^http:\/\/\[::1\]:\d+$/],
  ])('when listening on %s can be opened', async (host, expected) => {
    const { server, key } = await start({ web: { host } });
    expect(server.url).toMatch(expected);
    const response = await fetch(`${server.url}/api/v1/servers`, { headers: { authorization: `Bearer ${key}` } });
    expect(response.status).toBe(200);
  });

  it('that another program has is named', async () => {
    const { server } = await start();
    const error = await startWeb({ web: { port: server.port } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({
      kind: 'port-taken',
      host: '127.0.0.1',
      port: server.port,
      message: `Another program is already listening on 127.0.0.1:${server.port}.`,
    });
  });

  it('that this machine does not have is named', async () => {
    const error = await startWeb({ web: { host: '203.0.113.7', port: 4848 } }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'no-such-address', host: '203.0.113.7', port: 4848 });
  });

  it.each([
    ['EACCES', 'not-allowed', 'The system does not let Marquee listen on 127.0.0.1:80.'],
    ['EMFILE', 'other', 'Marquee cannot listen on 127.0.0.1:80: bad luck'],
  ])('that fails with %s is explained', (code, kind, message) => {
    expect(new ListenError(Object.assign(new Error('bad luck'), { code }), '127.0.0.1', 80)).toMatchObject({
      kind,
      message,
    });
  });
});

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

describe('closing', () => {
  it('says goodbye to the windows first, then cuts off the call that hangs, and frees the port', async () => {
    let stopping = 0;
    const hangs = () => {
      stopping += 1;
      return new Promise<never>(() => {});
    };
    const { server, feed, call, openSocket } = await start({
      rooms: { watchers: () => ({ stop: hangs, cancelTranscode: hangs }) },
      web: { limits: { closeMs: 300 } },
    });
    const order: string[] = [];
    const socket = openSocket();
    socket.on('open', () => socket.send(JSON.stringify({ i: '1', p: { u: '/live/watch' } })));
    socket.on('close', (code, reason) => order.push(`socket ${code} ${String(reason)}`));
    const hanging = call('/api/v1/sessions/s1/stop', { method: 'POST' }).catch(() => order.push('call'));
    await vi.waitFor(() => expect([feed.readers(), stopping]).toEqual([1, 1]), patience);
    await Promise.all([server.close(), server.close()]);
    await hanging;
    expect(order).toEqual(['socket 1001 Marquee is closing.', 'call']);
    expect(feed.readers()).toBe(0);
    expect(await isFree(server.port)).toBe(true);
  });

  it('does not wait for a window that does not answer', async () => {
    const { server, openSocket } = await start({ web: { limits: { closeMs: 100 } } });
    const socket = openSocket();
    await new Promise((resolve) => socket.on('open', resolve));
    socket.pause();
    await server.close();
    expect(await isFree(server.port)).toBe(true);
  });
});
