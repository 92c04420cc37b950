// One's own data in the browser: a backup made and put back, filtered plays as CSV, and a question in SQL.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { expectNoBarriers } from './barriers.ts';
import { expectCount, expectText, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();
const plays = 60;

it('is backed up, put back, taken elsewhere as filtered, and asked in SQL', async () => {
  const { page, marquee } = await openStage({ sim: { past: { plays } } });
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  const ask = (path: string) => page.evaluate(async (from) => (await fetch(`/api/v1/${from}`)).json(), path);
  const { servers } = await ask('live');
  await page.evaluate((id) => fetch(`/api/v1/backfill/${id}`, { method: 'POST' }), encodeURIComponent(servers[0].id));
  await expect.poll(async () => (await ask('history?includeShort=true')).total, soon).toBe(plays);

  await page.goto(`${marquee().url}/#/settings/backups`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expectText(page.getByRole('main')).toContain('Backed up and checked.');
  await page.getByRole('button', { name: /^Restore .*…$/ }).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expectText(page.getByRole('main')).toContain(`Restored: ${plays} plays.`);
  await expectCount(page.getByRole('list', { name: 'Backups' }).getByRole('listitem')).toBe(2);
  await expectNoBarriers(page);

  const filter = 'type=movie&includeShort=true';
  const { items } = await ask(`history?${filter}&length=500`);
  await page.goto(`${marquee().url}/#/history?${filter}`);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const lines = (await readFile(await (await saving).path(), 'utf8')).trim().split('\r\n').slice(1);
  const ids = lines.map((line) => line.split(',')[0]?.replaceAll('"', ''));
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.length).toBeLessThan(plays);
  expect(ids.toSorted()).toEqual(items.map(({ id }: { id: string }) => id).toSorted());

  await page.goto(`${marquee().url}/#/sql`);
  await page.getByRole('textbox', { name: 'Question' }).fill('SELECT type, count(*) AS plays FROM plays GROUP BY type');
  await page.keyboard.press('Control+Enter');
  await expectText(page.getByRole('region', { name: 'Answer' })).toMatch(new RegExp(`movie\\s+${ids.length}\\b`));
  await expectNoBarriers(page);
});
