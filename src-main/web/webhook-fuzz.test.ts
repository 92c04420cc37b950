import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { silentLog } from '../lib/log.ts';
import { createWebhookServer, type WebhookServer } from './webhook-server.ts';

/** Mulberry32: the same junk for the same seed. */
const createDice = (seed: number) => {
  let a = seed;
  return (limit: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
};

const boundary = '------------------------Vw3KdTz81LmQbXyRfNhsAe';
const json =
  '{"event":"media.play","Account":{"id":1,"title":"Ada"},"Server":{"uuid":"attic"},"Metadata":{"title":"x"}}';
const form = [
  `--${boundary}`,
  'Content-Disposition: form-data; name="payload"',
  'Content-Type: application/json',
  '',
  json,
  `--${boundary}`,
  'Content-Disposition: form-data; name="thumb"; filename="thumb.jpg"',
  'Content-Type: image/jpeg',
  '',
  '\u00ff\u00d8\u0000\u0001picture',
  `--${boundary}--`,
  '',
].join('\r\n');
const seedBodies = [
  { body: Buffer.from(form, 'latin1'), type: `multipart/form-data; boundary=${boundary}` },
  { body: Buffer.from(json), type: 'application/json' },
];
const words = [
  '\r\n',
  '--',
  boundary,
  '"',
  '{',
  '}',
  '[',
  ']',
  '\0',
  ';',
  'name="payload"',
  '__proto__',
  'constructor',
  '\u00ff\u00fe',
  ':',
  'x'.repeat(5000),
];
const types = [
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=""',
  'multipart/mixed; boundary=a',
  'application/json; charset=utf-16',
  'application/json;;',
  '',
  'x',
];

const mutate = (seed: number) => {
  const below = createDice(seed);
  const pick = <Thing>(things: readonly Thing[]) => things[below(things.length)];
  const base = pick(seedBodies) ?? { body: Buffer.alloc(0), type: '' };
  let { body } = base;
  for (let count = 1 + below(4); count > 0; count -= 1) {
    const at = below(body.length + 1);
    const to = Math.min(body.length, at + below(60));
    const put = [
      () => Buffer.from(pick(words) ?? '', 'latin1'),
      () => Buffer.alloc(0),
      () => Buffer.from([below(256), below(256)]),
      () => body.subarray(below(body.length + 1), below(body.length + 1)),
    ];
    body = Buffer.concat([body.subarray(0, at), (pick(put) ?? (() => Buffer.alloc(0)))(), body.subarray(to)]);
  }
  const type = below(8) === 0 ? (pick(types) ?? '') : base.type;
  // Sometimes it promises more or less than it sends.
  const promised = below(10) === 0 ? Math.max(0, body.length + below(40) - 20) : body.length;
  return {
    body,
    type,
    promised,
    headers: below(12) === 0 ? 'X-Plex-Signature: \u00ff\r\nTransfer-Encoding: chunked\r\n' : '',
  };
};

let server: WebhookServer;
let heard = 0;
const bugs: unknown[] = [];
const log: Log = { ...silentLog, error: (message, fields) => void bugs.push([message, fields]) };

beforeAll(async () => {
  const door = {
    token: 'token-of-the-owner',
    secret: null,
    hear: (payload: unknown) => {
      heard += 1;
      return typeof payload === 'object' && payload !== null && 'event' in payload;
    },
    refused: () => {},
  };
  const limits = { requestMs: 600, headersMs: 500, checkMs: 50 };
  server = await createWebhookServer({ host: '127.0.0.1', port: 0, door, clock: systemClock, log, limits });
});
afterAll(() => server.close());

const send = (seed: number): Promise<string> =>
  new Promise((resolve) => {
    const { body, type, promised, headers } = mutate(seed);
    const socket = createConnection(server.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    socket.write(
      `POST /api/v1/plex/webhook HTTP/1.1\r\nHost: nas\r\nConnection: close\r\n${headers}Content-Type: ${type}\r\nContent-Length: ${promised}\r\n\r\n`,
      'latin1',
    );
    socket.write(body);
  });

const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);

test('whatever is thrown at the door is heard or refused, and nothing breaks', { timeout: 60_000 }, async () => {
  const statuses = new Map<number, number>();
  for (let from = 1; from <= 1200; from += 300) {
    const texts = await Promise.all(Array.from({ length: 300 }, (_, at) => send(from + at)));
    for (const text of texts) statuses.set(statusOf(text), (statuses.get(statusOf(text)) ?? 0) + 1);
  }
  const seen = [...statuses.keys()].toSorted((one, other) => one - other);
  expect(seen.filter((status) => ![200, 400, 408, 413, 415].includes(status))).toEqual([]);
  expect(seen).toEqual(expect.arrayContaining([200, 400, 408, 415]));
  expect(bugs).toEqual([]);
  expect(heard).toBeGreaterThan(100);

  const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/plex/webhook`, {
    method: 'POST',
    body: json,
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(200);
});
