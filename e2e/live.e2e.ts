// The live screen while people watch: cards appear, move, pause, follow the next episode in place, and end with words.
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectCount, expectText, prepareStages, soon } from './harness.ts';

const openStage = prepareStages();

it('shows what was already playing when Marquee started', async () => {
  const { card } = await openStage({ before: ({ control }) => control.start({ item: 'Nosferatu', user: 'Bruno' }) });
  await expectText(card('Nosferatu')).toContain('Bruno');
  await expectText(card('Nosferatu')).toContain('1922 · movie');
});

it('shows a session that starts, with how it is delivered once that is sure', async () => {
  const { sim, cards, card } = await openStage();
  await expectCount(cards).toBe(0);
  sim.control.start({ item: 'Metropolis', user: 'Celia', how: 'video', location: 'wan' });
  await expectText(card('Metropolis')).toContain('Celia');
  await expectText(card('Metropolis')).toMatch(/Transcode[^]*→[^]*1080p H\.264/);
  await expectText(card('Metropolis')).toContain('WAN');
});

it('moves the position between two messages, and holds it while paused', async () => {
  const { sim, card } = await openStage();
  const { sessionKey } = sim.control.start({ item: 'Nosferatu', offsetMs: 600_000 });
  const film = card('Nosferatu');
  const secondsOf = async (of: Locator): Promise<number> => {
    const [minutes = 0, seconds = 0] = (
      await of
        .getByText(/^\d+:\d\d$/)
        .first()
        .innerText({ timeout: 1000 })
    )
      .split(':')
      .map(Number);
    return minutes * 60 + seconds;
  };
  await expect.poll(() => secondsOf(film), soon).toBeGreaterThan(600);
  const seen = await secondsOf(film);
  await expect.poll(() => secondsOf(film), soon).toBeGreaterThan(seen + 1);
  sim.control.pause(sessionKey);
  await expectText(film).toContain('Paused since');
  const held = await secondsOf(film);
  sim.control.start({ item: 'Charade' });
  await expect.poll(() => secondsOf(card('Charade')), soon).toBeGreaterThan(1);
  expect(await secondsOf(film)).toBe(held);
  sim.control.resume(sessionKey);
  await expectText(film).not.toContain('Paused');
});

it('lets the next episode follow in the same place', async () => {
  const { sim, cards } = await openStage();
  const { sessionKey } = sim.control.start({ item: 'Departure' });
  await expectText(cards.first()).toContain('Departure');
  sim.control.start({ item: 'Metropolis' });
  await expectText(cards.nth(1)).toContain('Metropolis');
  sim.control.next(sessionKey);
  await expectText(cards.first()).toContain('Cold Goods');
  await expectText(cards.nth(1)).toContain('Metropolis');
  await expectCount(cards).toBe(2);
});

it('says that a session ended before its card goes away', async () => {
  const { sim, page, cards, card } = await openStage();
  const { sessionKey } = sim.control.start({ item: 'Nosferatu' });
  sim.control.start({ item: 'Charade' });
  await expectCount(cards).toBe(2);
  // Without the socket the goodbye would be missed, and the card would say so.
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  sim.control.stop(sessionKey);
  await expectText(card('Nosferatu')).toContain('Ended.');
  await expectCount(cards).toBe(1);
  await expectText(cards.first()).toContain('Charade');
});

it('says so when a notification leads to a stream that is over', async () => {
  const { sim, page, card } = await openStage();
  sim.control.start({ item: 'Charade' });
  await expectText(card('Charade')).toContain('Charade');
  await page.evaluate(() => void (location.hash = '#/live/a-stream-of-yesterday'));
  const main = page.getByRole('main');
  await expectText(main).toContain('The stream that you came for is not playing any more.');
  await main.getByRole('button', { name: 'Close' }).click();
  await expectText(main).not.toContain('not playing any more');
  await expectText(card('Charade')).toContain('Charade');
});

it('sums up in one line, with what starts before the server says who watches', async () => {
  const { sim, page, card } = await openStage();
  const main = page.getByRole('main');
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  // The list takes its time, as on a server with hundreds of streams.
  sim.control.fault({ path: '/status/sessions', fault: { kind: 'slow', delayMs: 7000 } });
  sim.control.start({ item: 'Metropolis', user: 'Celia', how: 'hd720', location: 'wan' });
  await expectText(main).toContain('starting: Metropolis');
  sim.control.clearFault();
  await expectText(card('Metropolis')).toContain('Celia');
  await expectText(main).not.toContain('starting:');
  sim.control.start({ item: 'Charade' });
  await expect.poll(() => page.getByText('2 streams').count(), soon).toBeGreaterThan(0);
  await expect.poll(() => page.getByText('1 transcode').count(), soon).toBeGreaterThan(0);
});
