// The built desktop app as its own process, on a desktop of its own, as an owner would start it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { electronSwitches, findElectron } from '../tools/electron-file.ts';
import type { DesktopSession } from './desktop-session.ts';
import { actLimitMs } from './host.ts';
import { openInspector } from './inspector.ts';

export type DesktopProcess = {
  pid: number;
  /** All that its windows share. */
  context: BrowserContext;
  /** The windows that are open. */
  pages: () => Page[];
  /** The window, as soon as there is one. */
  page: () => Promise<Page>;
  /** The value of an expression in the main process, where `electron` stands for that module. */
  inMain: (expression: string) => Promise<unknown>;
  /** Everything that was printed. */
  output: () => string;
  /** Asks it to quit as its menu does, or sends it a signal; resolves with its exit code when it is gone. */
  end: (how: 'quit' | 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
};

const projectDir = join(import.meta.dirname, '..');
const exposeElectron = join(import.meta.dirname, 'desktop', 'expose-electron.cjs');
const startLimitMs = 120_000;

/** The runtime that the tests run in; the runner of the tests has made sure that there is one. */
export const electronFile = (): string => {
  const electron = findElectron();
  if (electron.kind === 'missing') throw new Error(`No desktop to test, because ${electron.why}`);
  return electron.file;
};

/** What every start on this desktop needs, in front of the app's own flags. */
export const desktopSwitches = (session: DesktopSession): string[] => [
  ...electronSwitches(),
  '--disable-gpu',
  // The desktop's name is what Chromium chooses a keyring by, and ours has none.
  ...(session.hasKeyring ? ['--password-store=gnome-libsecret'] : []),
];

export const startDesktop = async (
  session: DesktopSession,
  settings: Record<string, string>,
  flags: string[] = [],
): Promise<DesktopProcess> => {
  const opened = ['--inspect=127.0.0.1:0', '--remote-debugging-port=0', '-r', exposeElectron];
  const child = spawn(electronFile(), [...opened, ...desktopSwitches(session), projectDir, ...flags], {
    env: { ...session.env, NO_COLOR: '1', MARQUEE_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  /** The address that is printed behind these words. */
  const findAddress = (words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const [, address] = new RegExp(`${words} (ws://\\S+)\\s`).exec(output) ?? [];
        if (address !== undefined) resolve(address);
      };
      child.stderr.on('data', look);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`The desktop app ended before it was ready:\n${output}`)));
      setTimeout(() => reject(new Error(`The desktop app did not start in time:\n${output}`)), startLimitMs).unref();
    });
  const hear = (chunk: unknown) => (output += String(chunk));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  try {
    const [inspectorAt, pagesAt] = await Promise.all([
      findAddress('Debugger listening on'),
      findAddress('DevTools listening on'),
    ]);
    const inspector = await openInspector(inspectorAt);
    const browser = await chromium.connectOverCDP(pagesAt, { timeout: startLimitMs });
    const [context] = browser.contexts();
    if (!context) throw new Error('The desktop app has no place for windows');
    context.setDefaultTimeout(actLimitMs);
    // A window that is made while the browser is still being connected may never be seen.
    await inspector.evaluate('begin()');
    return {
      pid: child.pid ?? 0,
      context,
      pages: () => context.pages(),
      page: async () => context.pages()[0] ?? context.waitForEvent('page', { timeout: startLimitMs }),
      inMain: inspector.evaluate,
      output: () => output,
      end: async (how) => {
        if (how === 'quit') await inspector.evaluate('void electron.app.quit()');
        else child.kill(how);
        // A process under inspection waits for its inspectors before it goes.
        inspector.close();
        await exited;
        return child.exitCode;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
};
