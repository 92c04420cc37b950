// The history that was before Marquee, in the browser: a Tautulli brought over and taken out again, one beside it, the
// past of a server, and a broker that is told what happens.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { startTautulli, toTautulliRow } from '../src-sim/start-tautulli.ts';
import { expectNoBarriers, expectToFit } from './barriers.ts';
import { expectCount, expectText, expectValue, openSettingsPage, prepareStages, setTicked, soon } from './harness.ts';
import { writeTautulliFile } from './tautulli-file.ts';

const openStage = prepareStages();

/** Both themes and widths of one page; a picture of each where they are wanted. */
const lookAt = async (page: Page, name: string) => {
  const folder = process.env['MARQUEE_PICTURES'];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [420, 1200]) {
      await page.setViewportSize({ width, height: 900 });
      await expectToFit(page);
      if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
    }
    await expectNoBarriers(page);
  }
};
const makeDir = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'marquee-tautulli-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

it('brings a Tautulli over: told first, with progress, and undone', async () => {
  const { page, context, marquee, sim } = await openStage();
  const dir = await makeDir();
  const path = join(dir, 'tautulli.db');
  const main = page.getByRole('main');
  writeTautulliFile({ path, serverId: sim.machineIdentifier, rows: 3001, fromS: 1_300_000_000 });
  const notes = join(dir, 'notes.db');
  await writeFile(notes, 'milk, bread');
  await openSettingsPage(page, 'Import', 'Bring over your history');

  // What cannot be read is said where it was named.
  const field = page.getByRole('textbox', { name: 'Path on the machine where Marquee runs' });
  for (const [wrong, says] of [
    [join(dir, 'nothing.db'), /nothing\.db|not there|no such/i],
    [notes, /not a SQLite database/],
  ] as const) {
    await field.fill(wrong);
    await page.getByRole('button', { name: 'See what would come' }).click();
    await expectText(page.getByRole('alert')).toMatch(says);
  }
  await lookAt(page, 'import-source');

  await field.fill(path);
  await page.keyboard.press('Enter');
  await expectText(main).toContain('3,000 plays are new');
  for (const says of ['3,001, from', 'Aunt Ada 1,500', '1 row cannot become plays', `plays of ${sim.name}`]) {
    await expectText(main).toContain(says);
  }
  await lookAt(page, 'import-report');

  // Somebody else has the history open all the while, and does nothing.
  const elsewhere = await context.newPage();
  await elsewhere.goto(`${marquee().url}/#/history`);
  const historyElsewhere = elsewhere.getByRole('main');
  await expectText(historyElsewhere).toContain('Nothing has been watched yet');
  await page.getByRole('button', { name: 'Bring over 3,000 plays' }).click();
  await expectText(main).toContain('3,000 plays were added');
  await expectText(historyElsewhere).toContain('3,000 plays');
  await page.getByRole('button', { name: 'See the history' }).click();
  await expectText(main).toContain('3,000 plays');

  // Again it adds nothing; undone, all of it is gone.
  await openSettingsPage(page, 'Import', 'Bring over your history');
  await field.fill(path);
  await page.keyboard.press('Enter');
  await expectText(main).toContain('Nothing in it is new.');
  await expect.poll(() => page.getByRole('button', { name: 'Bring it over' }).isDisabled(), soon).toBe(true);
  await page.getByRole('button', { name: 'Not this one' }).click();
  await page.getByRole('button', { name: 'Undo tautulli.db…' }).click();
  await expectText(main).toContain('The 3,000 plays that it brought will be gone');
  await lookAt(page, 'import-undo');
  await page.getByRole('button', { name: 'Take them out' }).click();
  await expectText(main).toContain('Undone');
  await expectText(historyElsewhere).toContain('Nothing has been watched yet');
  await elsewhere.close();

  // From this computer, of a server that it does not name.
  const older = join(dir, 'older.db');
  writeTautulliFile({ path: older, serverId: null, rows: 3, fromS: 1_300_000_000 });
  await page.getByLabel('Database on this computer').setInputFiles(older);
  await expectText(main).toContain('It does not say which Plex server it watched.');
  await expect.poll(() => page.getByRole('button', { name: /^Bring/ }).isDisabled(), soon).toBe(true);
  await page.getByLabel('Whose plays are these?').selectOption({ label: sim.name });
  await page.getByRole('button', { name: 'Bring over 2 plays' }).click();
  await expectText(main).toContain('2 plays were added');

  // By its address: slow enough to see how far it is, and to think better of it.
  const rows = Array.from({ length: 2500 }, (_, index) => toTautulliRow(index + 1));
  const tautulli = await startTautulli(sim.machineIdentifier, rows);
  onTestFinished(tautulli.close);
  await page.getByRole('button', { name: 'Bring over another' }).click();
  await setTicked(page.getByLabel('A Tautulli that runs'), true);
  await page.getByRole('textbox', { name: 'Address of Tautulli' }).fill(tautulli.url);
  await page.getByLabel('API key').fill('wrong-key');
  await page.getByRole('button', { name: 'See what would come' }).click();
  await expectText(page.getByRole('alert')).toContain('does not know this API key');
  await page.getByLabel('API key').fill('right-key');
  await page.getByRole('button', { name: 'See what would come' }).click();
  await expectText(main).toContain('2,500 plays are new');
  tautulli.hold();
  await page.getByRole('button', { name: 'Bring over 2,500 plays' }).click();
  await expectText(main).toMatch(/Rows, [\d,]+ of 2,500/);
  await lookAt(page, 'import-progress');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectText(main).toContain('Cancelled.');
});

it('runs beside a Tautulli, and fills in the past of a server', async () => {
  const { page, sim } = await openStage({ sim: { past: { plays: 300 } } });
  const tautulli = await startTautulli(sim.machineIdentifier, [1, 2, 3, 4, 5].map(toTautulliRow));
  onTestFinished(tautulli.close);
  const main = page.getByRole('main');

  // The first look is some seconds after the start.
  const offer = page.getByRole('region', { name: 'Plays from before Marquee' });
  await expect.poll(() => offer.count(), { ...soon, timeout: 60_000 }).toBe(1);
  await expectText(offer).toMatch(new RegExp(`${sim.name} remembers \\d+ plays`));
  await lookAt(page, 'past-offer');
  await offer.getByRole('button', { name: 'Not now' }).click();
  await expectCount(offer).toBe(0);
  await page.keyboard.press('5');
  await expectText(page.getByRole('article', { name: sim.name })).toContain('are not here yet');
  await page.getByRole('article', { name: sim.name }).getByRole('button', { name: 'Add them' }).click();
  await expectText(page.getByRole('article', { name: sim.name })).toMatch(/whole past is here[^]*\d+ plays came/);
  await lookAt(page, 'past-server');

  await openSettingsPage(page, 'Tautulli');
  await page.getByRole('textbox', { name: 'Address of Tautulli' }).fill(tautulli.url);
  await page.getByLabel('API key').fill('wrong-key');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expectText(main).toContain('does not know this API key');
  await page.getByLabel('API key').fill('right-key');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expectText(main).toContain('It watches Attic and has 5 rows.');
  await page.getByRole('button', { name: 'Run beside it' }).click();
  await expectText(main).toContain('5 new, 0 that Marquee saw itself.');
  await expectValue(page.getByLabel('API key')).toBe('');
  await expect.poll(() => page.content(), soon).not.toContain('right-key');
  await lookAt(page, 'tautulli');
  await page.getByRole('button', { name: 'Stop asking it' }).click();
  await expectCount(page.getByRole('button', { name: 'Stop asking it' })).toBe(0);

  await openSettingsPage(page, 'NATS');
  await page.getByRole('textbox', { name: 'Address of the broker' }).fill('nats://me@127.0.0.1:9');
  await page.getByRole('button', { name: 'Publish there' }).click();
  await expectText(page.getByRole('alert')).toContain('without a name and password');
  await page.getByRole('textbox', { name: 'Address of the broker' }).fill('nats://127.0.0.1:9');
  await setTicked(page.getByLabel('User and password'), true);
  await page.getByRole('textbox', { name: 'User' }).fill('marquee');
  await page.getByLabel('Password', { exact: true }).fill('hunter22');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expectText(main).toContain('cannot be reached');
  await page.getByRole('button', { name: 'Publish there' }).click();
  await expectText(main).toContain('Not getting through');
  await expect.poll(() => page.content(), soon).not.toContain('hunter22');
  await lookAt(page, 'nats');
  await page.getByRole('button', { name: 'Publish nothing' }).click();
  await expectText(main).not.toContain('Not getting through');
});
