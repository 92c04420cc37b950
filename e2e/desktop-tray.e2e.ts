// The tray on a real D-Bus session: what a person reads there, and that a click on it does what it says.
import { expect, it, onTestFinished } from 'vitest';
import type { Control } from '../src-sim/control.ts';
import { openDesktopStage, type DesktopStage } from './desktop-stage.ts';
import type { MenuEntry } from './desktop-session.ts';
import { expectCount, expectText, soon } from './harness.ts';

const openTray = async (
  options: Parameters<typeof openDesktopStage>[0] = {},
  before: (sim: Control) => void = () => {},
) => {
  const stage = await openDesktopStage(options);
  before(stage.sim.control);
  const app = await stage.start(['--hidden']);
  // What plays before Marquee has looked once is no news.
  const tooltip = async () => (await stage.desktop.trayItem())?.tooltip;
  await expect.poll(tooltip, { ...soon, timeout: 60_000 }).toMatch(/^Nobody is watching|^\d stream/);
  return { ...stage, process: app };
};

/** The labels, those under another one indented. */
const read = (entries: MenuEntry[], depth = ''): string[] =>
  entries.flatMap(({ type, label, children }) =>
    type === 'separator' ? [] : [`${depth}${label}`, ...read(children, `${depth}  `)],
  );
const readMenu = async ({ desktop }: DesktopStage) => read(await desktop.trayMenu());
const readTooltip = async ({ desktop }: DesktopStage) => (await desktop.trayItem())?.tooltip;

/** How each stream is delivered is sure: until then the menu is set anew, and a click may go to what was there before. */
const expectSettled = async (stage: DesktopStage, streams: number) => {
  const sure = async () => (await readMenu(stage)).filter((label) => label.endsWith('▸ direct play'));
  await expect.poll(sure, soon).toHaveLength(streams);
};

/** Clicks the way down: the labels begin with these words. */
const click = async ({ desktop }: DesktopStage, ...path: string[]) => {
  let entries = await desktop.trayMenu();
  let found: MenuEntry | undefined;
  for (const words of path) {
    found = entries.find(({ label }) => label.startsWith(words));
    if (!found) throw new Error(`The menu says no "${words}", but: ${read(entries).join(', ')}`);
    entries = found.children;
  }
  expect(found?.enabled).toBe(true);
  await desktop.clickMenu(found?.id ?? 0);
};

const asked = ({ sim }: DesktopStage, path: string) =>
  sim.control
    .requests()
    .filter(({ url }) => url.startsWith(path))
    .map(({ url }) => new URL(url, 'http://plex').searchParams);

const noticeTexts = ({ desktop }: DesktopStage) => desktop.notices().map(({ title, body }) => `${title}: ${body}`);

it('says how many streams and transcodes run, and lists each with what can be done', async () => {
  const stage = await openTray({}, (control) => {
    control.start({ item: 'Metropolis', user: 'Hugo', how: 'burn', location: 'wan' });
    control.start({ item: 'Nosferatu', user: 'Bruno', state: 'paused' });
  });
  await expect.poll(() => readTooltip(stage), soon).toMatch(/^2 streams, 1 transcode, \d+ Mbps$/);
  // Each decision is sure at its own time.
  await expect
    .poll(() => readMenu(stage), soon)
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^2 streams · 1 transcode · [\d.]+ Mbps$/),
        expect.stringMatching(/^Hugo · Metropolis · playing · ⟳ transcode/),
        expect.stringMatching(/^Bruno · Nosferatu · paused · ▸ direct play/),
      ]),
    );
  const menu = await readMenu(stage);
  expect(menu[0]).toMatch(/^2 streams · 1 transcode · [\d.]+ Mbps$/);
  expect(menu.filter((label) => label === '  Stop stream')).toHaveLength(2);
  expect(menu.filter((label) => label === '  Stop transcode')).toHaveLength(1);
  expect(menu).toContain(`${stage.sim.name} · live`);
  expect(menu.slice(-3)).toEqual(['Open Marquee', 'Settings…', 'Quit']);
});

it('stops the stream that was clicked, with the default message, and tells how it turned out', async () => {
  const stage = await openTray();
  stage.sim.control.start({ item: 'Metropolis', user: 'Hugo' });
  const film = stage.sim.control.start({
    item: 'Nosferatu',
    user: 'Bruno',
    onTerminate: { kind: 'obeys', afterMs: 300 },
  });
  await expect.poll(() => readTooltip(stage), soon).toMatch(/^2 streams/);
  await expect.poll(() => noticeTexts(stage).length, soon).toBe(2);
  await expectSettled(stage, 2);
  await click(stage, 'Bruno · Nosferatu', 'Stop stream');
  await expect
    .poll(() => noticeTexts(stage), soon)
    .toContainEqual(expect.stringMatching(/^Bruno · Nosferatu: Stopped\. Bruno’s screen went dark after [\d.]+ s\.$/));
  const terminates = asked(stage, '/status/sessions/terminate');
  expect(terminates.map((query) => [query.get('sessionId'), query.get('reason')])).toEqual([
    [film.sessionId, 'The server owner has ended the stream.'],
  ]);
  await expect.poll(() => readTooltip(stage), soon).toMatch(/^1 stream/);
  expect(noticeTexts(stage)).toHaveLength(3);
});

it('stops only the transcode when that is clicked', async () => {
  const stage = await openTray();
  stage.sim.control.start({ item: 'Metropolis', user: 'Hugo', how: 'burn' });
  await expect.poll(() => readMenu(stage), soon).toContain('  Stop transcode');
  await click(stage, 'Hugo · Metropolis', 'Stop transcode');
  await expect.poll(() => noticeTexts(stage), soon).toContainEqual(expect.stringMatching(/^Hugo · Metropolis: /));
  expect(asked(stage, '/status/sessions/terminate')).toEqual([]);
});

it('opens the window on the question with a message, and on the settings', async () => {
  const stage = await openTray();
  stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await expectSettled(stage, 1);
  await click(stage, 'Bruno · Nosferatu', 'Stop with message…');
  const page = await stage.process.page();
  await expectText(page.getByRole('dialog')).toContain('Stop Nosferatu for Bruno?');
  await click(stage, 'Settings…');
  await expectCount(page.getByRole('heading', { name: 'Notifications' })).toBe(1);
  await click(stage, 'Bruno · Nosferatu', 'Open');
  await expectCount(page.getByRole('article', { name: 'Nosferatu, Bruno' })).toBe(1);
});

it('is not set anew while nothing in it has changed', async () => {
  const stage = await openTray();
  const film = stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await expect.poll(() => readMenu(stage), soon).toContainEqual(expect.stringMatching(/▸ direct play$/));
  stage.desktop.forget();
  const before = await readMenu(stage);
  const page = stage.process.page();
  await click(stage, 'Open Marquee');
  // The position moves on the page, so patches come; the menu says nothing of it.
  const position = (await page)
    .getByRole('article')
    .getByText(/^\d+:\d\d$/)
    .first();
  await expectText(position).toMatch(/^\d+:\d\d$/);
  const seen = await position.innerText();
  await expectText(position).not.toBe(seen);
  expect(await readMenu(stage)).toEqual(before);
  const updates = () => stage.desktop.news().filter((one) => one.news === 'signal' && one.name === 'LayoutUpdated');
  expect(updates()).toEqual([]);
  stage.sim.control.pause(film.sessionKey);
  await expect.poll(() => updates().length, soon).toBeGreaterThan(0);
});

it('pauses notifications, and says until when', async () => {
  const stage = await openTray();
  await click(stage, 'Pause notifications', 'For 1 hour');
  await expect
    .poll(() => readMenu(stage), soon)
    .toContainEqual(expect.stringMatching(/^Notifications paused until \d\d:\d\d$/));
  stage.sim.control.start({ item: 'Nosferatu', user: 'Bruno' });
  await expect.poll(() => readMenu(stage), soon).toContainEqual(expect.stringMatching(/direct play$/));
  await click(stage, 'Notifications paused', 'Resume now');
  await expect.poll(() => readMenu(stage), soon).toContain('Pause notifications');
  stage.sim.control.start({ item: 'Metropolis', user: 'Hugo' });
  await expect.poll(() => stage.desktop.notices().map(({ title }) => title), soon).toEqual(['Hugo started Metropolis']);
});

it('says once that this desktop has none, and the window is there all the same', async () => {
  const stage = await openDesktopStage({ desktop: { tray: false } });
  const titles = () => stage.desktop.notices().map(({ title }) => title);
  const first = await stage.start(['--hidden']);
  await expect.poll(titles, { ...soon, timeout: 60_000 }).toEqual(['This desktop shows no tray']);
  await first.end('quit');
  const second = await stage.start();
  onTestFinished(() => void second.end('SIGKILL'));
  await expectText((await second.page()).locator('body')).toContain('Nobody is watching');
  // A panel that comes up later gets the icon.
  await stage.desktop.switchTray(true);
  await expect.poll(() => stage.desktop.trayItem(), soon).not.toBeNull();
  expect(titles()).toEqual(['This desktop shows no tray']);
});
