// The transcodes screen: what is converted now follows the live feed, can be stopped, and a month of it becomes advice.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { expectNoBarriers, expectOpenToAll } from './barriers.ts';
import { expectCount, expectFocused, expectText, prepareStages, soon, type Stage } from './harness.ts';

const openStage = prepareStages();

const section = ({ page }: Stage, name: string | RegExp) => page.getByRole('region', { name });
const dialogOf = ({ page }: Stage) => page.getByRole('dialog');

/** What programs are told; the page's own sign-in serves. */
const ask = (page: Page, path: string): Promise<unknown> =>
  page.evaluate(async (from) => (await fetch(`/api/v1${from}`)).json(), path);

const adviceSchema = z.array(
  z.object({
    plays: z.number(),
    reasons: z.array(
      z.object({
        title: z.string(),
        streams: z.number(),
        remedy: z.string().nullable(),
        items: z.array(z.object({ name: z.string() })),
        saving: z.object({ text: z.string() }),
      }),
    ),
  }),
);
const readAdvice = async (page: Page) => adviceSchema.parse(await ask(page, '/advice'))[0];

it('shows what is converted, why and how, stops it, and says what to do about it', async () => {
  const stage = await openStage({ mayLose: true });
  const { sim, page, cards, card } = stage;
  await expectText(page.getByRole('list', { name: 'Servers' })).toContain('live');
  // Nobody watches for two minutes in a test.
  await page.evaluate(async () => {
    const body = JSON.stringify({ history: { shortVideoSeconds: 0 } });
    await fetch('/api/v1/settings', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });
  });
  await page.keyboard.press('4');
  await expectText(section(stage, /^Now/)).toContain(
    'Nothing is being converted. Direct play costs the server next to nothing.',
  );
  await expectText(page.getByRole('main')).toContain('Nothing was played in the last 30 days');
  await expectNoBarriers(page);

  // It follows the live feed, and leaves out what is played directly.
  sim.control.optimise('Häxan');
  sim.control.start({ item: 'Charade', user: 'Ada' });
  const film = sim.control.start({
    item: 'Nosferatu',
    user: 'Bruno',
    player: 'roku',
    how: 'burn',
    onTerminate: { kind: 'obeys', afterMs: 300 },
  });
  const slow = sim.control.start({
    item: 'Metropolis',
    user: 'Celia',
    player: 'iphone',
    how: 'starving',
    location: 'wan',
    onCancel: { kind: 'plays-directly', afterMs: 300 },
  });
  await expectCount(cards).toBe(2);
  const burned = card('Nosferatu');
  await expectText(burned).toMatch(/must be burned in\.\s*certain/);
  await expectText(burned).toMatch(/→ burned into the picture/);
  await expectText(burned).toMatch(/Converts with\s*QSV, Intel Alder Lake \(QuickSync\)\s*Path\s*hardware end to end/);
  await expectText(card('Metropolis')).toContain('Plex was asked to convert in hardware, and does it in software.');
  await expectText(page.getByRole('main')).toContain('2 conversions');
  await expectCount(burned.getByRole('img', { name: /^Speed over the last/ })).toBe(1);
  await burned.getByText('Numbers').click();
  await expectText(burned.getByRole('table')).toContain('Ahead');
  await expectText(section(stage, 'In the background')).toMatch(/Häxan \(1922\)[^]*\d+ % · 8\.2× · \d+ min to go/);
  await expectOpenToAll(page);

  // Without its transcode the film plays on directly: it leaves this screen, not the live one.
  await card('Metropolis').getByRole('button', { name: 'Stop transcode…' }).click();
  await dialogOf(stage).getByRole('button', { name: 'Stop transcode' }).click();
  await expectText(dialogOf(stage)).toMatch(/plays on without one/);
  await dialogOf(stage).getByRole('button', { name: 'Close' }).click();
  await expectCount(cards).toBe(1);
  const cancelled = sim.control.requests().filter(({ method }) => method === 'DELETE');
  expect(cancelled.map(({ url }) => url.split('?')[0])).toEqual([slow.transcodeKey]);

  // By keys: to the card, stop, send.
  await page.keyboard.press('j');
  await expectFocused(card('Nosferatu'));
  await page.keyboard.press('s');
  await expectText(dialogOf(stage)).toContain('Stop Nosferatu for Bruno?');
  await dialogOf(stage).getByRole('button', { name: 'Stop stream' }).click();
  await expectText(dialogOf(stage)).toMatch(/Stopped\. Bruno’s screen went dark after [\d.]+ s/);
  const terminated = sim.control.requests().filter(({ url }) => url.startsWith('/status/sessions/terminate'));
  expect(terminated.map(({ url }) => new URL(url, 'http://plex').searchParams.get('sessionId'))).toEqual([
    film.sessionId,
  ]);
  await dialogOf(stage).getByRole('button', { name: 'Close' }).click();
  await expectCount(cards).toBe(0);

  // What was converted stands below with its reason, and leads to the history.
  const before = section(stage, /^Before/);
  await expectText(before).toMatch(/Nosferatu[^]*Bruno[^]*must be burned in/);
  await before.getByRole('button', { name: 'All reasons' }).click();
  await page.getByRole('menuitemradio', { name: /^Picture subtitles/ }).click();
  await expect.poll(() => new URL(page.url()).hash, soon).toBe('#/transcodes?reason=picture-subtitle-burned');
  await expectText(before).toMatch(/1 converted or repackaged/);
  await before.getByRole('link', { name: 'Open in the history' }).click();
  await expectText(page.getByRole('main')).toContain('Nosferatu');
  await expect.poll(() => new URL(page.url()).hash, soon).toMatch(/^#\/history\?.*reason=picture-subtitle-burned/);

  // The advice is what REST tells: it is made anew after five minutes, so another Marquee on the same data says it.
  await stage.marquee().end('SIGTERM');
  await stage.restartMarquee();
  await page.goto('about:blank');
  await page.goto(`${stage.marquee().url}/#/transcodes`);
  const month = section(stage, /^Why, over the last 30 days/);
  await expectText(month).toContain('Picture subtitles');
  const advice = await readAdvice(page);
  expect(advice?.reasons.map(({ title }) => title)).toContain('Picture subtitles');
  await expectCount(month.getByRole('row')).toBe((advice?.reasons.length ?? 0) + 1);
  for (const { title, streams } of advice?.reasons ?? []) {
    await expectText(month.getByRole('row', { name: title })).toMatch(new RegExp(`^${title}\\s+${streams}\\s`));
  }
  const first = (advice?.reasons ?? []).filter(({ remedy }) => remedy !== null).slice(0, 3);
  expect(first.length).toBeGreaterThan(0);
  for (const { remedy, saving } of first) {
    await expectText(month).toContain(remedy);
    await expectText(month).toContain(saving.text);
    expect(saving.text).toMatch(/^An estimate/);
  }
  await month
    .getByText(/^Concerns/)
    .first()
    .click();
  await expectText(month).toContain(first[0]?.items[0]?.name);
  await expectNoBarriers(page);
});
