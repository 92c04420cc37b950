// The history in the browser: found by filter, order, group, address and keys; told in detail; deleted and brought back.
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoBarriers, expectOpenToAll } from './barriers.ts';
import { expectCount, expectFocused, expectText, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();

const tableOf = (page: Page) =>
  page.getByRole('grid', { name: 'Plays' }).or(page.getByRole('treegrid', { name: 'Plays' }));
const rowsOf = (page: Page) => tableOf(page).locator('[data-row]');
const plays = 1200;

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

it('finds plays by filter, order, group, address and keys, however many there are', async () => {
  const { sim, page } = await openStage({ sim: { past: { plays } } });
  await fillFromServer(page);
  await page.goto(`${new URL(page.url()).origin}/#/history?includeShort=true`);
  const rows = rowsOf(page);
  await expectText(rows.first()).toContain('not known');
  await expectText(page.getByRole('main')).toContain(`${plays.toLocaleString('en-GB')} plays`);
  expect(await tableOf(page).getAttribute('aria-rowcount')).toBe(String(plays + 1));
  expect(await rows.count()).toBeLessThan(80);
  await expectOpenToAll(page);

  // To the end and back, by keys only.
  await page.keyboard.press('j');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row')), soon).toBe('0');
  await page.keyboard.press('j');
  await page.keyboard.press('End');
  const last = page.locator(`[data-row="${plays - 1}"]`);
  await expectCount(last).toBe(1);
  await expectText(last).not.toBe('');
  await expectFocused(last);
  await page.keyboard.press('Home');
  await expectFocused(page.locator('[data-row="0"]'));

  // What one looks at stays in its place while a new play joins at the top.
  await page
    .locator('[role="rowgroup"]')
    .last()
    .evaluate((scroller) => scroller.scrollTo(0, 24_000));
  const looked = page.locator('[data-row="505"]');
  await expectText(looked).not.toMatch(/^(Being read)?$/);
  const yOf = async (row: Locator) => (await row.boundingBox({ timeout: 1000 }))?.y;
  const isStill = async () => (await yOf(looked)) === (await yOf(looked));
  await expect.poll(isStill, soon).toBe(true);
  const [before, y] = [await looked.innerText(), await yOf(looked)];
  const { sessionKey } = sim.control.start({ item: 'Metropolis' });
  await expectText(page.getByRole('region', { name: 'Playing now' })).toContain('Metropolis');
  sim.control.stop(sessionKey);
  await expect.poll(() => tableOf(page).getAttribute('aria-rowcount'), soon).toBe(String(plays + 2));
  const moved = page.locator('[data-row="506"]');
  await expectText(moved).toBe(before);
  await expect.poll(() => yOf(moved), soon).toBe(y);

  // A person from the list, with the number that was promised there.
  const bar = page.getByRole('search', { name: 'Filter' });
  await bar.getByRole('button', { name: 'User', exact: true }).click();
  const person = page.getByRole('dialog', { name: 'User' }).locator('label').first();
  await expectText(person).toMatch(/\d/);
  const [name = '', promised = ''] = (await person.innerText()).split('\n');
  await person.click();
  await expectText(page.getByRole('main')).toContain(`${promised} play`);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.url(), soon).toContain('user=');
  await expectText(bar).toContain(name);

  // Sorted by title, and turned round; Back undoes one step after the other.
  const title = page.getByRole('columnheader', { name: 'Title' });
  await title.getByRole('button').click();
  await expect.poll(() => title.getAttribute('aria-sort'), soon).toBe('ascending');
  const firstTitle = await rows.first().innerText();
  await title.getByRole('button').click();
  await expect.poll(() => title.getAttribute('aria-sort'), soon).toBe('descending');
  await expectText(rows.first()).not.toBe(firstTitle);
  await page.goBack();
  await page.goBack();
  await expect.poll(() => title.getAttribute('aria-sort'), soon).toBe('none');
  await page.goBack();
  await expectText(page.getByRole('main')).toContain(`${(plays + 1).toLocaleString('en-GB')} plays`);

  // Typed words; the slash leads to the field.
  await page.keyboard.press('/');
  await expectFocused(page.getByRole('searchbox'));
  await page.keyboard.type('zebra');
  await expectText(page.getByRole('main')).toContain('No play is like that');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expectCount(rows.first()).toBe(1);

  // By series: a group opens to its plays, which are as many as it says.
  await page.getByRole('button', { name: 'Every play' }).click();
  await page.getByRole('menuitemradio', { name: 'By series' }).click();
  const group = page.locator('[data-row][aria-expanded]').first();
  await expectText(group).toMatch(/\d+ plays/);
  const [, count = ''] = /([\d,]+) plays/.exec(await group.innerText()) ?? [];
  const closed = Number(await tableOf(page).getAttribute('aria-rowcount'));
  await group.click();
  await expect
    .poll(() => tableOf(page).getAttribute('aria-rowcount'), soon)
    .toBe(String(closed + Number(count.replace(',', ''))));
  expect(page.url()).toContain('group=series');
  await expectNoBarriers(page);

  // A link opens the same view elsewhere.
  await page.goto('about:blank');
  await page.goBack();
  await expectText(page.locator('[data-row][aria-expanded]').first()).toMatch(/\d+ plays/);

  // Columns are remembered by this browser, and stand where there is room for them.
  await page.setViewportSize({ width: 1600, height: 900 });
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Library' }).click();
  await page.keyboard.press('Escape');
  await expectCount(page.getByRole('columnheader', { name: 'Library' })).toBe(1);
  await page.reload();
  await expectCount(page.getByRole('columnheader', { name: 'Library' })).toBe(1);
});

it('tells how a play went, deletes it and brings it back, and takes in what ends', async () => {
  const { sim, page } = await openStage();
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  const { sessionKey } = sim.control.start({ item: 'Metropolis', user: 'Celia', how: 'burn', location: 'wan' });
  await expectText(page.getByRole('article')).toContain('Transcode');
  sim.control.pause(sessionKey);
  await expectText(page.getByRole('article')).toContain('Paused');
  sim.control.resume(sessionKey);
  await expectText(page.getByRole('article')).not.toContain('Paused');

  // What plays stands on top, and comes down when it ends, without anybody asking.
  await page.goto(`${new URL(page.url()).origin}/#/history?includeShort=true`);
  const live = page.getByRole('region', { name: 'Playing now' });
  await expectText(live).toContain('Metropolis');
  await expectText(page.getByRole('main')).toContain('No play is like that');
  sim.control.stop(sessionKey);
  const rows = rowsOf(page);
  await expectText(rows.first()).toContain('Metropolis');
  await expectCount(live).toBe(0);

  // Its detail, by the keyboard; the address names it.
  await page.keyboard.press('j');
  await expectFocused(rows.first());
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'Play' });
  await expectText(detail).toContain('burned');
  for (const words of [
    'How it went',
    'Paused at',
    'Went on',
    'To the viewer',
    'Nobody else',
    'Marquee, which saw it live',
  ]) {
    await expectText(detail).toContain(words);
  }
  await expectOpenToAll(page);
  await page.keyboard.press('Escape');
  await expectCount(detail).toBe(0);
  await expect.poll(() => new URL(page.url()).hash, soon).toBe('#/history?includeShort=true');
  await page.goBack();
  await expectText(detail).toContain('Metropolis');
  await page.reload();
  await expectText(detail).toContain('Went on');
  await detail.getByRole('button', { name: 'Close' }).click();

  // Another who watched it is told of, and leads to his plays.
  const second = sim.control.start({ item: 'Metropolis', user: 'Dmitri' });
  await expectText(live).toContain('Dmitri');
  sim.control.stop(second.sessionKey);
  await expectText(rows.first()).toContain('Dmitri');
  await rows.nth(1).click();
  await expectText(detail).toContain('Dmitri');
  await detail.getByRole('button', { name: 'Dmitri', exact: true }).click();
  await expectCount(rows).toBe(1);
  await page.goBack();
  await expectCount(rows).toBe(2);
  await expectText(detail).toContain('Dmitri');

  // Asked once, deleted, undone; deleted again, and found among the deleted ones.
  await page.keyboard.press('Escape');
  await expectCount(detail).toBe(0);
  await page.getByRole('checkbox', { name: 'Choose Metropolis, Dmitri' }).click();
  await expectText(page.getByRole('toolbar', { name: 'Chosen plays' })).toContain('One play chosen');
  const remove = async () => {
    await page.getByRole('button', { name: 'Delete…' }).click();
    await expectText(page.getByRole('dialog')).toContain('can be brought back');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expectCount(rows).toBe(1);
  };
  await remove();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectCount(rows).toBe(2);
  await page.getByRole('checkbox', { name: 'Choose Metropolis, Dmitri' }).click();
  await remove();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Deleted plays' }).click();
  await page.keyboard.press('Escape');
  await expectText(rows.first()).toContain('Dmitri');
  await expectCount(rows).toBe(1);
  await page.getByRole('checkbox', { name: 'Choose Metropolis, Dmitri' }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expectText(page.getByRole('main')).toContain('No play was deleted');
});
