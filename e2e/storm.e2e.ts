// Five hundred people at once: the page shows those that fit, and follows every one of them.
import { expect, it } from 'vitest';
import { expectCount, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();

it('keeps only the cards in the document that are near the eye, and still follows', async () => {
  // Pictures for so many may come too late where the machine does much else.
  const { sim, page, cards } = await openStage({ sim: { scenario: 'storm' }, mayLose: true });
  await expect.poll(() => page.getByText('500 streams').count(), { ...soon, timeout: 120_000 }).toBeGreaterThan(0);
  await expect.poll(() => cards.first().getAttribute('aria-setsize'), soon).toBe('500');
  await expectCount(cards).toBeGreaterThan(3);
  expect(await cards.count()).toBeLessThan(60);

  const name = (await cards.first().getAttribute('aria-label')) ?? '';
  const first = sim.control.sessions().find(({ user }) => name.endsWith(`, ${user}`));
  if (!first) throw new Error(`nobody is watching ${name}`);
  sim.control.pause(first.sessionKey);
  const followed = page.getByRole('article', { name, exact: true });
  await expect.poll(() => followed.innerText({ timeout: 1000 }), { ...soon, timeout: 90_000 }).toContain('Paused');

  // The list grows longer while it is measured, so one turn of the wheel may not reach its end.
  await cards.first().hover();
  const scrollDown = async () => {
    await page.mouse.wheel(0, 1_000_000);
    return cards.last().getAttribute('aria-posinset');
  };
  await expect.poll(scrollDown, soon).toBe('500');
  expect(await cards.count()).toBeLessThan(60);
});
