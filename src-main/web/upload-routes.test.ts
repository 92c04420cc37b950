import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createFakeClock } from '../lib/fake-clock.ts';
import { newId } from '../lib/new-id.ts';
import { startWeb } from './test-web.ts';
import { createUploads } from './uploads.ts';

let dataDir = '';
const closes: (() => Promise<void>)[] = [];
beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
  rmSync(dataDir, { recursive: true, force: true });
});

const begun = z.object({ uploadId: z.string(), path: z.string() });

const open = async () => {
  const clock = createFakeClock(0);
  const uploads = await createUploads({ dataDir, clock, newId, limits: { partBytes: 10, mostBytes: 25 } });
  const web = await startWeb({ web: { uploads } });
  closes.push(uploads.close, web.close);
  const begin = async () => begun.parse(await web.json('/api/v1/imports/uploads', { method: 'POST' }));
  const send = (uploadId: string, at: number | string, body: string, headers: Record<string, string> = {}) =>
    web.call(`/api/v1/imports/uploads/${uploadId}/${at}`, {
      method: 'PUT',
      body: Buffer.from(body),
      headers: { 'content-type': 'application/octet-stream', ...headers },
    });
  return { web, clock, begin, send };
};

test('a file comes part by part, for nobody else to read, and makes room for the next', async () => {
  const { begin, send } = await open();
  const { uploadId, path } = await begin();
  expect(await (await send(uploadId, 0, 'SQLite for')).json()).toEqual({ bytes: 10 });
  expect(await (await send(uploadId, 10, 'mat 3')).json()).toEqual({ bytes: 15 });
  expect(readFileSync(path, 'utf8')).toBe('SQLite format 3');
  const mayOthers = process.platform === 'win32' ? 0 : statSync(path).mode & 0o077;
  expect(mayOthers).toBe(0);
  const next = await begin();
  expect(readdirSync(dataDir)).toEqual([`upload-${next.uploadId}`]);
  expect((await send(uploadId, 15, 'late')).status).toBe(404);
});

test('what is too large, out of order, of another kind or from a stranger is refused', async () => {
  const { web, begin, send } = await open();
  const { uploadId, path } = await begin();
  expect((await send(uploadId, 0, 'x'.repeat(11))).status).toBe(413);
  expect((await send(uploadId, 5, 'a gap')).status).toBe(400);
  expect((await send(uploadId, 'here', '')).status).toBe(404);
  expect((await send(uploadId, 0, '{}', { 'content-type': 'application/json' })).status).toBe(415);
  expect((await send(uploadId, 0, 'x', { authorization: '' })).status).toBe(401);
  expect((await send(uploadId, 0, 'x', { origin: 'http://evil.example' })).status).toBe(403);
  const reader = await web.json('/api/v1/access/keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'reader', readOnly: true }),
  });
  const { key } = z.object({ key: z.string() }).parse(reader);
  expect((await send(uploadId, 0, 'x', { authorization: `Bearer ${key}` })).status).toBe(403);
  // What broke off is sent again to the same place.
  for (const at of [0, 10]) expect((await send(uploadId, at, '0123456789')).status).toBe(200);
  expect((await send(uploadId, 20, '012345')).status).toBe(413);
  expect(await (await send(uploadId, 20, '01234')).json()).toEqual({ bytes: 25 });
  expect((await send(uploadId, 25, '0')).status).toBe(413);
  expect(readFileSync(path, 'utf8').slice(0, 25)).toBe('0123456789012345678901234');
});

test('it is gone after an hour, and with the next start', async () => {
  mkdirSync(join(dataDir, 'upload-of-a-killed-one'));
  writeFileSync(join(dataDir, 'history.duckdb'), '');
  const { clock, begin } = await open();
  expect(readdirSync(dataDir)).toEqual(['history.duckdb']);
  await begin();
  clock.advance(3_599_000);
  expect(readdirSync(dataDir)).toHaveLength(2);
  clock.advance(2000);
  await expect.poll(() => readdirSync(dataDir)).toEqual(['history.duckdb']);
});
