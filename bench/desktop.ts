// The desktop app on a desktop of its own: how soon its tray and the first picture are there, and what it weighs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { desktopSwitches, electronFile, startDesktop } from '../e2e/desktop-process.ts';
import { startDesktopSession, type DesktopSession } from '../e2e/desktop-session.ts';
import { writeEmptyTray } from './empty-tray.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { formatRatio, formatSpread, machineMs, median, pause, percentile, round, spreadValues } from './numbers.ts';
import { treeMemoryMb } from './process-memory.ts';
import { startSimProcess } from './sim-process.ts';
import type { Stage } from './stage.ts';

const limitMs = 30_000;
const settleMs = 8000;
const projectDir = join(import.meta.dirname, '..');

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<number> => {
  const beganAtMs = machineMs();
  for (;;) {
    if (await isSo()) return machineMs();
    if (machineMs() - beganAtMs > limitMs) throw new Error(`${what} did not come`);
    await pause(5);
  }
};

type Started = { pid: number; spawnedAtMs: number; trayAtMs: number; end: () => Promise<void> };

const startApp = async (
  stage: Stage,
  session: DesktopSession,
  args: string[],
  settings: Record<string, string>,
): Promise<Started> => {
  session.forget();
  const spawnedAtMs = machineMs();
  const child = spawn(electronFile(), [...desktopSwitches(session), ...args], {
    env: { ...session.env, MARQUEE_PORT: '0', MARQUEE_CHECK_UPDATES: 'false', ...settings },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(patience);
  };
  stage.onClose('the desktop app', end);
  const trayAtMs = await until('The tray icon', () => session.news().some(({ news }) => news === 'tray-item'));
  return { pid: child.pid ?? 0, spawnedAtMs, trayAtMs, end };
};

/** After everything has come to rest. */
const weigh = async ({ pid }: Pick<Started, 'pid'>): Promise<number> => {
  await pause(settleMs);
  return treeMemoryMb(pid);
};

const run = async (stage: Stage): Promise<Row[]> => {
  const session = await startDesktopSession();
  stage.onClose('the desktop', session.close);
  const sim = await startSimProcess(stage, 'quiet');
  for (const user of ['Celia', 'Dmitri', 'Elif']) await sim.tell({ kind: 'start', user });
  const settings = { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token, MARQUEE_DATA_DIR: await stage.makeDir() };
  const startMarquee = (flags: string[]) => startApp(stage, session, [projectDir, ...flags], settings);
  const hasSessions = async () => (await session.trayItem())?.tooltip?.includes('3 streams') === true;

  const trayMs: number[] = [];
  const pictureMs: number[] = [];
  for (let count = 0; count < (stage.options.quick ? 1 : 5); count += 1) {
    const app = await startMarquee(['--hidden']);
    trayMs.push(app.trayAtMs - app.spawnedAtMs);
    pictureMs.push((await until('The first live picture', hasSessions)) - app.spawnedAtMs);
    await app.end();
  }

  const emptyDir = await stage.makeDir();
  await writeEmptyTray(emptyDir);
  const empty = await startApp(stage, session, [emptyDir], { EMPTY_TRAY_DIR: await stage.makeDir() });
  const emptyTrayMs = empty.trayAtMs - empty.spawnedAtMs;
  const emptyMb = await weigh(empty);
  await empty.end();

  const hidden = await startMarquee(['--hidden']);
  const trayOnlyMb = await weigh(hidden);
  await hidden.end();
  const opened = await startMarquee([]);
  const withWindowMb = await weigh(opened);
  await opened.end();

  // In one process, because it is asked what a closed window leaves behind; an inspector has to close it.
  const inspected = await startDesktop(session, { ...settings, MARQUEE_CHECK_UPDATES: 'false' });
  stage.onClose('the inspected desktop app', async () => void (await inspected.end('SIGKILL')));
  await inspected.page();
  const openMb = await weigh(inspected);
  await inspected.inMain('void electron.BrowserWindow.getAllWindows().forEach((window) => window.close())');
  const closedMb = await weigh(inspected);
  await inspected.end('SIGTERM');

  return [
    toRow({
      what: 'desktop: start → tray (p50 / p95)',
      measured: formatSpread(trayMs),
      values: spreadValues(trayMs),
      budget: { says: '≤ 1 s', value: percentile(trayMs, 0.95), most: 1000 },
      ratio: formatRatio(median(trayMs), emptyTrayMs, 'an empty tray app'),
    }),
    toRow({
      what: 'desktop: start → first live picture in the tray (p50 / p95)',
      measured: formatSpread(pictureMs),
      values: spreadValues(pictureMs),
      budget: { says: '≤ 2 s', value: percentile(pictureMs, 0.95), most: 2000 },
    }),
    toRow({
      what: 'desktop: memory with the tray only (PSS)',
      measured: `${round(trayOnlyMb)} MB`,
      values: { trayOnlyMb, emptyMb },
      budget: { says: '≤ empty + 110 MB', value: trayOnlyMb - emptyMb, most: 110 },
      ratio: formatRatio(trayOnlyMb, emptyMb, 'an empty tray app'),
    }),
    toRow({
      what: 'desktop: memory with its window (PSS)',
      measured: `${round(withWindowMb)} MB`,
      values: { withWindowMb },
      budget: { says: '≤ tray + 90 MB', value: withWindowMb - trayOnlyMb, most: 90 },
      ratio: formatRatio(withWindowMb, trayOnlyMb, 'the tray only'),
    }),
    toRow({
      what: 'desktop: memory after its window was closed (PSS, inspected)',
      measured: `${round(closedMb)} MB`,
      values: { closedMb, openMb },
      ratio: formatRatio(closedMb, openMb, 'the window open'),
    }),
  ];
};

export const desktop: Measurement = { name: 'desktop', limitMs: 180_000, run };
