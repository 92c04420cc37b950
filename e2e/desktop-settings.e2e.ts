// The settings in the desktop's window: by keyboard, in force at once, kept over a restart, for everybody's eyes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNoBarriers, expectToFit } from './barriers.ts';
import { expectStarted, openDesktopStage } from './desktop-stage.ts';
import { expectCount, expectText, expectValue, setTicked, soon } from './harness.ts';

const openSettings = async (options: Parameters<typeof openDesktopStage>[0] = {}) => {
  const stage = await openDesktopStage(options);
  stage.sim.control.start({ item: 'Departure', user: 'Celia' });
  const process = await stage.start();
  await expectStarted(process);
  const page = await process.page();
  await expectCount(page.getByRole('article')).toBe(1);
  await page.keyboard.press('6');
  await expectCount(page.getByRole('heading', { name: 'Notifications' })).toBe(1);
  const titles = () => stage.desktop.notices().map(({ title }) => title);
  return { ...stage, process, page, titles, group: (name: string) => page.getByRole('group', { name, exact: true }) };
};

it('are in force at once, and again after a restart', async () => {
  const { sim, desktop, start, process, page, titles, group, dataDir } = await openSettings();
  await setTicked(group('Streams').getByLabel('Playback started'), false);
  await expectText(page.getByRole('main')).toContain('Saved');
  sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  // By the time the decision is sure, the start would have been told.
  const menu = async () => (await desktop.trayMenu()).map(({ label }) => label);
  await expect.poll(menu, soon).toContain('Bruno · Nosferatu · playing · ▸ direct play');
  await group('People').getByText('Celia', { exact: true }).click();
  await setTicked(page.getByLabel('Tell me of Celia'), false);
  await setTicked(group('Streams').getByLabel('Playback started'), true);
  const kept = () => JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8'));
  await expect
    .poll(kept, soon)
    .toMatchObject({ notifications: { kinds: { started: true }, users: [{ name: 'Celia' }] } });
  sim.control.start({ item: 'Charade', user: 'Celia' });
  sim.control.start({ item: 'Metropolis', user: 'Hugo' });
  await expect.poll(titles, soon).toEqual(['Hugo started Metropolis']);
  await process.end('quit');
  const again = await start();
  await expectStarted(again);
  const newPage = await again.page();
  await expectCount(newPage.getByRole('article')).toBe(4);
  await newPage.keyboard.press('6');
  await expectText(newPage.getByRole('group', { name: 'People' })).toMatch(/Celia\s+told of nothing/);
});

it('take quiet hours and a pause from the keyboard, and go back to how they came', async () => {
  const { page, group, dataDir } = await openSettings();
  const kept = () => readFileSync(join(dataDir, 'settings.json'), 'utf8').replaceAll(/\s/g, '');
  await group('Quiet hours').getByLabel('Tell me nothing').focus();
  await page.keyboard.press('Space');
  await group('Quiet hours').getByLabel('from').fill('22:30');
  await expect.poll(kept, soon).toContain('"quietHours":{"on":true,"fromMinute":1350,"toMinute":420}');
  const minutes = page.getByLabel('A pause is long after');
  await minutes.fill('0');
  await minutes.press('Enter');
  await expectValue(minutes).toBe('20');
  await minutes.fill('45');
  await minutes.press('Enter');
  await expect.poll(kept, soon).toContain('"pausedLongMinutes":45');
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect.poll(kept, soon).toContain('"quietHours":{"on":false,"fromMinute":1380,"toMinute":420}');
  await expectValue(minutes).toBe('20');
  await page.getByRole('link', { name: 'Settings', exact: true }).focus();
  await page.keyboard.press('1');
  await expectCount(page.getByRole('article')).toBe(1);
});

it('start Marquee with the login, and say that there is no keyring', async () => {
  const { page, group, desktop } = await openSettings({ desktop: { keyring: false } });
  await page.getByRole('link', { name: 'This computer' }).click();
  const entry = join(desktop.env['HOME'] ?? '', '.config', 'autostart', 'marquee.desktop');
  const start = group('Start').getByLabel('Start Marquee when I log in');
  await setTicked(start, true);
  await expect.poll(() => existsSync(entry) && readFileSync(entry, 'utf8'), soon).toMatch(/^Exec=.*--hidden/m);
  await setTicked(start, false);
  await expect.poll(() => existsSync(entry), soon).toBe(false);
  await expectText(group('Secrets')).toContain('This system has no keyring that Marquee can use');

  // What the page makes itself may be saved.
  await page.getByRole('link', { name: 'About' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a report' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^marquee-report-\d{4}-\d\d-\d\d\.json$/);
  expect(await (await saving).failure()).toBeNull();
});

describe('for everybody', () => {
  it('fit, and bar nobody, wide and narrow, in the dark and in the light', async () => {
    const { page, group } = await openSettings();
    await group('People').getByText('Celia', { exact: true }).click();
    for (const width of [1200, 420]) {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expectToFit(page);
        await expectNoBarriers(page);
      }
    }
  });
});
