import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFlags } from '../src-main/settings/parse-flags.ts';
import { chooseDemoDataDir } from './demo-data-dir.ts';
import { toDemoEnvironment } from './demo-environment.ts';
import { findFreePort } from './free-port.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('every flag and variable reaches the Marquee of a demo, but for the server to watch', () => {
  const { flags } = parseFlags(['--nats-url', 'nats://127.0.0.1:4222', '--host', '::1', '--plex-url', 'http://nas']);
  const environment = { MARQUEE_HOST: '0.0.0.0', PLEX_TOKEN: 'real', ENABLE_PLEX_SYNC: 'false', HOME: '/home/ada' };
  expect(toDemoEnvironment(flags, environment)).toEqual({
    HOME: '/home/ada',
    NATS_URL: 'nats://127.0.0.1:4222',
    MARQUEE_HOST: '::1',
  });
});

test('a demo of which nobody said where keeps its data in a folder that goes with it', () => {
  const { path, note, clear } = chooseDemoDataDir(null);
  expect(existsSync(path)).toBe(true);
  expect(note).toBeNull();
  clear();
  expect(existsSync(path)).toBe(false);
});

test('a demo keeps its data where it was told, again and again', () => {
  const path = join(dir, 'deep');
  expect(chooseDemoDataDir(path)).toMatchObject({ path, note: null });
  writeFileSync(join(path, 'marquee.duckdb'), 'plays of the demo');
  const again = chooseDemoDataDir(path);
  expect(again).toMatchObject({ path, note: null });
  again.clear();
  expect(readdirSync(path)).toContain('marquee.duckdb');
});

test('a demo never writes into a real history', () => {
  writeFileSync(join(dir, 'marquee.duckdb'), 'real plays');
  const { path, note } = chooseDemoDataDir(dir);
  expect(path).toBe(join(dir, 'demo'));
  expect(note).toContain('real history');
  expect(readdirSync(dir).toSorted()).toEqual(['demo', 'marquee.duckdb']);
});

test('a port that is taken is passed over', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const found = await findFreePort('127.0.0.1', port);
  expect(found).toBeGreaterThan(port);
  await new Promise((resolve) => void taken.close(resolve));
  expect(await findFreePort('127.0.0.1', port)).toBe(port);
  expect(await findFreePort('127.0.0.1', 0)).toBe(0);
});
