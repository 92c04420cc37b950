// The window of the desktop app: it comes, goes with its memory, and comes back where it stood; a second start shows it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { desktopSwitches, electronFile, type DesktopProcess } from './desktop-process.ts';
import { expectStarted, openDesktopStage, type DesktopStage } from './desktop-stage.ts';
import { expectCount, expectText, soon } from './harness.ts';
import { expectOwnData } from './own-data.ts';

const projectDir = `${import.meta.dirname}/..`;

const firstWindow = 'electron.BrowserWindow.getAllWindows()[0]';
const countWindows = ({ inMain }: DesktopProcess) => inMain('electron.BrowserWindow.getAllWindows().length');
const placeOf = async ({ inMain }: DesktopProcess) => placeSchema.parse(await inMain(`${firstWindow}.getBounds()`));
const placeSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** Starts the app once more, as a click on its icon would; resolves with the exit code of that start. */
const startAgain = async ({ desktop, settings }: DesktopStage, flags: string[] = []): Promise<number | null> => {
  const second = spawn(electronFile(), [...desktopSwitches(desktop), projectDir, ...flags], {
    env: { ...desktop.env, ...settings },
    stdio: 'ignore',
  });
  await once(second, 'exit');
  return second.exitCode;
};

it('goes on without its window, and a second start brings it back at once with what is playing', async () => {
  const key = 'a-key-that-the-owner-chose-0123456789';
  const stage = await openDesktopStage({ settings: { MARQUEE_ACCESS_KEY: key } });
  stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  const marquee = await stage.start();
  const first = await marquee.page();
  await expectText(first.getByRole('article')).toContain('Nosferatu');
  await first.close();
  await expect.poll(() => countWindows(marquee), soon).toBe(0);
  await expectOwnData({ dataDir: stage.dataDir, key, serverId: stage.sim.machineIdentifier });

  stage.sim.control.start({ item: 'Metropolis', user: 'Celia' });
  expect(await startAgain(stage)).toBe(0);
  const second = await marquee.page();
  await expectCount(second.getByRole('article')).toBe(2);
  expect(await startAgain(stage)).toBe(0);
  expect(await countWindows(marquee)).toBe(1);
  // Wished for while the last one is on its way out.
  const gone = second.waitForEvent('close');
  await marquee.inMain(`{
    const last = ${firstWindow};
    last.prependOnceListener('closed', () => electron.app.emit('activate'));
    last.close();
  }`);
  await gone;
  await expectCount((await marquee.page()).getByRole('article')).toBe(2);
  expect(await countWindows(marquee)).toBe(1);
  expect(await marquee.end('quit')).toBe(0);
});

it('starts without a window when the login starts it, and a second login changes nothing', async () => {
  const stage = await openDesktopStage();
  const marquee = await stage.start(['--hidden']);
  await expectStarted(marquee);
  expect(await startAgain(stage, ['--hidden'])).toBe(0);
  expect(await countWindows(marquee)).toBe(0);
  expect(await startAgain(stage)).toBe(0);
  await expectText((await marquee.page()).getByRole('main')).toContain('Nobody is watching');
});

it('comes back where it stood, and never outside of all screens', async () => {
  const stage = await openDesktopStage();
  const place = { x: 140, y: 90, width: 900, height: 640 };
  const first = await stage.start();
  await first.page();
  await first.inMain(`${firstWindow}.setBounds(${JSON.stringify(place)})`);
  await expect.poll(() => placeOf(first), soon).toEqual(place);
  await first.end('quit');

  const second = await stage.start();
  await second.page();
  await expect.poll(() => placeOf(second), soon).toEqual(place);
  await second.inMain(`${firstWindow}.setBounds({ x: 5000, y: 5000 })`);
  await expect.poll(async () => (await placeOf(second)).x, soon).toBe(5000);
  await second.end('quit');

  const third = await stage.start();
  await third.page();
  const { x, y, width } = await placeOf(third);
  expect(width).toBe(900);
  expect(x).toBeLessThan(1600);
  expect(y).toBeLessThan(1200);
});

it('is there again in less than 300 ms', async () => {
  const stage = await openDesktopStage();
  const marquee = await stage.start();
  const reopenMs = async (): Promise<number> => {
    const page = await marquee.page();
    await expectText(page.getByRole('main')).toContain('Nobody is watching');
    await page.close();
    await expect.poll(() => countWindows(marquee), soon).toBe(0);
    // The clock runs in the app, from the wish to the window on the screen.
    await marquee.inMain(`{
      globalThis.reopenedAfterMs = 0;
      const wishedMs = performance.now();
      electron.app.once('browser-window-created', (_event, window) =>
        window.once('show', () => { globalThis.reopenedAfterMs = performance.now() - wishedMs }));
      electron.app.emit('activate');
    }`);
    const tookMs = async () => z.number().parse(await marquee.inMain('globalThis.reopenedAfterMs'));
    await expect.poll(tookMs, soon).toBeGreaterThan(0);
    return tookMs();
  };
  // A moment in which this machine does something else is not the app's: the quickest of some counts.
  const took = [await reopenMs()];
  while (took.length < 8 && Math.min(...took) >= 300) took.push(await reopenMs());
  expect(Math.min(...took)).toBeLessThan(300);
});
