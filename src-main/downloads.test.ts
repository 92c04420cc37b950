// Downloads over the web, from a whole Marquee: for who has a key, under a name, with a problem for what is asked wrongly.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp } from './test-app.ts';

let dataDir: string;
let marquee: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'marquee-downloads-'));
  marquee = await startApp(dataDir, { ENABLE_PLEX_SYNC: 'false' });
});
afterAll(async () => {
  await marquee.close();
  rmSync(dataDir, { recursive: true });
});

it.each([
  ['history/export?format=csv&user=1&user=2', 'text/csv', /^attachment; filename="marquee-plays-[\dTZ-]+\.csv"$/],
  ['history/export?format=json&from=2026-01-01', 'application/json', /\.json"$/],
  ['history/export?format=xlsx', 'application/vnd.openxml', /\.xlsx"$/],
  ['history/export?format=parquet', 'application/vnd.apache.parquet', /\.parquet"$/],
  ['history/archive', 'application/zip', /"marquee-archive-[\dTZ-]+\.zip"$/],
])('gives %s as a file', async (path, type, name) => {
  const answer = await marquee.get(`/api/v1/${path}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain(type);
  expect(answer.headers.get('content-disposition')).toMatch(name);
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(2);
});

it('wants a key, and says what is wrong with a question', async () => {
  const stranger = await fetch(`${marquee.app.url}/api/v1/history/export?format=csv`);
  expect(stranger.status).toBe(401);
  const wrong = await marquee.get('/api/v1/history/export?format=docx');
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ code: 'INVALID_INPUT', data: { fields: [{ field: 'format' }] } });
  expect((await marquee.get('/api/v1/history/export?format=csv&colour=red')).status).toBe(422);
  expect((await marquee.get('/api/v1/history/archive?x=1')).status).toBe(422);
});
