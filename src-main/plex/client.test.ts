// The client against small servers of this test: real sockets, every way that an answer can go wrong.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Log, silentLog } from '../lib/log.ts';
import { createPlexClient, type PlexClient, type PlexClientOptions } from './client.ts';
import { PlexError } from './errors.ts';
import { directTrack, listOf, transcodedFilm } from './samples.ts';

const TOKEN = 'secret-token-0123456789';
const identity = {
  clientId: 'client-1',
  product: 'Marquee',
  version: '0.1.0',
  platform: 'Linux',
  deviceName: 'Büro\n',
};
/** Quick, so that a retry costs no time. */
const limits = { retryBaseMs: 1, timeoutMs: 2000, breakerFailures: 100 };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let handler: Handler;
let seen: { method: string; url: string; headers: IncomingMessage['headers'] }[];
let clients: PlexClient[];

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address ? address.port : 0;

const client = (more: Partial<PlexClientOptions> = {}): PlexClient => {
  const made = createPlexClient({
    uri: `http://127.0.0.1:${portOf(server.address())}`,
    token: TOKEN,
    identity,
    log: silentLog,
    ...more,
    limits: { ...limits, ...more.limits },
  });
  clients.push(made);
  return made;
};

const json = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const html = (response: ServerResponse, status: number, headers: Record<string, string> = {}) =>
  void response
    .writeHead(status, { 'content-type': 'text/html', ...headers })
    .end(`<html><head><title>x</title></head><body><h1>${status}</h1></body></html>`);

const failure = async (call: Promise<unknown>): Promise<PlexError> => {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof PlexError) return thrown;
  throw new Error(`expected a PlexError, got ${inspect(thrown)}`);
};

beforeEach(async () => {
  seen = [];
  clients = [];
  handler = (_request, response) => json(response, { MediaContainer: { size: 0 } });
  server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await Promise.all(clients.map((made) => made.close()));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('what is asked and read', () => {
  test('every request says who we are in headers, and nothing in the address', async () => {
    await client().sessions();
    expect(seen[0]?.url).toBe('/status/sessions');
    expect(seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'x-plex-token': TOKEN,
      'x-plex-client-identifier': 'client-1',
      'x-plex-product': 'Marquee',
      'x-plex-version': '0.1.0',
      'x-plex-platform': 'Linux',
      // UTF-8 bytes, as Node shows them.
      'x-plex-device-name': Buffer.from('Büro').toString('latin1'),
    });
  });

  test('sessions, also below the path of a proxy', async () => {
    handler = (_request, response) => json(response, listOf(transcodedFilm(), 'junk', directTrack()));
    const below = client({ uri: `http://127.0.0.1:${portOf(server.address())}/plex/` });
    const sessions = await below.sessions();
    expect(sessions.map((session) => session.sessionKey)).toEqual(['41', '42']);
    expect(seen[0]?.url).toBe('/plex/status/sessions');
  });

  test('what the server is', async () => {
    handler = (_request, response) =>
      json(response, {
        MediaContainer: {
          machineIdentifier: 'm1',
          friendlyName: 'attic',
          version: '1.43.2',
          platform: 'Linux',
          myPlexSubscription: true,
          ownerFeatures: 'webhooks, session_kick',
          myPlexUsername: 'owner',
        },
      });
    const info = { id: 'm1', name: 'attic', version: '1.43.2', platform: 'Linux', plexPass: true, canTerminate: true };
    expect(await client().info()).toEqual({ ...info, ownerName: 'owner' });
    expect(await client().identity()).toEqual({ id: 'm1', version: '1.43.2' });
    expect(seen.map(({ url }) => url)).toEqual(['/', '/identity']);
  });

  test('what the server is busy with', async () => {
    handler = (_request, response) =>
      json(response, { MediaContainer: { size: 2, Activity: [{ uuid: 'a1', type: 'scan', progress: -1 }, {}] } });
    const activity = { uuid: 'a1', type: 'scan', title: 'scan', subtitle: null, progress: null, cancellable: false };
    expect(await client().activities()).toEqual([activity]);
  });

  test('an item is read once for all who ask, and a failure is not remembered', async () => {
    let fails = true;
    handler = (_request, response) =>
      fails ? html(response, 400) : json(response, listOf({ ...transcodedFilm(), duration: '7200000' }));
    const plex = client();
    expect((await failure(plex.source('9001'))).kind).toBe('bad-answer');
    fails = false;
    seen = [];
    const [one, other] = await Promise.all([plex.source('9001'), plex.source('9001')]);
    expect(one?.durationMs).toBe(7_200_000);
    expect(other).toBe(one);
    expect(await plex.source('9001')).toBe(one);
    expect(seen.map(({ url }) => url)).toEqual(['/library/metadata/9001?includeMarkers=1']);
  });

  test('an item that is gone is null; a strange key stays one path segment', async () => {
    handler = (_request, response) => html(response, 404);
    expect(await client().source('../../status')).toBeNull();
    expect(seen[0]?.url).toBe('/library/metadata/..%2F..%2Fstatus?includeMarkers=1');
    handler = (_request, response) => json(response, { MediaContainer: { size: 0 } });
    expect(await client().source('5')).toBeNull();
  });

  test('a picture comes scaled; what is no picture, or not of this server, does not come', async () => {
    handler = (_request, response) => void response.writeHead(200, { 'content-type': 'image/jpeg' }).end('jpeg bytes');
    const plex = client();
    const picture = await plex.image({ path: '/library/metadata/1/thumb/2', width: 240, height: 360 });
    expect(picture.contentType).toBe('image/jpeg');
    expect(Buffer.from(picture.bytes).toString()).toBe('jpeg bytes');
    expect(seen[0]?.url).toBe(
      '/photo/:/transcode?url=%2Flibrary%2Fmetadata%2F1%2Fthumb%2F2&width=240&height=360&minSize=1&upscale=1',
    );
    await plex.image({ path: 'https://metadata-static.plex.tv/a.jpg', width: 1, height: 1 });
    seen = [];
    for (const path of ['//evil.example/a.jpg', 'http://10.0.0.1/a', 'https://evilplex.tv/a', 'a.jpg']) {
      expect((await failure(plex.image({ path, width: 1, height: 1 }))).kind).toBe('not-found');
    }
    expect(seen).toEqual([]);
    handler = (_request, response) => html(response, 200);
    expect((await failure(plex.image({ path: '/a', width: 1, height: 1 }))).kind).toBe('bad-answer');
    handler = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(2000));
    const small = client({ limits: { imageMaxBytes: 1000 } });
    expect((await failure(small.image({ path: '/a', width: 1, height: 1 }))).kind).toBe('bad-answer');
  });

  test('a wall of pictures leaves connections for the session list, and has an end', async () => {
    const waiting: ServerResponse[] = [];
    handler = (request, response) =>
      request.url?.startsWith('/photo') ? void waiting.push(response) : json(response, listOf(directTrack()));
    const plex = client({ limits: { connections: 2, imagesAtOnce: 1 } });
    const pictures = Array.from({ length: 505 }, () => plex.image({ path: '/a', width: 1, height: 1 }));
    const outcomes = Promise.allSettled(pictures);
    expect(await plex.sessions()).toHaveLength(1);
    expect(waiting.length).toBeLessThanOrEqual(1);
    expect((await failure(pictures[504] ?? Promise.resolve())).kind).toBe('rate-limited');
    await plex.close();
    await outcomes;
  });
});

describe('ending a stream or a transcode', () => {
  test('the stream is named by its Session.id and the message is readable text', async () => {
    handler = (_request, response) => void response.writeHead(200).end();
    await client().terminate('sess 1', 'Bitte später & leiser');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.method).toBe('POST');
    const url = new URL(seen[0]?.url ?? '', 'http://x');
    expect(url.pathname).toBe('/status/sessions/terminate');
    expect(Object.fromEntries(url.searchParams)).toEqual({ sessionId: 'sess 1', reason: 'Bitte später & leiser' });
    expect(url.search).not.toContain('+');
  });

  test.each([
    ['tr-1', '/transcode/sessions/tr-1'],
    ['/transcode/sessions/tr-1', '/transcode/sessions/tr-1'],
    ['a?b', '/transcode/sessions/a'],
  ])('the transcode %s is deleted at %s', async (key, path) => {
    await client().cancelTranscode(key);
    expect(seen.map(({ method, url }) => [method, url])).toEqual([['DELETE', path]]);
  });

  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [500, 'server-error'],
    [429, 'rate-limited'],
  ])('a %d is told as %s and never repeated', async (status, kind) => {
    handler = (_request, response) => html(response, status, { 'retry-after': '0' });
    expect(await failure(client().terminate('s', 'm'))).toMatchObject({ kind, status });
    expect(await failure(client().cancelTranscode('t'))).toMatchObject({ kind, status });
    expect(seen).toHaveLength(2);
  });

  test('a connection that breaks is not asked again', async () => {
    handler = (request) => void request.socket.destroy();
    expect((await failure(client().terminate('s', 'm'))).kind).toBe('unreachable');
    expect(seen).toHaveLength(1);
  });
});

describe('answers that go wrong', () => {
  test.each([
    ['401', (response: ServerResponse) => html(response, 401), 'unauthorized', 1],
    ['403, as newer servers tell a guest', (response: ServerResponse) => html(response, 403), 'forbidden', 1],
    ['404', (response: ServerResponse) => html(response, 404), 'not-found', 1],
    [
      'a redirect is not followed',
      (response: ServerResponse) => html(response, 302, { location: '/x' }),
      'bad-answer',
      3,
    ],
    ['500', (response: ServerResponse) => html(response, 500), 'server-error', 3],
    ['HTML', (response: ServerResponse) => html(response, 200), 'bad-answer', 3],
    ['another shape', (response: ServerResponse) => json(response, { hello: 1 }), 'bad-answer', 3],
    [
      'cut-off JSON',
      (response: ServerResponse) => void response.writeHead(200).end('{"MediaContainer":{"size":1,"Meta'),
      'bad-answer',
      3,
    ],
    [
      'a connection that ends in the middle',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"MediaContainer":', () => response.socket?.destroy());
      },
      'bad-answer',
      3,
    ],
    ['too much', (response: ServerResponse) => void response.writeHead(200).end('x'.repeat(5000)), 'bad-answer', 3],
  ])('%s', async (_, answer, kind, asked) => {
    handler = (_request, response) => answer(response);
    expect((await failure(client({ limits: { bodyMaxBytes: 4000 } }).sessions())).kind).toBe(kind);
    expect(seen).toHaveLength(asked);
  });

  test('what is not HTTP at all, even an echo of what we said', async () => {
    const tcp = createTcpServer(
      (socket) => void socket.on('error', () => {}).on('data', (request) => socket.end(request)),
    );
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const uri = `http://127.0.0.1:${portOf(tcp.address())}`;
    const echoed = await failure(client({ uri }).sessions());
    expect(echoed.kind).toBe('bad-answer');
    expect(inspect(echoed, { depth: 20, showHidden: true })).not.toContain(TOKEN);
    await new Promise((resolve) => tcp.close(resolve));
    expect((await failure(client({ uri }).sessions())).kind).toBe('unreachable');
  });

  test('a server that drips its answer is given up in time, and asked once', async () => {
    let drip: NodeJS.Timeout | undefined;
    handler = (_request, response) => {
      response.writeHead(200);
      drip = setInterval(() => response.write(' '), 20);
    };
    const error = await failure(client({ limits: { timeoutMs: 200 } }).sessions());
    clearInterval(drip);
    expect(error.kind).toBe('timeout');
    expect(seen).toHaveLength(1);
  });

  test('a passing failure is not seen by the caller', async () => {
    handler = (request, response) => {
      if (seen.length === 1) request.socket.destroy();
      else if (seen.length === 2) html(response, 503, { 'retry-after': '0' });
      else json(response, listOf(directTrack()));
    };
    expect(await client().sessions()).toHaveLength(1);
    expect(seen).toHaveLength(3);
  });

  test('Retry-After is honoured: a short wait here, a long one by the caller', async () => {
    const at: number[] = [];
    handler = (_request, response) => {
      at.push(performance.now());
      if (at.length === 1) html(response, 429, { 'retry-after': '1' });
      else json(response, { MediaContainer: { size: 0 } });
    };
    await client().sessions();
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(950);

    seen = [];
    handler = (_request, response) => html(response, 503, { 'retry-after': '120' });
    expect(await failure(client().sessions())).toMatchObject({
      kind: 'server-error',
      status: 503,
      retryAfterMs: 120_000,
    });
    expect(seen).toHaveLength(1);
    const soon = new Date(Date.now() + 60_000).toUTCString();
    handler = (_request, response) => html(response, 429, { 'retry-after': soon });
    expect((await failure(client().sessions())).retryAfterMs).toBeGreaterThan(50_000);
    handler = (_request, response) => html(response, 429, { 'retry-after': 'soon' });
    expect((await failure(client().sessions())).retryAfterMs).toBeNull();
  });
});

describe('the breaker', () => {
  test('opens after failures in a row, says how long, lets acts through, and closes again', async () => {
    handler = (_request, response) => html(response, 500);
    const warn = vi.fn<Log['warn']>();
    const info = vi.fn<Log['info']>();
    const log = { ...silentLog, warn, info };
    const plex = client({ log, limits: { retries: 0, breakerFailures: 2, breakerOpenMs: 150 } });
    expect(plex.breaker()).toBe('closed');
    await failure(plex.sessions());
    await failure(plex.sessions());
    expect(plex.breaker()).toBe('open');
    seen = [];
    const refused = await failure(plex.sessions());
    expect(refused.kind).toBe('breaker-open');
    expect(refused.retryAfterMs).toBeLessThanOrEqual(150);
    expect((await failure(plex.source('1'))).kind).toBe('breaker-open');
    expect((await failure(plex.image({ path: '/a', width: 1, height: 1 }))).kind).toBe('breaker-open');
    expect(seen).toEqual([]);
    expect((await failure(plex.terminate('s', 'm'))).kind).toBe('server-error');
    expect(seen).toHaveLength(1);

    // A try that fails opens it anew: that is no news.
    await expect.poll(async () => (await failure(plex.sessions())).kind, { interval: 20 }).toBe('server-error');
    expect(plex.breaker()).toBe('open');
    let halfOpen = '';
    handler = (_request, response) => {
      halfOpen = plex.breaker();
      json(response, { MediaContainer: { size: 0 } });
    };
    await expect.poll(() => plex.sessions().catch(() => null), { interval: 20 }).toEqual([]);
    expect([halfOpen, plex.breaker()]).toEqual(['half-open', 'closed']);
    const host = `127.0.0.1:${portOf(server.address())}`;
    expect([warn.mock.calls, info.mock.calls]).toEqual([
      [['The server fails again and again; it is asked more rarely', { server: host }]],
      [['The server answers again', { server: host }]],
    ]);
  });

  test('an item that the server fails on does not open it', async () => {
    handler = (request, response) =>
      request.url?.startsWith('/library') ? html(response, 500) : json(response, { MediaContainer: { size: 0 } });
    const plex = client({ limits: { breakerFailures: 1 } });
    expect((await failure(plex.source('1'))).kind).toBe('server-error');
    expect(plex.breaker()).toBe('closed');
    expect(await plex.sessions()).toEqual([]);
  });
});

describe('closing', () => {
  test('breaks off what is under way, and refuses what comes later', async () => {
    const arrived = new Promise<void>((resolve) => {
      handler = () => resolve();
    });
    // A retry would wait for a minute.
    const plex = client({ limits: { retryBaseMs: 60_000 } });
    const pending = failure(plex.sessions());
    await arrived;
    await plex.close();
    expect((await pending).kind).toBe('unreachable');
    expect((await failure(plex.sessions())).kind).toBe('unreachable');
    expect(seen).toHaveLength(1);
  });
});

describe('the token', () => {
  test('is in no error, no log line and no address, whatever happens', async () => {
    const lines: string[] = [];
    const line = (message: string, fields?: object) => void lines.push(`${message} ${inspect(fields, { depth: 10 })}`);
    const log: Log = { debug: line, info: line, warn: line, error: line, for: () => log };
    const plex = client({ log, limits: { breakerFailures: 3 } });
    const errors: PlexError[] = [];
    const answers: Handler[] = [
      (_request, response) => html(response, 401),
      (_request, response) => json(response, listOf('junk')),
      (_request, response) => html(response, 200),
      (request) => void request.socket.destroy(),
    ];
    for (const answer of answers) {
      handler = answer;
      const outcomes = await Promise.allSettled([
        plex.sessions(),
        plex.source('1'),
        plex.terminate('s', 'm'),
        plex.image({ path: '/a', width: 1, height: 1 }),
      ]);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected' && outcome.reason instanceof PlexError) errors.push(outcome.reason);
      }
    }
    const broken = createPlexClient({ uri: 'http://127.0.0.1:1', token: `${TOKEN}\u{1F600}\n`, identity, log, limits });
    clients.push(broken);
    errors.push(await failure(broken.sessions()));
    expect(errors.length).toBeGreaterThan(10);
    expect(lines.length).toBeGreaterThan(0);
    const said = [...lines, ...errors.map((error) => inspect(error, { depth: 20, showHidden: true }))].join('\n');
    expect(said).not.toContain(TOKEN);
    expect(seen.map(({ url }) => url).join()).not.toContain(TOKEN);
  });
});

describe('plex.direct', () => {
  const NAME = '127-0-0-1.0123456789abcdef0123456789abcdef.plex.direct';
  let folder: string;
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');

  const certificateFor = (name: string) => {
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      'key.pem',
      '-out',
      'cert.pem',
      ...subject,
    );
    return { key: read('key.pem'), cert: read('cert.pem') };
  };

  const withTlsServer = async (name: string, visit: (port: number, ca: string) => Promise<void>) => {
    const made = certificateFor(name);
    const tls = createTlsServer(made, (_request, response) => json(response, listOf(directTrack())));
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    try {
      await visit(portOf(tls.address()), made.cert);
    } finally {
      tls.closeAllConnections();
      await new Promise((resolve) => tls.close(resolve));
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plex-direct-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is reached by the address in its name, without DNS, its certificate checked against the name', async () => {
    await withTlsServer(NAME, async (port, ca) => {
      expect(await client({ uri: `https://${NAME}:${port}`, ca }).sessions()).toHaveLength(1);
    });
  });

  test('a certificate for another name, or of an unknown authority, is refused', async () => {
    await withTlsServer('127-0-0-1.ffff.plex.direct', async (port, ca) => {
      expect((await failure(client({ uri: `https://${NAME}:${port}`, ca }).sessions())).kind).toBe('certificate');
    });
    await withTlsServer(NAME, async (port) => {
      expect((await failure(client({ uri: `https://${NAME}:${port}` }).sessions())).kind).toBe('certificate');
    });
  });
});
