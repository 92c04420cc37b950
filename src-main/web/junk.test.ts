// Junk on every door: whatever comes is answered with a problem or cut off, and the next visitor is served as ever.
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { problemSchema } from '../../src-contract/problem.ts';
import type { Rooms } from '../procedures/router.ts';
import { startWeb } from './test-web.ts';

let web: Awaited<ReturnType<typeof startWeb>>;
const secret = 'the-secret-path';
beforeAll(async () => {
  const health: Rooms['health'] = () => {
    throw new Error(`cannot read ${secret}`);
  };
  const limits = { headersMs: 300, requestMs: 600, checkMs: 50 };
  web = await startWeb({
    rooms: { health },
    web: { limits, artwork: async () => ({ kind: 'unavailable', cause: new Error('no') }) },
  });
});
afterAll(() => web.close());
afterEach(async () => {
  const response = await web.call('/api/v1/servers');
  if (!response.ok) throw new Error('The next visitor is not served');
});

const json = { 'content-type': 'application/json' };
const stop = '/api/v1/sessions/s1/stop';

describe('a request', () => {
  it.each<[string, string, RequestInit & { headers?: Record<string, string> }, number, string]>([
    ['malformed JSON', stop, { method: 'POST', headers: json, body: '{"message": ' }, 400, 'MALFORMED_REQUEST'],
    ['JSON that is no object', stop, { method: 'POST', headers: json, body: '"stop"' }, 400, 'MALFORMED_REQUEST'],
    ['a list', stop, { method: 'POST', headers: json, body: '[]' }, 400, 'MALFORMED_REQUEST'],
    ['null', stop, { method: 'POST', headers: json, body: 'null' }, 400, 'MALFORMED_REQUEST'],
    [
      'a poisoned prototype',
      stop,
      { method: 'POST', headers: json, body: '{"__proto__": {}}' },
      400,
      'MALFORMED_REQUEST',
    ],
    ['a huge body', stop, { method: 'POST', headers: json, body: 'x'.repeat(70_000) }, 413, 'TOO_LARGE'],
    ['a form', stop, { method: 'POST', body: new URLSearchParams({ message: 'x' }) }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a file', stop, { method: 'POST', body: new FormData() }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['plain text', stop, { method: 'POST', body: 'stop' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['an unknown route', '/api/v1/nothing', {}, 404, 'NOT_FOUND'],
    ['an unknown page', '/nothing', {}, 404, 'NOT_FOUND'],
    ['an unknown page, posted to', '/nothing', { method: 'POST' }, 404, 'NOT_FOUND'],
    ['a known route with the wrong method', '/api/v1/servers', { method: 'DELETE' }, 404, 'NOT_FOUND'],
    ['an address that cannot be decoded', '/api/v1/%ff%fe', {}, 400, 'MALFORMED_REQUEST'],
    ['a way out of the window', '/assets/..%2f..%2fetc/passwd', {}, 404, 'NOT_FOUND'],
    ['our own bug', '/api/v1/health', {}, 500, 'INTERNAL'],
    [
      'a message that is too long',
      stop,
      { method: 'POST', headers: json, body: JSON.stringify({ message: 'x'.repeat(501) }) },
      422,
      'INVALID_INPUT',
    ],
  ])('with %s', async (_story, path, init, status, code) => {
    const response = await web.call(path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const text = await response.text();
    expect(problemSchema.parse(JSON.parse(text))).toMatchObject({
      status,
      code,
      type: expect.stringMatching(/^urn:marquee:/),
    });
    expect(text).not.toMatch(/the-secret-path|node_modules|\.ts/);
  });

  it('with an empty body is one without a message', async () => {
    const response = await web.call(stop, { method: 'POST', headers: json });
    expect(await response.json()).toEqual({ kind: 'stopped', afterMs: 1800 });
  });

  it('that meets our own bug leaves its reason in the log', () => {
    const line = web.log.find(({ level }) => level === 'error');
    expect(line).toMatchObject({ fields: { procedure: 'health.get', reason: `cannot read ${secret}` } });
  });
});

it('a bug in a plain route is told to the log and nobody else', async () => {
  const throwing = () => {
    throw new Error(`cannot write ${secret}`);
  };
  const store = { read: () => [], write: throwing };
  const other = await startWeb({ store });
  const code = other.createLink().url.split('#code=')[1];
  const response = await other.call('/api/v1/access/exchange', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ code }),
  });
  expect(response.status).toBe(500);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(await response.text()).not.toContain(secret);
  expect(other.log).toContainEqual(expect.objectContaining({ level: 'error', message: 'A request failed' }));
  await other.close();
});

const speak = (text: string) =>
  new Promise<string>((resolve) => {
    const socket = connect(web.server.port, '127.0.0.1', () => socket.write(text));
    const parts: string[] = [];
    socket.on('data', (data) => parts.push(data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(parts.join('')));
  });

describe('a connection', () => {
  it.each([
    ['that speaks something else', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['whose headers are too large', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['that dawdles over its headers', 'GET / HTTP/1.1\r\nhost: localhost\r\n'],
    ['that dawdles over its body', `POST ${stop} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{`],
  ])('%s is told so and cut off', async (_story, text) => {
    const answer = await speak(text);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).toContain('application/problem+json');
  });

  it('that wants another protocol is told so and cut off', async () => {
    const headers = `host: 127.0.0.1:${web.server.port}\r\norigin: ${web.base}\r\nauthorization: Bearer ${web.key}\r\n`;
    const ask = (path: string, more = '') =>
      speak(`GET ${path} HTTP/1.1\r\n${headers}connection: upgrade\r\n${more}\r\n`);
    expect(await ask('/elsewhere', 'upgrade: websocket\r\n')).toMatch(/^HTTP\/1\.1 404 /);
    expect(await ask('/rpc', 'upgrade: h2c\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask('/rpc', 'upgrade: websocket\r\nsec-websocket-version: 3\r\n')).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});

describe('a frame', () => {
  const call = { i: '1', p: { u: '/servers/list' } };
  it.each<[string, string | Uint8Array, number]>([
    ['that is not JSON', '{', 1007],
    ['that is no call', '42', 1007],
    ['without an id', JSON.stringify({ p: call.p }), 1007],
    ['without a payload', JSON.stringify({ i: '1' }), 1007],
    ['that calls another machine', JSON.stringify({ i: '1', p: { u: 'http://evil.example/' } }), 1007],
    ['that announces a file', JSON.stringify({ ...call, p: { ...call.p, h: { 'content-disposition': 'x' } } }), 1007],
    [
      'that announces a form',
      JSON.stringify({ ...call, p: { ...call.p, h: { 'content-type': 'multipart/form-data' } } }),
      1007,
    ],
    ['that belongs to a stream', JSON.stringify({ i: '1', t: 3, p: { e: 'message', d: 1 } }), 1007],
    ['of a kind that does not exist', JSON.stringify({ ...call, t: 99 }), 1007],
    ['in binary', new Uint8Array([1, 2, 3]), 1007],
    ['that is huge', 'x'.repeat(70_000), 1009],
  ])('%s closes the socket', async (_story, frame, code) => {
    const socket = web.openSocket();
    socket.on('open', () => socket.send(frame));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code);
  });

  it('that breaks the protocol closes the socket', async () => {
    const socket = web.openSocket();
    const raw = new Promise<NodeJS.WritableStream>((resolve) =>
      socket.on('upgrade', (response) => resolve(response.socket)),
    );
    socket.on('open', () => void raw.then((stream) => stream.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1002);
  });

  it('with a header of no meaning is served', async () => {
    const socket = web.openSocket();
    const answer = web.nextFrame(socket);
    socket.on('open', () => socket.send(JSON.stringify({ ...call, p: { ...call.p, h: { 'last-event-id': '7' } } })));
    expect(await answer).toMatchObject({ i: '1', p: { b: { json: [{ id: 'attic' }] } } });
  });

  it.each([
    ['calls nothing that exists', { i: '1', p: { u: '/servers/destroy' } }, 404],
    ['goes through the prototype', { i: '1', p: { u: '/__proto__/constructor' } }, 404],
    ['carries what oRPC cannot read', { ...call, p: { u: '/servers/get', b: 42 } }, 422],
    ['meets our own bug', { i: '1', p: { u: '/health/get' } }, 500],
  ])('that %s is answered', async (_story, frame, status) => {
    const socket = web.openSocket();
    const answer = web.nextFrame(socket);
    socket.on('open', () => socket.send(JSON.stringify(frame)));
    expect(await answer).toMatchObject({ i: '1', p: { s: status } });
    expect(JSON.stringify(await answer)).not.toContain(secret);
  });

  it('that takes back a call which nobody made is nothing', async () => {
    const socket = web.openSocket();
    const answer = web.nextFrame(socket);
    socket.on('open', () => {
      socket.send(JSON.stringify({ i: '9', t: 4 }));
      socket.send(JSON.stringify(call));
    });
    expect(await answer).toMatchObject({ i: '1' });
  });
});
