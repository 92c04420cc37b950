// The charts in the browser: their numbers are those of REST, a click opens the plays behind, tables and files say the same.
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { chartNameSchema, chartSchema, homeSchema, type Chart } from '../src-contract/chart.ts';
import { itemDetailSchema } from '../src-contract/item.ts';
import { librarySchema } from '../src-contract/library.ts';
import { peoplePageSchema } from '../src-contract/people.ts';
import { expectOpenToAll } from './barriers.ts';
import { expectCount, expectText, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();
const plays = 900;

const ask = (page: Page, path: string): Promise<unknown> =>
  page.evaluate(async (asked) => (await fetch(`/api/v1/${asked}`)).json(), path);

/** Takes what the simulated server remembers into the history. */
const fillFromServer = async (page: Page) => {
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  await page.evaluate(async () => {
    const { servers } = await (await fetch('/api/v1/live')).json();
    await fetch(`/api/v1/backfill/${encodeURIComponent(servers[0].id)}`, { method: 'POST' });
  });
  await expect
    .poll(() => page.evaluate(async () => (await (await fetch('/api/v1/history?includeShort=true')).json()).total), {
      ...soon,
      timeout: 60_000,
    })
    .toBe(plays);
};

const open = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);
const cardOf = (page: Page, title: string) => page.getByRole('figure', { name: title, exact: true });
/** The numbers of a table without their names and sums, line by line. */
const readTable = (page: Page, title: string, columns: number) =>
  page
    .getByRole('region', { name: `Table: ${title}` })
    .locator('tbody tr')
    .evaluateAll(
      (rows, most) =>
        rows.map((row) =>
          [...row.querySelectorAll('td')].slice(0, most).map((cell) => Number(cell.innerText.replaceAll(',', ''))),
        ),
      columns,
    );
const toLines = ({ buckets, series }: Chart) => buckets.map((_, at) => series.map(({ values }) => values[at]));
const readFileOf = async (download: Download) => readFile(await download.path());

it('draws every chart from the numbers that REST gives, and opens the plays behind them', async () => {
  const { page } = await openStage({ sim: { past: { plays } } });
  await fillFromServer(page);
  const own = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const read = async (chart: string, rest = '') =>
    chartSchema.parse(await ask(page, `charts/${chart}?zone=${own}${rest}`));

  await page.getByRole('link', { name: 'Charts' }).click();
  await page.getByRole('button', { name: 'the whole history' }).click();
  await expect.poll(() => page.url(), soon).toContain('days=all');
  await expectCount(page.locator('[data-chart]')).toBe(chartNameSchema.options.length);

  // The cards: all of them, with what REST says.
  const cards = page.getByRole('list', { name: 'Cards' }).locator(':scope > li');
  await expectCount(cards).toBe(13);
  const home = homeSchema.parse(await ask(page, `home?zone=${own}`));
  for (const [index, { lines }] of home.cards.entries()) {
    await expectCount(cards.nth(index).getByRole('listitem')).toBe(lines.length);
    if (lines[0]) await expectText(cards.nth(index)).toContain(lines[0].label.replace('all', 'All together'));
  }

  // What is out of view is not painted before one comes there.
  expect(await page.locator('[data-chart="users"] canvas').count()).toBe(0);
  await cardOf(page, 'People').scrollIntoViewIfNeeded();
  await expectCount(page.locator('[data-chart="users"] canvas')).toBe(1);

  // The table of one, cell by cell; Enter on the first number opens just as many plays.
  const users = await read('users');
  await cardOf(page, 'People').getByRole('button', { name: 'People as a table' }).click();
  await expect.poll(() => readTable(page, 'People', users.series.length), soon).toEqual(toLines(users));
  const first = page.getByRole('region', { name: 'Table: People' }).locator('tbody td a').first();
  const promised = await first.innerText();
  await first.focus();
  await page.keyboard.press('Enter');
  await expectText(page.getByRole('main', { name: 'History' })).toContain(`${promised} play`);
  await page.goBack();
  await expectCount(page.locator('[data-chart]')).toBe(chartNameSchema.options.length);

  // Alone, by keys; its table stands below, and is that of REST.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent), soon)
    .toBe('Day by day, by delivery');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url(), soon).toContain('#/charts/days-by-type?days=all');
  await page.getByRole('combobox', { name: 'Steps' }).selectOption('year');
  const years = await read('days-by-type', '&step=year');
  await expect.poll(() => readTable(page, 'Day by day', years.series.length), soon).toEqual(toLines(years));

  // Another zone is another question.
  await page.getByRole('combobox', { name: 'Zone' }).selectOption('Pacific/Auckland');
  await expect.poll(() => page.url(), soon).toContain('zone=Pacific%2FAuckland');

  // Its files.
  await open(page, '#/charts/weekdays?days=all');
  await expectCount(cardOf(page, 'By day of the week').locator('canvas')).toBe(1);
  const save = async (kind: string) => {
    await page.getByRole('button', { name: 'Save By day of the week' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: kind }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFileOf(download) };
  };
  const csv = await save('Numbers (CSV)');
  expect(csv.name).toBe('marquee-weekdays-the-whole-history.csv');
  const [, ...lines] = csv.bytes.toString('utf8').trim().split('\r\n');
  const weekdays = await read('weekdays');
  const count = weekdays.series.length;
  expect(
    lines.map((line) =>
      line
        .split(',')
        .slice(1, count + 1)
        .map(Number),
    ),
  ).toEqual(toLines(weekdays));
  const png = await save('Image (PNG)');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(1000);

  // A click into the picture, on the second column: that weekday.
  const canvas = cardOf(page, 'By day of the week').locator('canvas');
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
  await canvas.click({ position: { x: width * 0.25, y: height * 0.85 } });
  await expect.poll(() => page.url(), soon).toContain('#/history?');
  expect(new URL(page.url().replace('#/history', '')).searchParams.get('weekday')).toBe('2');
  const tuesdays = weekdays.series.reduce((sum, { values }) => sum + (values[1] ?? 0), 0);
  const opened = page.getByRole('main', { name: 'History' });
  await expectText(opened).toMatch(/\d plays?\b/);
  const shown = Number(/([\d,]+) plays?\b/.exec(await opened.innerText())?.[1]?.replaceAll(',', ''));
  expect(shown).toBeGreaterThan(0);
  expect(shown).toBeLessThanOrEqual(tuesdays);
});

it('gives people, libraries and titles pages with the numbers of REST', async () => {
  const { page } = await openStage({ sim: { past: { plays } } });
  await fillFromServer(page);
  const many = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'play' : 'plays'}`;
  /** The sum under "All that is known". */
  const expectTotal = async (count: number) =>
    expectText(page.locator('dl[aria-label="Totals"] > div').last()).toContain(many(count));
  await open(page, '#/users');
  const { items } = peoplePageSchema.parse(await ask(page, 'users?length=500'));
  const [person] = items;
  if (person === undefined) throw new Error('Nobody has watched anything.');
  await expectCount(page.locator('tbody tr')).toBe(items.length);
  await page.getByRole('link', { name: person.user.name, exact: true }).click();
  await expectText(page.getByRole('heading', { level: 1 })).toBe(person.user.name);
  await expectTotal(person.plays);
  await expectOpenToAll(page);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: `New name of ${person.user.name}` }).fill('The one on the sofa');
  await page.keyboard.press('Enter');
  await expectText(page.getByRole('heading', { level: 1 })).toBe('The one on the sofa');
  await page.getByRole('link', { name: 'Open with filters' }).click();
  await expectText(page.getByRole('main', { name: 'History' })).toContain(many(person.plays));

  await open(page, '#/charts?days=all');
  const cards = page.getByRole('list', { name: 'Cards' });
  await cards.getByText('Most watched movies').locator('..').getByRole('link').first().click();
  await expectCount(page.getByRole('heading', { level: 1 })).toBe(1);
  await expect.poll(() => page.url(), soon).toContain('#/items/');
  const key = decodeURIComponent(/#\/items\/([^?]+)/.exec(page.url())?.[1] ?? '');
  const item = itemDetailSchema.parse(await ask(page, `items/detail?key=${encodeURIComponent(key)}`));
  await expectText(page.getByRole('heading', { level: 1 })).toBe(item.title);
  await expectTotal(item.totals.all.plays);
  await expectCount(page.getByRole('table', { name: 'Who watched it' }).locator('tbody tr')).toBe(item.watchers.length);
  await expectOpenToAll(page);

  await open(page, '#/libraries');
  const [library] = librarySchema.array().parse(await ask(page, 'libraries'));
  if (library === undefined) throw new Error('No library is known.');
  await page.getByRole('link', { name: library.title }).first().click();
  await expectText(page.getByRole('heading', { level: 1 })).toBe(library.title);
  await expectTotal(library.plays);
  await expectOpenToAll(page);
});

it('bars nobody, fits, and says so where nothing was played', async () => {
  const { page, sim, card } = await openStage();
  const main = page.getByRole('main');
  await page.getByRole('link', { name: 'Charts' }).click();
  await expectText(main).toContain('Nothing has been watched yet');

  // A page of somebody who is not there says so, and leads back.
  await open(page, '#/users/nobody');
  await expectText(main).toContain('This person is not in the history');
  await main.getByRole('link', { name: 'To all people' }).click();
  await expectText(main).toContain('Nobody has watched anything yet');

  const { sessionKey } = sim.control.start({ item: 'Metropolis', how: 'video' });
  await open(page, '#/live');
  await expectText(card('Metropolis')).toContain('Transcode');
  await open(page, '#/charts?includeShort=true');
  await expectText(main).toContain('Nothing has been watched yet');
  // What ends is on the charts at once.
  sim.control.stop(sessionKey);
  await expectCount(page.locator('[data-chart="days-by-type"] canvas')).toBe(1);
  await expectOpenToAll(page);
});
