// What a person sees when something goes away, and that it heals by itself.
import { expect, it } from 'vitest';
import { expectCount, expectText, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();

it('says that Marquee is gone, and heals without a doubled card when it is back', async () => {
  const { sim, page, cards, marquee, restartMarquee } = await openStage({ mayLose: true });
  sim.control.start({ item: 'Nosferatu' });
  sim.control.start({ item: 'Charade' });
  await expectCount(cards).toBe(2);
  const standing = await cards.evaluateAll((all) => all.map((card) => card.getAttribute('aria-label')));
  await marquee().end('SIGKILL');
  await expectText(page.locator('body')).toContain('Marquee is not answering');
  // A screen whose code was not here yet comes by itself, too.
  await page.getByRole('link', { name: 'Charts' }).click();
  await expectText(page.getByRole('main')).toContain('This page could not be loaded');
  await restartMarquee();
  await expectCount(page.getByRole('heading', { name: 'Charts', level: 1 })).toBe(1);
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await expectText(page.locator('body')).not.toContain('Marquee is not answering');
  const healed = () => cards.evaluateAll((all) => all.map((card) => card.getAttribute('aria-label')));
  await expect.poll(healed, soon).toEqual(standing);
});

it('says that the Plex server is gone and when it is tried again, and heals when it is back', async () => {
  const { sim, page, card } = await openStage({ mayLose: true });
  sim.control.start({ item: 'Nosferatu' });
  await expectText(card('Nosferatu')).toContain('Nosferatu');
  const back = sim.control.restart({ downMs: 8000, playersComeBackAfterMs: 200 });
  const wrong = page.getByRole('status', { name: 'What is wrong' });
  await expectText(wrong).toContain(`${sim.name} is not answering since`);
  await expectText(wrong).toMatch(/Next try in|Trying now/);
  await back;
  await expectText(wrong).toBe('');
  await expectCount(card('Nosferatu')).toBe(1);
});

it('notices that Plex no longer takes the token', async () => {
  const { sim, page } = await openStage();
  sim.control.fault({ path: '*', fault: { kind: 'status', status: 401 } });
  sim.control.refuseUpgrade(401);
  sim.control.dropSockets();
  const wrong = page.getByRole('status', { name: 'What is wrong' });
  await expectText(wrong).toContain('Plex no longer accepts our sign-in');
});
