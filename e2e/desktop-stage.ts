// A stage for stories about the desktop app itself: a simulated Plex, a desktop, and an app that starts when told to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { startSim, type Sim, type SimOptions } from '../src-sim/start-sim.ts';
import { startDesktop, type DesktopProcess } from './desktop-process.ts';
import { startDesktopSession, type DesktopSession } from './desktop-session.ts';
import { soon } from './harness.ts';

type Options = {
  sim?: SimOptions;
  desktop?: Parameters<typeof startDesktopSession>[0];
  settings?: Record<string, string>;
};

export type DesktopStage = {
  sim: Sim;
  desktop: DesktopSession;
  dataDir: string;
  /** What the app is told by its environment. */
  settings: Record<string, string>;
  /** Starts the app; whatever still runs at the end of the story is killed. */
  start: (flags?: string[]) => Promise<DesktopProcess>;
};

export const openDesktopStage = async (options: Options = {}): Promise<DesktopStage> => {
  const sim = await startSim({ token: 'desktop-Token-That-Nobody-May-See', ...options.sim });
  onTestFinished(() => sim.close());
  const desktop = await startDesktopSession(options.desktop);
  onTestFinished(desktop.close);
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-desktop-data-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const settings = {
    PLEX_URL: sim.uri,
    PLEX_TOKEN: sim.token,
    MARQUEE_DATA_DIR: dataDir,
    ...options.settings,
  };
  return {
    sim,
    desktop,
    dataDir,
    settings,
    start: async (flags = []) => {
      const started = await startDesktop(desktop, settings, flags);
      onTestFinished(async () => void (await started.end('SIGKILL')));
      return started;
    },
  };
};

/** Waits until the app says it has started: its core is there. */
export const expectStarted = async ({ output }: DesktopProcess): Promise<void> => {
  await expect.poll(output, { ...soon, timeout: 60_000 }).toContain('Marquee started');
};
