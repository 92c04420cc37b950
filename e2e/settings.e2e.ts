// The settings and the servers in the browser: each page, in force at once, kept, set back, and for everybody's eyes.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { expectNoBarriers, expectToFit } from './barriers.ts';
import { expectCount, expectText, expectValue, openSettingsPage, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();

it('are validated, in force, kept over a restart, and go back one by one or as a page', async () => {
  const { page, marquee, restartMarquee } = await openStage({ mayLose: true });
  await openSettingsPage(page, 'History');
  const share = page.getByRole('textbox', { name: 'Counts as watched from' });
  await share.fill('30');
  await share.press('Enter');
  await expectText(page.getByRole('alert')).toContain('Expected a whole number from 50 to 100');
  await expectNoBarriers(page);
  await share.fill('90');
  await share.press('Enter');
  await expectCount(page.getByRole('alert')).toBe(0);
  const short = page.getByRole('textbox', { name: 'Hide videos shorter than' });
  await short.fill('45');
  await short.press('Tab');
  await page.getByLabel('Keep events for ever').click();
  await expectText(page.getByRole('main')).toContain('Saved');
  // "Saved" may still be said of the field before.
  const kept = () => page.evaluate(async () => (await (await fetch('/api/v1/settings')).json()).history);
  await expect.poll(kept, soon).toMatchObject({ watchedPercent: 90, shortVideoSeconds: 45, eventDays: null });

  await marquee().end('SIGTERM');
  await restartMarquee();
  await page.reload();
  await expectValue(share).toBe('90');
  await expectValue(short).toBe('45');
  await expect.poll(() => page.getByLabel('Keep events for ever').isChecked(), soon).toBe(true);
  await page.getByRole('button', { name: 'Back to 85 %: Counts as watched from' }).click();
  await expectValue(share).toBe('85');
  await expectValue(short).toBe('45');
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expectValue(short).toBe('120');
  await expectValue(page.getByRole('textbox', { name: 'Keep events for' })).toBe('365');
});

it('let others in and out, switch webhooks, choose the colours, and save a report', async () => {
  const { page, marquee, sim } = await openStage({ width: 420, theme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await openSettingsPage(page, 'Appearance');
  const paper = await background();
  await page.getByLabel('Dark').click();
  await expect.poll(background, soon).not.toBe(paper);
  await expectNoBarriers(page);
  await page.reload();
  await expect.poll(() => page.getByLabel('Dark').isChecked(), soon).toBe(true);
  expect(await background()).not.toBe(paper);
  await page.getByLabel('As the system has it').click();
  await expect.poll(background, soon).toBe(paper);

  await openSettingsPage(page, 'Web access');
  await expectText(page.getByRole('main')).toContain('this computer alone');
  await expectText(page.getByRole('main')).toContain('from MARQUEE_PORT');
  await page.getByLabel('Name', { exact: true }).fill('dashboard');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await expectText(page.getByRole('main')).toContain('shown only this once');
  const key = await page.getByLabel('Key “dashboard”').innerText();
  const ask = async () => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${marquee().url}/api/v1/live`, { headers })).status;
  };
  expect(await ask()).toBe(200);
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Revoke dashboard…' }).click();
  await page.getByRole('button', { name: 'Revoke dashboard', exact: true }).click();
  await expect.poll(ask, soon).toBe(401);

  await openSettingsPage(page, 'Webhooks');
  await page.getByLabel('Take Plex’s webhooks').click();
  await expectText(page.getByRole('main')).toContain('/api/v1/plex/webhook/');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expectText(page.getByRole('main')).toContain('It arrived after');
  await expectNoBarriers(page);

  await openSettingsPage(page, 'About');
  await expectText(page.getByRole('main')).toContain('without a desktop');
  const licences = await fetch(`${marquee().url}/licences.txt`);
  expect(await licences.text()).toMatch(/react-dom [\d.]+ \(MIT\)/);
  await expectNoBarriers(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a report' }).click();
  const report = await readFile(await (await saving).path(), 'utf8');
  expect(report).toContain('"plays": 0');
  for (const secret of [sim.token, key, sim.name]) expect(report).not.toContain(secret);
  await expectToFit(page);
});

it('show each server with its day, rename it, stop watching it, and remove none that a variable names', async () => {
  const { page, sim } = await openStage();
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  await page.keyboard.press('5');
  const card = page.getByRole('article', { name: sim.name });
  await expectText(card).toContain('On the local network');
  await expectText(card).toMatch(/Watched since .* without a gap/);
  await expectText(card).toMatch(/\d+ devices/);
  await expectNoBarriers(page);
  expect(await card.getByRole('button', { name: 'Remove…' }).isDisabled()).toBe(true);
  await card.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel(`New name of ${sim.name}`).fill('cellar');
  await page.keyboard.press('Enter');
  const renamed = page.getByRole('article', { name: 'cellar' });
  await expectText(renamed).toContain('live');
  await renamed.getByRole('button', { name: 'Stop watching it' }).click();
  await expectText(renamed).toContain('not watched');
  await renamed.getByRole('button', { name: 'Watch it again' }).click();
  await expectText(renamed).toContain('live');
});
