// The built desktop app as its own process, on a desktop of its own, as an owner would start it.
import { join } from 'node:path';
import { once } from 'node:events';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { electronSwitches, findElectron } from '../tools/electron-file.ts';
import type { DesktopSession } from './desktop-session.ts';

export type DesktopProcess = {
  app: ElectronApplication;
  pid: number;
  /** The window, once it is there. */
  page: () => Promise<Page>;
  /** Everything that was printed. */
  output: () => string;
  /** Asks it to quit as its menu does, or sends it a signal; resolves with its exit code when it is gone. */
  end: (how: 'quit' | 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
};

const projectDir = join(import.meta.dirname, '..');

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
  const app = await _electron.launch({
    executablePath: electronFile(),
    args: [...desktopSwitches(session), projectDir, ...flags],
    env: { ...session.env, NO_COLOR: '1', MARQUEE_PORT: '0', ...settings },
    timeout: 60_000,
  });
  const child = app.process();
  let output = '';
  const hear = (chunk: unknown) => (output += String(chunk));
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const exited = once(child, 'exit');
  return {
    app,
    pid: child.pid ?? 0,
    page: () => app.firstWindow(),
    output: () => output,
    end: async (how) => {
      // Evaluating never answers when the app is gone before it could.
      if (how === 'quit') app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
      else child.kill(how);
      await exited;
      return child.exitCode;
    },
  };
};
