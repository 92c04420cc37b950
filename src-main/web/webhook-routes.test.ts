import { createHmac, randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import type { Limits } from './create-fastify.ts';
import type { WebhookDoor } from './webhook-routes.ts';
import { createWebhookServer } from './webhook-server.ts';

const TOKEN = 'sixteen-random-bytes';
const PATH = '/api/v1/plex/webhook';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const open = async (changes: Partial<WebhookDoor> | null = {}, limits: Partial<Limits> = {}, host = '127.0.0.1') => {
  const heard: unknown[] = [];
  const refused: string[] = [];
  const door: WebhookDoor = {
    token: TOKEN,
    secret: null,
    hear: (payload) => {
      const isWebhook = typeof payload === 'object' && payload !== null && 'event' in payload;
      if (isWebhook) heard.push(payload);
      return isWebhook;
    },
    refused: (code) => refused.push(code),
    ...changes,
  };
  const shown = changes === null ? null : door;
  const server = await createWebhookServer({ host, port: 0, door: shown, clock: systemClock, log: silentLog, limits });
  closers.push(server.close);
  const post = async (body: string | Buffer, type: string, path = PATH, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      // Text would get a content type of its own.
      body: Buffer.from(body),
      headers: { ...(type === '' ? {} : { 'content-type': type }), ...headers },
    });
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
  };
  return { server, heard, refused, post };
};

const hook = { event: 'media.play', Account: { title: 'zoë 🦊' }, Server: { uuid: 'attic' } };
const json = JSON.stringify(hook);

type Part = { head: string; body: string | Buffer };
const payloadPart = (body: string | Buffer = json): Part => ({
  head: 'Content-Disposition: form-data; name="payload"\r\nContent-Type: application/json',
  body,
});
const thumbPart = (bytes = 40_000): Part => ({
  head: 'Content-Disposition: form-data; name="thumb"; filename="thumb.jpg"\r\nContent-Type: image/jpeg',
  body: randomBytes(bytes),
});
const boundary = '------------------------4x7PqLm2ZsWb9TdKc8RvNy';
const multipart = (...parts: Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ head, body }) => [
      Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
const form = `multipart/form-data; boundary=${boundary}`;
const sign = (body: string | Buffer, secret = 'sesame') => ({
  'x-plex-signature': createHmac('sha256', secret).update(body).digest('hex'),
});

describe('what is heard', () => {
  it.each([
    ['as Plex sends it', multipart(payloadPart()), form],
    ['with a picture', multipart(payloadPart(), thumbPart()), form],
    ['with the picture first', multipart(thumbPart(), payloadPart()), form],
    ['with a huge picture', multipart(payloadPart(), thumbPart(3_000_000)), form],
    [
      'as a form field of a script',
      multipart({ ...payloadPart(), head: 'Content-Disposition: form-data; name="payload"' }),
      form,
    ],
    [
      'as a file of a script',
      multipart({ head: 'Content-Disposition: form-data; name="payload"; filename="p.json"', body: json }),
      form,
    ],
    ['as plain JSON', json, 'application/json'],
    ['as JSON with a charset', json, 'application/json; charset=utf-8'],
  ])('%s', async (_, body, type) => {
    const { post, heard, refused } = await open();
    expect(await post(body, type)).toMatchObject({ status: 200, text: '{"heard":true}' });
    expect(await post(body, type, `${PATH}/${TOKEN}`)).toMatchObject({ status: 200 });
    expect(heard).toEqual([hook, hook]);
    expect(refused).toEqual([]);
  });

  it('under any host name, because Plex calls this machine as the owner wrote it', async () => {
    const { server, heard } = await open();
    const socket = createConnection(server.port, '127.0.0.1');
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: nas.local:4848\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\nConnection: close\r\n\r\n${json}`,
    );
    expect(await readAll(socket)).toContain('200 OK');
    expect(heard).toHaveLength(1);
  });

  it('with a secret only when it is signed, whichever way it comes', async () => {
    const { post, heard, refused } = await open({ secret: 'sesame' });
    const body = multipart(payloadPart(), thumbPart());
    for (const path of [PATH, `${PATH}/${TOKEN}`]) {
      expect(await post(body, form, path, sign(body))).toMatchObject({ status: 200 });
      expect(await post(json, 'application/json', path, sign(json))).toMatchObject({ status: 200 });
      for (const headers of [
        {},
        { 'x-plex-signature': 'x' },
        sign(body, 'other'),
        sign(`${body.toString('latin1')} `),
      ]) {
        const answer = await post(body, form, path, headers);
        expect(answer).toMatchObject({ status: 401, type: 'application/problem+json' });
        expect(answer.text).toContain('WEBHOOK_REFUSED');
      }
      expect(await post(json, 'application/json', path, sign(body))).toMatchObject({ status: 401 });
    }
    const upper = { 'x-plex-signature': sign(json)['x-plex-signature'].toUpperCase() };
    expect(await post(json, 'application/json', PATH, upper)).toMatchObject({ status: 200 });
    expect(heard).toHaveLength(5);
    expect(new Set(refused)).toEqual(new Set(['WEBHOOK_REFUSED']));
  });
});

const readAll = (socket: ReturnType<typeof createConnection>): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });

describe('what is refused', () => {
  it('everything while webhooks are off', async () => {
    const { post } = await open(null);
    for (const path of [PATH, `${PATH}/${TOKEN}`]) {
      expect(await post(json, 'application/json', path)).toMatchObject({ status: 404 });
      expect(await post('x', 'text/plain', path)).toMatchObject({ status: 404 });
    }
  });

  it('a wrong token, even from this machine', async () => {
    const { post, heard } = await open();
    for (const token of ['x', `${TOKEN}x`, TOKEN.slice(1), encodeURIComponent('../'), '%00']) {
      expect(await post(json, 'application/json', `${PATH}/${token}`)).toMatchObject({ status: 404 });
    }
    expect(heard).toEqual([]);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])('a stranger behind a proxy (%s)', async (header) => {
    const { post } = await open();
    expect(await post(json, 'application/json', PATH, { [header]: '203.0.113.9' })).toMatchObject({ status: 401 });
    const withToken = await post(json, 'application/json', `${PATH}/${TOKEN}`, { [header]: '203.0.113.9' });
    expect(withToken).toMatchObject({ status: 200 });
  });

  it('another machine at the bare address', async () => {
    const [address] = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map((one) => one.address);
    const { server, heard } = await open({}, {}, '0.0.0.0');
    if (address === undefined) return;
    const post = (path: string) =>
      fetch(`http://${address}:${server.port}${path}`, {
        method: 'POST',
        body: json,
        headers: { 'content-type': 'application/json' },
      });
    expect((await post(PATH)).status).toBe(401);
    expect((await post(`${PATH}/${TOKEN}`)).status).toBe(200);
    expect(heard).toHaveLength(1);
  });

  it('web pages, also those that made their own name point here', async () => {
    const { post, heard } = await open();
    const page = await post(multipart(payloadPart()), form, PATH, { origin: 'https://evil.example' });
    expect(page).toMatchObject({ status: 403 });
    expect(await post(multipart(payloadPart()), form, PATH, { 'sec-fetch-site': 'cross-site' })).toMatchObject({
      status: 403,
    });
    expect(heard).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['JSON that is no webhook', '[]', 'application/json', 400],
    ['JSON without an event', '{}', 'application/json', 400],
    ['no type', json, '', 415],
    ['text', json, 'text/plain', 415],
    ['a web form', `payload=${json}`, 'application/x-www-form-urlencoded', 415],
    ['a form without a boundary', multipart(payloadPart()), 'multipart/form-data', 400],
    ['a form with another boundary', multipart(payloadPart()), 'multipart/form-data; boundary=x', 400],
    ['a form without a payload', multipart(thumbPart()), form, 400],
    ['an empty form', multipart(), form, 400],
    ['an empty payload', multipart(payloadPart('')), form, 400],
    ['a payload that is no JSON', multipart(payloadPart('{')), form, 400],
    ['a form that breaks off', multipart(payloadPart(), thumbPart()).subarray(0, 2000), form, 400],
    ['a form that breaks off in the payload', multipart(payloadPart()).subarray(0, 150), form, 400],
    ['too many parts', multipart(...Array.from({ length: 20 }, () => payloadPart())), form, 413],
    ['too long JSON', JSON.stringify({ event: 'x'.repeat(600_000) }), 'application/json', 413],
    ['a too long payload', multipart(payloadPart(JSON.stringify({ event: 'x'.repeat(600_000) }))), form, 413],
    [
      'a too long file as payload',
      multipart({
        head: 'Content-Disposition: form-data; name="payload"; filename="p"',
        body: JSON.stringify({ event: 'x'.repeat(600_000) }),
      }),
      form,
      413,
    ],
  ])('%s', async (_, body, type, status) => {
    const { post, heard, refused } = await open();
    const answer = await post(body, type);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(heard).toEqual([]);
    expect(refused).toHaveLength(1);
    // And the next one is heard.
    expect(await post(json, 'application/json')).toMatchObject({ status: 200 });
  });

  it('a body without end, in bounded memory', async () => {
    const { server } = await open();
    const socket = createConnection(server.port, '127.0.0.1');
    const answered = readAll(socket);
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = `--${boundary}\r\n${thumbPart(0).head}\r\n\r\n`;
    socket.write(`${head.length.toString(16)}\r\n${head}\r\n`);
    const pump = () => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', pump);
    pump();
    expect(await answered).toContain(' 413 ');
  });

  it('one that says beforehand that it is too large, before it comes', async () => {
    const { server } = await open();
    const socket = createConnection(server.port, '127.0.0.1');
    const answered = readAll(socket);
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 99999999\r\n\r\n--`);
    expect(await answered).toContain(' 413 ');
  });

  it('one that dawdles', async () => {
    const { server, refused } = await open({}, { requestMs: 300, headersMs: 200, checkMs: 50 });
    const socket = createConnection(server.port, '127.0.0.1');
    const answered = readAll(socket);
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 500\r\n\r\n--${boundary}`,
    );
    expect(await answered).toContain(' 408 ');
    await expect.poll(() => refused).toHaveLength(1);
  });

  it('one that goes away in the middle, without harm', async () => {
    const { server, refused, post } = await open();
    const socket = createConnection(server.port, '127.0.0.1');
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 500\r\n\r\n--${boundary}`,
    );
    await new Promise((resolve) => socket.once('ready', resolve));
    socket.destroy();
    await expect.poll(() => refused.length, { timeout: 45_000 }).toBe(1);
    expect(await post(json, 'application/json')).toMatchObject({ status: 200 });
  });
});
