// A new user of the desktop app: a click in the window, an approval in the system's browser, and the window is back in
// front with who is watching. Later the sign-in ends, which every surface says, and a second one heals it.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openBrowser } from './chromium.ts';
import type { DesktopProcess } from './desktop-process.ts';
import type { MenuEntry } from './desktop-session.ts';
import { expectStarted, openDesktopStage } from './desktop-stage.ts';
import { expectCount, expectText, soon } from './harness.ts';
import { actLimitMs } from './host.ts';

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

const patient = { ...soon, timeout: 60_000 };
const accessKey = 'a-key-that-only-this-test-knows';

/** The system's browser: what opens links writes their addresses down, and a real Chromium goes there. */
const openSystemBrowser = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'marquee-links-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const [programs, list] = [join(dir, 'bin'), join(dir, 'opened')];
  await mkdir(programs);
  await writeFile(list, '');
  await writeFile(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${list}'\n`);
  await chmod(join(programs, 'xdg-open'), 0o755);
  const opened = async () => (await readFile(list, 'utf8')).split('\n').filter((line) => line !== '');
  const context = await browser.newContext();
  context.setDefaultTimeout(actLimitMs);
  onTestFinished(() => context.close());
  return {
    path: [programs, process.env['PATH'] ?? ''].join(delimiter),
    opened,
    /** The newest address, in a tab. */
    follow: async (count: number) => {
      await expect.poll(async () => (await opened()).length, patient).toBe(count);
      const tab = await context.newPage();
      await tab.goto((await opened()).at(-1) ?? '');
      return tab;
    },
  };
};

const theWindow = 'electron.BrowserWindow.getAllWindows()[0]';
const isInFront = ({ inMain }: DesktopProcess) => inMain(`${theWindow}?.isVisible() ?? false`);
const read = (entries: MenuEntry[]): string[] => entries.flatMap(({ label, children }) => [label, ...read(children)]);

it('signs in by clicks alone, is in front again with who is watching, says when that ends, and is healed', async () => {
  const system = await openSystemBrowser();
  const settings = { PLEX_URL: '', PLEX_TOKEN: '', MARQUEE_ACCESS_KEY: accessKey, PATH: system.path };
  const stage = await openDesktopStage({ sim: { name: 'attic', plexTv: {} }, settings });
  const { plexTv } = stage.sim;
  if (plexTv === null) throw new Error('There is no plex.tv');
  stage.settings['MARQUEE_PLEX_TV_URL'] = plexTv.uri;
  stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  const app = await stage.start();
  await expectStarted(app);
  const page = await app.page();
  const main = page.getByRole('main');
  await expectText(main).toContain('See who is watching your Plex');

  // First a look around with the demo: the tray has it too, and it goes as it came.
  const menu = async () => read(await stage.desktop.trayMenu());
  await page.getByRole('button', { name: 'Look around with a demo' }).click();
  await expectCount(page.getByRole('article', { name: 'The General, Dmitri' })).toBe(1);
  await expect.poll(menu, patient).toContain('Demo · live');
  await page.getByRole('button', { name: 'Leave the demo' }).click();
  // Gone with the page that is loaded anew.
  await expectCount(page.getByRole('complementary', { name: 'Demo' })).toBe(0);
  await expectText(main).toContain('See who is watching your Plex');
  await expect.poll(menu, patient).toContain('No server is watched yet');
  await expect.poll(() => readdir(stage.dataDir), soon).not.toContain('looking-around');

  // Not approved, and back again.
  await page.getByRole('button', { name: 'Sign in with Plex' }).click();
  const declined = await system.follow(1);
  await expectText(declined.locator('body')).toContain('Sign in to Marquee');
  await expectText(main).toContain('Waiting for your approval');
  await declined.close();

  // The page was closed; the link opens it again. Meanwhile the browser covers the window.
  await main.getByRole('link').first().click();
  const tab = await system.follow(2);
  await app.inMain(`${theWindow}.hide()`);
  await tab.getByLabel('Ada').check();
  await tab.getByRole('button', { name: 'Approve' }).click();
  await expectText(tab.locator('body')).toContain('Signed in as Ada');
  expect(new URL(tab.url()).hostname).toBe('127.0.0.1');
  await expect.poll(() => isInFront(app), patient).toBe(true);
  await expectText(main).toContain('Servers of Ada');
  await expect.poll(() => page.getByLabel('attic').isChecked(), patient).toBe(true);
  await page.getByRole('button', { name: 'Show who is watching' }).click();
  await expectCount(page.getByRole('article').filter({ hasText: 'Nosferatu' })).toBe(1);
  await page.keyboard.press('5');
  const server = page.getByRole('article', { name: 'attic' });
  await expectText(server).toContain('live');
  await expectText(server).toMatch(/local network|this computer/i);

  const firstToken = plexTv.control.accessToken('attic', 'Ada');

  // Marquee is removed from the Authorized Devices.
  plexTv.control.revokeTokens();
  plexTv.control.endAccessTokens();
  stage.sim.control.dropSockets('cut');
  await expectText(server).toContain('signed out since');
  await expect.poll(menu, patient).toContainEqual(expect.stringMatching(/^attic · signed out since/));
  await expect.poll(async () => (await stage.desktop.trayItem())?.tooltip, soon).toContain('attic: signed out');
  const ended = () => stage.desktop.notices().filter(({ title }) => title.includes('no longer accepts our sign-in'));
  await expect.poll(() => ended().length, patient).toBe(1);
  const where = z.object({ url: z.string() });
  const { url } = where.parse(JSON.parse(await readFile(join(stage.dataDir, 'running.json'), 'utf8')));
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${accessKey}` } })).json();
  expect(await ask('/health')).toMatchObject({ ok: false, servers: [{ status: { kind: 'unauthorized' } }] });
  await page.keyboard.press('1');
  await expectText(page.getByRole('status', { name: 'What is wrong' })).toContain('Recording of attic is paused');

  // With the window closed it opens again.
  await page.keyboard.press('5');
  await server.getByRole('button', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: /^Sign in with/ }).click();
  const again = await system.follow(3);
  await page.close();
  await again.getByLabel('Ada').check();
  await again.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => isInFront(app), patient).toBe(true);
  const second = await app.page();
  await expectText(second.getByRole('main')).toContain('Nosferatu');
  await expect.poll(menu, patient).toContain('attic · live');
  expect(ended()).toHaveLength(1);
  await expect.poll(() => ask('/health'), soon).toMatchObject({ ok: true });

  // Nothing that is secret stands in any page or on any command line.
  const places = ['live', 'servers', 'servers/add', 'settings', 'settings/about'];
  const seen: string[] = [];
  for (const place of places) {
    await second.evaluate((hash) => void (location.hash = hash), `#/${place}`);
    await expectText(second.getByRole('main')).not.toBe('');
    seen.push(await second.content());
  }
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    seen.push(await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => ''));
  }
  await app.end('quit');
  const files = (await readdir(stage.dataDir, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const kept = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'latin1')));
  const tokens = [firstToken, plexTv.control.accessToken('attic', 'Ada'), stage.sim.token];
  for (const text of [app.output(), ...(await system.opened()), ...seen, ...kept]) {
    for (const token of tokens) expect(text).not.toContain(token);
    // What plex.tv gives to an account, and what is signed with the device key.
    expect(text).not.toMatch(/eyJ[\w-]{20,}\.[\w-]{20,}\./);
  }
});
