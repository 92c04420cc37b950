// Who may look: only a browser that came with an unused link.
import { expect, it } from 'vitest';
import { expectCount, expectText, prepareStages } from './harness.ts';

const openStage = prepareStages();

it('shows a browser without a link how to get one, and nothing else', async () => {
  const { sim, page, cards } = await openStage({ signedIn: false, mayLose: true });
  sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await expectText(page.locator('body')).toContain('npm run link');
  await expectCount(cards).toBe(0);
  expect(await page.content()).not.toContain('Nosferatu');
});

it('keeps a browser signed in when the page is loaded again, with the code gone from the address', async () => {
  const { sim, page, card } = await openStage();
  sim.control.start({ item: 'Nosferatu' });
  await expectCount(card('Nosferatu')).toBe(1);
  expect(page.url()).not.toContain('code');
  await page.reload();
  await expectCount(card('Nosferatu')).toBe(1);
});

it('takes a link only once', async () => {
  const { marquee, context, page } = await openStage({ mayLose: true });
  await expectText(page.locator('body')).toContain('Live');
  const other = await context.browser()?.newContext();
  if (!other) throw new Error('the browser is gone');
  const second = await other.newPage();
  await second.goto(marquee().link);
  await expectText(second.locator('body')).toMatch(/used already|older than ten minutes/);
  await other.close();
});
