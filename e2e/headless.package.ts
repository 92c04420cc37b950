// The headless package as an owner gets it: unpacked on a machine without any Node, it shows the first session.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startSim } from '../src-sim/start-sim.ts';
import { toHeadlessFile } from '../tools/package-headless.ts';
import { runCommand } from '../tools/run-command.ts';
import { findProgram } from '../tools/system-packages.ts';
import { soon } from './harness.ts';
import { expectOwnData } from './own-data.ts';

const target = { platform: 'linux', arch: z.enum(['x64', 'arm64']).parse(process.arch) } as const;
let home: string;

const prepare = async () => {
  const { code, output } = await runCommand('node', ['tools/package.ts', '--headless', '--arch', target.arch]);
  if (code !== 0) throw new Error(`Nothing was packed:\n${output}`);
  home = await mkdtemp(join(tmpdir(), 'marquee-headless-'));
  await runCommand('tar', ['-xzf', toHeadlessFile(target), '-C', home]);
  // All that the machine has besides.
  await mkdir(join(home, 'bin'));
  for (const name of ['sh', 'dirname', 'readlink']) await symlink(findProgram([name]) ?? '', join(home, 'bin', name));
};

beforeAll(async () => {
  await prepare();
  return () => rm(home, { recursive: true, force: true });
});

const launch = (args: string[], settings: Record<string, string>) => {
  const env = { PATH: join(home, 'bin'), HOME: home, MARQUEE_PORT: '0', ...settings };
  const child = spawn(join(home, 'marquee', 'marquee'), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let logged = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (logged += String(chunk)));
  const giveUp = setTimeout(() => child.kill('SIGKILL'), 240_000);
  child.once('exit', () => clearTimeout(giveUp));
  return { child, printed: () => printed, logged: () => logged };
};

const startPlex = async () => {
  const sim = await startSim({ scenario: 'evening', seed: 1 });
  onTestFinished(() => sim.close());
  return { serverId: sim.machineIdentifier, settings: { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token } };
};

it("starts with its own Node, shows the first session, and works on its owner's data", async () => {
  const key = 'a-key-that-the-owner-chose-0123456789';
  const { serverId, settings } = await startPlex();
  const dataDir = join(home, 'data');
  const { child, printed, logged } = launch([], { ...settings, MARQUEE_ACCESS_KEY: key, MARQUEE_DATA_DIR: dataDir });
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  await expect.poll(printed, { ...soon, timeout: 90_000 }).toMatch(/is running at (http:\S+)/);
  const url = /is running at (http:\S+)/.exec(printed())?.[1];
  const readSessions = async () => {
    const answer = await fetch(`${url}/api/v1/sessions`, { headers: { authorization: `Bearer ${key}` } });
    return z.array(z.object({ user: z.object({ name: z.string() }) })).parse(await answer.json());
  };
  await expect.poll(async () => (await readSessions()).length, soon).toBeGreaterThan(0);

  const page = await fetch(`${url}/`);
  expect(await page.text()).toContain('<title>Marquee');
  await expectOwnData({ dataDir, key, serverId });

  child.kill('SIGTERM');
  await once(child, 'exit');
  expect({ code: child.exitCode, logged: logged() }).toMatchObject({ code: 0 });
});

it('says with one line that it works here', async () => {
  const { child, printed, logged } = launch(['--smoke'], (await startPlex()).settings);
  await once(child, 'close');
  expect({ code: child.exitCode, logged: logged() }).toMatchObject({ code: 0 });
  expect(JSON.parse(printed())).toMatchObject({ ok: true, duckdb: expect.stringMatching(/^v?\d/), tray: null });
});

it('brings what systemd and Docker need', async () => {
  expect(await readdir(join(home, 'marquee'))).toEqual(
    expect.arrayContaining(['marquee', 'marquee.service', 'Dockerfile', 'LICENSE', 'installing.md']),
  );
  expect(await readdir(join(home, 'marquee', 'node'))).toEqual(['LICENSE', 'bin']);
});
