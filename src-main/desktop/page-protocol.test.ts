import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../lib/log.ts';
import { createPageProtocol, ORIGIN, type PictureAnswer } from './page-protocol.ts';

let dir = '';
let answer: PictureAnswer = { kind: 'missing' };
let asked: unknown[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'marquee-'));
  asked = [];
  mkdirSync(join(dir, 'window', 'assets'), { recursive: true });
  writeFileSync(join(dir, 'secret.js'), 'outside');
  writeFileSync(join(dir, 'window', 'index.html'), '<p>page</p>');
  writeFileSync(join(dir, 'window', 'index.html.map'), '{}');
  writeFileSync(join(dir, 'window', 'assets', 'main-1_x.js'), 'run()');
});
afterEach(() => rmSync(dir, { recursive: true }));

const ask = (path: string, method = 'GET') =>
  createPageProtocol({
    windowDir: join(dir, 'window'),
    headers: { 'x-policy': 'strict' },
    artwork: async (...args) => {
      asked.push(args);
      return answer;
    },
    log: silentLog,
  })({ method, url: path.startsWith('/') ? `${ORIGIN}${path}` : path });

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<p>page</p>'],
    ['/?from=tray#/history', 'text/html; charset=utf-8', '<p>page</p>'],
    ['/index.html', 'text/html; charset=utf-8', '<p>page</p>'],
    ['/assets/main-1_x.js', 'text/javascript; charset=utf-8', 'run()'],
  ])('%s comes with its type and the policy', async (path, type, text) => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-policy')).toBe('strict');
    expect(await response.text()).toBe(text);
  });

  it.each([
    '/gone.js',
    '/assets',
    '/assets/',
    '/index.html.map',
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/.hidden.js',
    '//secret.js',
    '/index.html%00.js',
    'app://elsewhere/index.html',
    'app://marquee.example.org/index.html',
  ])('is not at %s', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('is only read', async () => expect((await ask('/', 'POST')).status).toBe(404));
});

describe('a picture', () => {
  it('is asked for with what stands in its address', async () => {
    answer = {
      kind: 'found',
      picture: { contentType: 'image/webp', bytes: new Uint8Array([1, 2]) },
      cacheControl: 'private, max-age=60',
    };
    const response = await ask('/artwork/abc-d?path=%2Flibrary%2Fmetadata%2F1%2Fthumb%2F2&width=240');
    expect(asked).toEqual([['abc-d', { path: '/library/metadata/1/thumb/2', width: '240' }]]);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('cache-control')).toBe('private, max-age=60');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2]);
  });

  it.each([
    ['missing', 404],
    ['refused', 404],
    ['unavailable', 502],
  ] as const)('that is %s is answered with %i', async (kind, status) => {
    answer = { kind };
    expect((await ask('/artwork/abc?path=x')).status).toBe(status);
  });

  it('is asked also of a server that goes by its address', async () => {
    answer = { kind: 'missing' };
    await ask('/artwork/http%3A%2F%2F127.0.0.1%3A32400?path=x');
    expect(asked).toEqual([['http://127.0.0.1:32400', { path: 'x' }]]);
  });

  it.each(['/artwork/%E0%A4%A?path=x', '/artwork/?path=x', '/artwork/a/b?path=x'])('is not at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
