// Finds the Electron runtime of this machine, fetching it once as the electron package does; and says why there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './run-command.ts';

type Electron = { kind: 'ready'; file: string } | { kind: 'missing'; why: string };

const DOWNLOAD_LIMIT_MS = 300_000;

const isHere = (): boolean =>
  Boolean(process.env['ELECTRON_OVERRIDE_DIST_PATH']) ||
  existsSync(join(projectDir, 'node_modules', 'electron', 'path.txt'));

export const findElectron = (): Electron => {
  if (!isHere()) {
    if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) {
      return {
        kind: 'missing',
        why: 'there is no Electron runtime, and ELECTRON_SKIP_BINARY_DOWNLOAD forbids to fetch it',
      };
    }
    process.stdout.write('Fetching the Electron runtime, once.\n');
  }
  // The package itself knows where its runtime lies, and fetches it when it is asked for the first time.
  const { stdout, error } = spawnSync(process.execPath, ['--print', `'\\n' + require('electron')`], {
    cwd: projectDir,
    timeout: DOWNLOAD_LIMIT_MS,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const file = error ? '' : (stdout.trim().split('\n').at(-1) ?? '');
  if (file !== '' && existsSync(file)) return { kind: 'ready', file };
  return { kind: 'missing', why: 'there is no Electron runtime, and it could not be fetched' };
};

/** Linux only: other systems always have a screen for whoever is signed in. */
export const hasScreen = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/** Chromium cannot build its sandbox for root. */
export const electronSwitches = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
