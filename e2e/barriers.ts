// What bars people from a page, as far as a machine can tell: WCAG 2.2 AA, in both themes, wide and narrow.
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { soon } from './harness.ts';

/** As text, because the test's own imports do not exist in the page. */
const findBarriers = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

/** Once the page has settled: what comes and goes by itself bars nobody. */
export const expectNoBarriers = async (page: Page): Promise<void> => {
  await expect.poll(() => findBarriers(page), soon).toEqual([]);
};

/** Nothing hangs over the edge of the page. */
export const expectToFit = async (page: Page): Promise<void> => {
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overhang, soon).toBeLessThanOrEqual(0);
};

/** Leaves the page as wide as it was. */
export const expectOpenToAll = async (page: Page): Promise<void> => {
  const before = page.viewportSize() ?? { width: 1200, height: 900 };
  for (const width of [1200, 420]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectNoBarriers(page);
    }
    await expectToFit(page);
  }
  await page.setViewportSize(before);
};
