// Both themes, wide and narrow: nothing hangs over the edge, and what a screen reader needs is there.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Sim } from '../src-sim/start-sim.ts';
import { expectNoBarriers } from './barriers.ts';
import { expectCount, expectFocused, expectText, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();

/** One of each that looks different, with names as long as they come. */
const crowd = ({ control }: Sim) => {
  control.start({ item: 'The Cabinet of Dr. Caligari', how: 'burn', location: 'wan' });
  control.start({ item: 'Departure', user: 'Bruno', state: 'paused' });
  control.start({ item: 'Cranes', user: 'Celia', player: 'plexamp' });
  control.start({ item: 'Metropolis', user: 'Dmitri', how: 'video', location: 'relay' });
};

/** What reaches beyond the right edge of the page, also where it is cut off or can be scrolled to. */
const findOverhang = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 200)),
  );

describe.each([
  ['dark', 1200],
  ['dark', 420],
  ['light', 1200],
  ['light', 420],
] as const)('%s, %i px wide', (theme, width) => {
  it('fits, and bars nobody', async () => {
    const { page, cards, card } = await openStage({ theme, width, before: crowd });
    await expectCount(cards).toBe(4);
    await expectText(card('Metropolis')).toContain('Transcode');
    await expect.poll(() => findOverhang(page), soon).toEqual([]);
    await expectNoBarriers(page);
  });
});

it('has a heading, a main part, a navigation and a feed of articles with names', async () => {
  const { page, cards } = await openStage({ before: crowd });
  await expectCount(cards).toBe(4);
  await expectCount(page.getByRole('main')).toBe(1);
  await expectCount(page.getByRole('navigation')).toBe(1);
  await expectCount(page.getByRole('feed').getByRole('article')).toBe(4);
  await expectCount(page.getByRole('article', { name: 'Metropolis, Dmitri' })).toBe(1);
  await expectCount(page.getByRole('button', { name: 'Stop…' })).toBe(4);
});

it('bars nobody in the question before a stop, on an opened card, in the history and at the door', async () => {
  const { page, context, card, marquee } = await openStage({ before: crowd, mayLose: true });
  await card('Metropolis').focus();
  await expectFocused(card('Metropolis'));
  await page.keyboard.press('Enter');
  await expectText(card('Metropolis')).toContain('On the server');
  await expectNoBarriers(page);
  await page.keyboard.press('s');
  await expectText(page.getByRole('dialog')).toContain('Stop Metropolis for Dmitri?');
  await expectNoBarriers(page);
  await page.keyboard.press('Escape');
  await expectCount(page.getByRole('dialog')).toBe(0);
  await page.getByRole('link', { name: 'History' }).click();
  await expectCount(page.getByRole('main', { name: 'History' })).toBe(1);
  await expectNoBarriers(page);

  await context.clearCookies();
  await page.goto('about:blank');
  await page.goto(marquee().url);
  await expectText(page.locator('body')).toContain('npm run link');
  await expectNoBarriers(page);
});
