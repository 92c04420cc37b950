// The packed desktop app, as installers carry it: made without a network, started on a desktop, looked into.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startSim } from '../src-sim/start-sim.ts';
import { findUnfit, listBindings } from '../tools/package-contents.ts';
import { listPacked, toPackedProgram } from '../tools/package-desktop.ts';
import { readLockfile } from '../tools/package-stage.ts';
import { nameTarget } from '../tools/package-target.ts';
import { runCommand } from '../tools/run-command.ts';
import { desktopSwitches, electronFile } from './desktop-process.ts';
import { startDesktopSession } from './desktop-session.ts';
import { soon } from './harness.ts';
import { expectOwnData } from './own-data.ts';

const target = { platform: 'linux', arch: z.enum(['x64', 'arm64']).parse(process.arch) } as const;

/** Nobody listens there: whoever wants something from the internet fails. */
const nowhere = 'http://127.0.0.1:9';

beforeAll(async () => {
  const { code, output } = await runCommand('node', ['tools/package.ts', '--dir'], {
    env: {
      ELECTRON_OVERRIDE_DIST_PATH: dirname(electronFile()),
      npm_config_offline: 'true',
      npm_config_registry: nowhere,
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
    },
  });
  if (code !== 0) throw new Error(`Nothing was packed:\n${output}`);
});

/** A simulated Plex, a desktop with a tray, and the packed program on it. */
const launch = async (args: string[]) => {
  const key = 'a-key-that-the-owner-chose-0123456789';
  const sim = await startSim({ scenario: 'evening', seed: 1 });
  onTestFinished(() => sim.close());
  const session = await startDesktopSession();
  onTestFinished(session.close);
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-packed-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const settings = {
    PLEX_URL: sim.uri,
    PLEX_TOKEN: sim.token,
    MARQUEE_DATA_DIR: dataDir,
    MARQUEE_PORT: '0',
    MARQUEE_ACCESS_KEY: key,
  };
  const child = spawn(toPackedProgram(target), [...desktopSwitches(session), ...args], {
    env: { ...session.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (complained += String(chunk)));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
  const giveUp = setTimeout(() => child.kill('SIGKILL'), 240_000);
  child.once('exit', () => clearTimeout(giveUp));
  const owner = { dataDir, key, serverId: sim.machineIdentifier };
  return { child, session, owner, printed: () => printed, complained: () => complained };
};

it("starts, shows the first session in the tray, and works on its owner's data", async () => {
  const { child, session, owner, complained } = await launch(['--hidden']);
  await expect
    .poll(async () => (await session.trayItem())?.tooltip, { ...soon, timeout: 90_000 })
    .toMatch(/^\d+ stream/);
  const watching = async () =>
    (await session.trayMenu()).find(({ children }) => children.some(({ label }) => label.startsWith('Stop stream')));
  await expect.poll(async () => (await watching())?.label, soon).toMatch(/ · .+ · /);
  await expectOwnData(owner);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  expect({ code: child.exitCode, complained: complained() }).toMatchObject({ code: 0 });
});

it('says with one line that it works here', async () => {
  const { child, printed, complained } = await launch(['--smoke']);
  await once(child, 'close');
  expect({ code: child.exitCode, complained: complained() }).toMatchObject({ code: 0 });
  expect(printed()).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(printed())).toMatchObject({ ok: true, tray: true, platform: 'linux', arch: target.arch });
});

it('holds no source map, no test, nothing of developers, and one DuckDB', async () => {
  const files = await listPacked(target);
  expect(files.length).toBeGreaterThan(500);
  expect(findUnfit(files, readLockfile(), target)).toEqual([]);
  expect(listBindings(files)).toEqual([nameTarget(target)]);
});

it('cannot be turned into a plain Node, nor made to run other code', async () => {
  const fuses = await getCurrentFuseWire(toPackedProgram(target));
  // As it stands in the program: a character for each.
  const ENABLE = '1'.charCodeAt(0);
  const DISABLE = '0'.charCodeAt(0);
  expect(fuses).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.EnableCookieEncryption]: ENABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  });
  const asNode = spawn(toPackedProgram(target), ['--version'], { env: { ELECTRON_RUN_AS_NODE: '1' } });
  let said = '';
  asNode.stdout.on('data', (chunk) => (said += String(chunk)));
  await once(asNode, 'close');
  expect(said).not.toMatch(/^v\d/);
});
