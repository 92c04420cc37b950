// Ending a stream, ending a transcode: what was asked of Plex, and the truth about what came of it.
import { expect, it } from 'vitest';
import type { Control, StartOptions } from '../src-sim/control.ts';
import { expectCount, expectText, prepareStages, soon, type Stage } from './harness.ts';

const openStage = prepareStages();

const dialogOf = ({ page }: Stage) => page.getByRole('dialog');

/** What was asked of Plex on these paths: the method and the query. */
const asked = (control: Control, path: string) =>
  control
    .requests()
    .filter(({ url }) => url.startsWith(path))
    .map(({ method, url }) => ({ method, query: new URL(url, 'http://plex').searchParams }));

const watchFilm = async (options: StartOptions = {}, before: (control: Control) => void = () => {}) => {
  const stage = await openStage({ before: ({ control }) => before(control) });
  const film = stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno', player: 'roku', ...options });
  await expectText(stage.card('Nosferatu')).toContain('Bruno');
  return { ...stage, ...film };
};

const stopStream = async (stage: Stage, message?: string) => {
  await stage.card('Nosferatu').getByRole('button', { name: 'Stop…' }).click();
  const dialog = dialogOf(stage);
  await expectText(dialog).toContain('Stop Nosferatu for Bruno?');
  if (message !== undefined) await dialog.getByLabel('Message to the viewer').fill(message);
  await dialog.getByRole('button', { name: 'Stop stream' }).click();
};

it('ends a stream with a message that the viewer reads, and says when the screen went dark', async () => {
  const stage = await watchFilm({ onTerminate: { kind: 'obeys', afterMs: 300 } });
  await stopStream(stage, 'Bedtime, Bruno & co.?');
  await expectText(dialogOf(stage)).toMatch(/Stopped\. Bruno’s screen went dark after [\d.]+ s/);
  const [request, ...others] = asked(stage.sim.control, '/status/sessions/terminate');
  expect(others).toEqual([]);
  expect(request?.query.get('sessionId')).toBe(stage.sessionId);
  expect(request?.query.get('reason')).toBe('Bedtime, Bruno & co.?');
  await dialogOf(stage).getByRole('button', { name: 'Close' }).click();
  await expectCount(stage.cards).toBe(0);
});

it('says that the player plays on when it does, and asks only once', async () => {
  const stage = await watchFilm({ onTerminate: { kind: 'plays-on' } });
  await stopStream(stage);
  await expectText(dialogOf(stage)).toContain('Plex accepted the stop, but the Roku Ultra plays on.');
  expect(asked(stage.sim.control, '/status/sessions/terminate')).toHaveLength(1);
  await dialogOf(stage).getByRole('button', { name: 'Close' }).click();
  await expectCount(stage.card('Nosferatu')).toBe(1);
});

it('says that a server without Plex Pass refuses', async () => {
  const stage = await watchFilm({}, (control) => control.setPlexPass(false));
  await stopStream(stage);
  await expectText(dialogOf(stage)).toContain('Plex Pass is needed on this server to stop a stream.');
});

it('says that a stream without an id cannot be stopped from here, and does not ask Plex', async () => {
  const stage = await watchFilm({ withSession: false });
  await stopStream(stage);
  await expectText(dialogOf(stage)).toContain('Plex gives this stream no id');
  expect(asked(stage.sim.control, '/status/sessions/terminate')).toEqual([]);
});

it('lets it play when one thinks better of it', async () => {
  const stage = await watchFilm();
  await stage.card('Nosferatu').getByRole('button', { name: 'Stop…' }).click();
  await dialogOf(stage).getByRole('button', { name: 'Let it play' }).click();
  await expectCount(dialogOf(stage)).toBe(0);
  expect(asked(stage.sim.control, '/status/sessions/terminate')).toEqual([]);
});

it.each([
  ['the session ends', { kind: 'ends', afterMs: 300 }, /the stream ended after/],
  ['it plays on directly', { kind: 'plays-directly', afterMs: 300 }, /plays on without one/],
  [
    'it comes back under a new key',
    { kind: 'comes-back', afterMs: 300, key: 'new' },
    /asked for a new transcode again/,
  ],
  [
    'it comes back under the same key',
    { kind: 'comes-back', afterMs: 300, key: 'same' },
    /asked for the same transcode/,
  ],
] as const)('cancels a transcode, and tells when %s', async (_story, onCancel, words) => {
  const stage = await watchFilm({ how: 'video', onCancel });
  const card = stage.card('Nosferatu');
  await expectText(card).toContain('Transcode');
  await card.getByRole('button', { name: /^More for/ }).click();
  await stage.page.getByRole('menuitem', { name: 'Stop transcode…' }).click();
  await dialogOf(stage).getByRole('button', { name: 'Stop transcode' }).click();
  await expectText(dialogOf(stage)).toMatch(words);
  const cancelled = stage.sim.control.requests().filter(({ method }) => method === 'DELETE');
  expect(cancelled.map(({ url }) => url.split('?')[0])).toEqual([stage.transcodeKey]);
});

it('needs no mouse: to the card, stop, send, and away', async () => {
  const stage = await watchFilm();
  const { page, sim } = stage;
  sim.control.start({ item: 'Charade' });
  await expectCount(stage.cards).toBe(2);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused, soon).toBe('Nosferatu, Bruno');
  await page.keyboard.press('Enter');
  await expectText(stage.card('Nosferatu')).toContain('On the server');
  // Nothing works on it that could be fast or slow.
  await expectText(stage.card('Nosferatu')).toContain('There is no graph here');
  await page.keyboard.press('Escape');
  await expectText(stage.card('Nosferatu')).not.toContain('On the server');
  await page.keyboard.press('s');
  await expectText(dialogOf(stage)).toContain('Stop Nosferatu for Bruno?');
  await expectText(dialogOf(stage)).toContain('It ends at once on the');
  await page.keyboard.press('Escape');
  await expectCount(dialogOf(stage)).toBe(0);
  await expect.poll(focused, soon).toBe('Nosferatu, Bruno');
  await page.keyboard.press('s');
  await expectCount(dialogOf(stage)).toBe(1);
  const send = dialogOf(stage).getByRole('button', { name: 'Stop stream' });
  while (!(await send.evaluate((button) => button === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expectText(dialogOf(stage)).toContain('Stopped.');
  await page.keyboard.press('Enter');
  await expectCount(stage.cards).toBe(1);
});
