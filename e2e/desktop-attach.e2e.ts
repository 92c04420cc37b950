// The desktop app as the face of Marquees that run elsewhere: attached by their links, followed, lost, found, shut out.
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startSim, type Sim } from '../src-sim/start-sim.ts';
import { findFreePort } from '../tools/free-port.ts';
import { expectStarted, openDesktopStage, type DesktopStage } from './desktop-stage.ts';
import type { MenuEntry } from './desktop-session.ts';
import { expectCount, expectText, soon } from './harness.ts';
import { startMarquee, type MarqueeProcess } from './marquee-process.ts';

const patient = { ...soon, timeout: 60_000 };
/** Nobody asks for these by themselves. */
let nextPort = 24_848;
const ownerKey = 'owner-Key-That-Nobody-May-See-In-Any-Page';

/** A Marquee without a desktop, as on a NAS; it can be ended and started again where it was. */
const openNas = async (token: string, name: string) => {
  const sim = await startSim({ token, name, machineIdentifier: `${name}-machine` });
  onTestFinished(() => sim.close());
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-nas-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const port = String(await findFreePort('127.0.0.1', nextPort++));
  const settings = {
    PLEX_URL: sim.uri,
    PLEX_TOKEN: sim.token,
    MARQUEE_DATA_DIR: dataDir,
    HOME: dataDir,
    MARQUEE_PORT: port,
    MARQUEE_ACCESS_KEY: ownerKey,
  };
  let marquee: MarqueeProcess = await startMarquee(settings);
  onTestFinished(() => marquee.end('SIGKILL'));
  const ask = async (path: string, method = 'GET'): Promise<unknown> => {
    const headers = { authorization: `Bearer ${ownerKey}` };
    return (await fetch(`${marquee.url}/api/v1/${path}`, { method, headers })).json();
  };
  return {
    sim,
    link: () => marquee.link,
    end: () => marquee.end('SIGKILL'),
    restart: async () => void (marquee = await startMarquee(settings)),
    newLink: async () => z.object({ url: z.string() }).parse(await ask('access/links', 'POST')).url,
    keys: async () => z.array(z.object({ id: z.string(), name: z.string() })).parse(await ask('access/keys')),
    revoke: (id: string) => ask(`access/keys/${id}`, 'DELETE'),
  };
};

const read = (entries: MenuEntry[]): string[] => entries.flatMap(({ label, children }) => [label, ...read(children)]);
const readMenu = async ({ desktop }: DesktopStage) => read(await desktop.trayMenu());
const readTooltip = async ({ desktop }: DesktopStage) => (await desktop.trayItem())?.tooltip;
const notices = ({ desktop }: DesktopStage) => desktop.notices().map(({ title, body }) => `${title}: ${body}`);

const click = async (stage: DesktopStage, ...path: string[]) => {
  let entries = await stage.desktop.trayMenu();
  let found: MenuEntry | undefined;
  for (const words of path) {
    found = entries.find(({ label }) => label.startsWith(words));
    if (!found) throw new Error(`The menu says no "${words}", but: ${read(entries).join(', ')}`);
    entries = found.children;
  }
  await stage.desktop.clickMenu(found?.id ?? 0);
};

const terminated = (sim: Sim) =>
  sim.control.requests().filter(({ url }) => url.startsWith('/status/sessions/terminate')).length;

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

it('shows the streams of Marquees elsewhere, tells of them, stops them, and says when one is lost or shuts it out', async () => {
  const stage = await openDesktopStage({ settings: { PLEX_URL: '', PLEX_TOKEN: '' } });
  const nas = await openNas('nas-Token-That-Nobody-May-See', 'attic');
  nas.sim.control.start({ item: 'Metropolis', user: 'Hugo', how: 'burn' });
  const app = await stage.start();
  await expectStarted(app);
  const page = await app.page();
  const paste = async (link: string) => {
    await page.getByRole('link', { name: 'Other Marquees' }).click();
    await page.getByLabel('Sign-in link').fill(link);
    await page.getByRole('button', { name: 'Attach' }).click();
  };

  const openSettings = async () => {
    await click(stage, 'Settings…');
    await page.getByRole('link', { name: 'Other Marquees' }).click();
  };

  // Pasted, from the window.
  await openSettings();
  await paste('http://127.0.0.1:4848/');
  await expectText(page.getByRole('alert')).toContain('This is no sign-in link of a Marquee.');
  await paste(`http://127.0.0.1:${await findFreePort('127.0.0.1', nextPort++)}/#code=abc`);
  await expectText(page.getByRole('alert')).toContain('cannot be reached: nothing listens there.');
  await paste(nas.link());
  await expect.poll(() => readTooltip(stage), patient).toMatch(/^1 stream, 1 transcode/);
  await expect.poll(() => readMenu(stage), soon).toContainEqual(expect.stringMatching(/^Hugo · Metropolis · playing/));
  await paste(nas.link());
  await expectText(page.getByRole('alert')).toContain('used already or is older than ten minutes');
  expect((await nas.keys()).map(({ name }) => name)).toEqual([expect.stringMatching(/^Marquee on /)]);

  // Its pages are in the window, pictures too; the page never sees a key.
  await page.evaluate(() => (location.hash = '#/live'));
  const card = page.getByRole('article', { name: 'Metropolis, Hugo' });
  await expectCount(card).toBe(1);
  const picture = card.locator('img').first();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), soon).toBeGreaterThan(0);

  // What was playing is no news; what starts is, here.
  nas.sim.control.start({ item: 'Nosferatu', user: 'Bruno', onTerminate: { kind: 'obeys', afterMs: 200 } });
  await expect.poll(() => notices(stage), patient).toEqual([expect.stringMatching(/^Bruno started Nosferatu: attic/)]);
  // Sure how it is delivered, so the menu stays as it is under the click.
  await expect
    .poll(() => readMenu(stage), soon)
    .toContainEqual(expect.stringMatching(/^Bruno · Nosferatu · playing · ▸ direct play/));
  await click(stage, 'Bruno · Nosferatu', 'Stop stream');
  await expect
    .poll(() => notices(stage), patient)
    .toContainEqual(expect.stringMatching(/^Bruno · Nosferatu: Stopped\. Bruno’s screen went dark/));
  expect(terminated(nas.sim)).toBe(1);

  // Lost and found again by itself.
  await nas.end();
  await expect.poll(() => readMenu(stage), patient).toContainEqual(expect.stringMatching(/ is not reachable since \d/));
  await expect.poll(async () => (await readMenu(stage))[0], soon).toBe('Nobody is known to be watching');
  await expectText(page.getByRole('status', { name: 'What is wrong' })).toContain(
    'The Marquee that is shown here is not answering since',
  );
  await nas.restart();
  await expect.poll(() => readTooltip(stage), patient).toMatch(/^1 stream/);
  await expectCount(card).toBe(1);

  // Two at once are one tray.
  const barn = await openNas('barn-Token-That-Nobody-May-See', 'barn');
  barn.sim.control.start({ item: 'Charade', user: 'Celia' });
  await openSettings();
  await paste(await barn.newLink());
  await expect.poll(() => readTooltip(stage), patient).toMatch(/^2 streams/);
  await expect
    .poll(() => readMenu(stage), soon)
    .toContainEqual(expect.stringMatching(/^Celia · Charade · playing · ▸ direct play/));
  expect((await readMenu(stage)).filter((label) => label.startsWith('Open ')).length).toBe(2);
  await click(stage, 'Celia · Charade', 'Open');
  await expectCount(page.getByRole('article', { name: 'Charade, Celia' })).toBe(1);
  await click(stage, 'Hugo · Metropolis', 'Open');
  await expectCount(card).toBe(1);

  // The key is revoked there.
  const [ours] = await nas.keys();
  await nas.revoke(ours?.id ?? '');
  await expect
    .poll(() => notices(stage), patient)
    .toContainEqual(expect.stringMatching(/ does not let this app in: .*does not know this app’s key any more/));
  await expect
    .poll(() => readMenu(stage), soon)
    .toContainEqual(expect.stringMatching(/ does not let this app in since /));
  await expect.poll(() => readTooltip(stage), soon).toMatch(/^1 stream/);

  // With others to show it has no core of its own: no history is opened, and nothing listens.
  await app.end('quit');
  for (const file of await readdir(stage.dataDir)) {
    if (file.includes('duckdb')) await rm(join(stage.dataDir, file));
  }
  const again = await stage.start(['--hidden']);
  await expect.poll(() => readTooltip(stage), patient).toMatch(/^1 stream/);
  expect((await readdir(stage.dataDir)).filter((file) => file.includes('duckdb'))).toEqual([]);
  expect(await isThere(join(stage.dataDir, 'running.json'))).toBe(false);
  await expect.poll(() => readMenu(stage), soon).toContainEqual(expect.stringMatching(/^Celia · Charade/));
  for (const text of [app.output(), again.output()]) {
    for (const secret of [ownerKey, nas.sim.token, barn.sim.token]) expect(text).not.toContain(secret);
  }
});
