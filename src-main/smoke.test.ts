import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSim } from '../src-sim/start-sim.ts';

const projectDir = join(import.meta.dirname, '..');

const smoke = async (settings: Record<string, string>) => {
  const home = await mkdtemp(join(tmpdir(), 'marquee-smoke-test-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, MARQUEE_LOG_LEVEL: 'error', ...settings };
  const child = spawn(process.execPath, [join(projectDir, 'src-main', 'headless.ts'), '--smoke'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  await once(child, 'close');
  return { code: child.exitCode, printed, left: await readdir(home) };
};

it('tells in one line what it opened and saw, and leaves nothing behind', async () => {
  const sim = await startSim({ scenario: 'evening', seed: 1 });
  onTestFinished(() => sim.close());
  const { code, printed, left } = await smoke({ PLEX_URL: sim.uri, PLEX_TOKEN: sim.token });
  expect(printed).toMatch(/^\{.*\}\n$/);
  const { ok, tray, duckdb, sessions, first } = JSON.parse(printed);
  expect({ ok, tray }).toEqual({ ok: true, tray: null });
  expect(duckdb).toMatch(/^v\d/);
  expect(sessions).toBeGreaterThan(0);
  expect(first.title).not.toBe('');
  expect(code).toBe(0);
  expect(left).toEqual([]);
});

it('tells why not, and ends with 1', async () => {
  const { code, printed } = await smoke({});
  expect(JSON.parse(printed)).toMatchObject({ ok: false, why: 'No server is watched: set PLEX_URL and PLEX_TOKEN' });
  expect(code).toBe(1);
});
