// A stage for one story: a simulated Plex, the built Marquee that watches it, and its page in a browser or in the window
// of the desktop app. Stories that speak only to `page` and `sim` are told in both.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { startSim, type Sim, type SimOptions } from '../src-sim/start-sim.ts';
import { openBrowserHost } from './browser-host.ts';
import { openDesktopHost } from './desktop-host.ts';
import type { Host } from './host.ts';
import type { MarqueeProcess } from './marquee-process.ts';
import { watchPage, type PageWatch } from './page-watch.ts';

type StageOptions = {
  sim?: SimOptions;
  width?: number;
  theme?: 'light' | 'dark';
  /** False: the page opens without the link. */
  signedIn?: boolean;
  /** The story takes Marquee away, so the browser may complain that nobody answers. */
  mayLose?: boolean;
  /** What is playing before Marquee starts. */
  before?: (sim: Sim) => void;
};

export type Stage = {
  sim: Sim;
  page: Page;
  context: BrowserContext;
  marquee: () => MarqueeProcess;
  /** The cards as they stand. */
  cards: Locator;
  card: (title: string) => Locator;
  /** Starts Marquee again on the same port and data, after it was ended. */
  restartMarquee: () => Promise<void>;
};

/** Far longer than anything here takes on a quiet machine: a busy one is no reason to fail. */
export const soon = { timeout: 30_000, interval: 50 };

const tokenOfSim = 'e2e-Token-That-Nobody-May-See';

const readAll = async (folder: string): Promise<string> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
};

/** To be called once in a spec file: opens one host for it and gives the function that sets a stage. */
export const prepareStages = (): ((options?: StageOptions) => Promise<Stage>) => {
  let host: Host;
  beforeAll(async () => {
    host = await (process.env['MARQUEE_STAGE'] === 'desktop' ? openDesktopHost() : openBrowserHost());
  });
  afterAll(() => host.close());

  return async ({ sim: simOptions, width = 1200, theme = 'dark', signedIn = true, mayLose = false, before } = {}) => {
    const sim = await startSim({ token: tokenOfSim, ...simOptions });
    onTestFinished(() => sim.close());
    before?.(sim);

    const dataDir = await mkdtemp(join(tmpdir(), 'marquee-e2e-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));
    const settings = { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token, MARQUEE_DATA_DIR: dataDir, HOME: dataDir };
    let watch: PageWatch | null = null;
    const opened = await host.open(settings, { width, theme, signedIn }, (page) => (watch = watchPage(page, mayLose)));
    const { page, context, marquee, restartMarquee } = opened;

    // Registered last, so it runs first: the claims that hold for every story.
    onTestFinished(async () => {
      const shown = await page.content();
      const printed = await opened.close();
      const logs = await readAll(join(dataDir, 'logs'));
      expect(logs).not.toBe('');
      for (const text of [shown, printed, logs, ...(watch?.traffic() ?? [])]) expect(text).not.toContain(sim.token);
      expect(watch?.complaints()).toEqual([]);
    });

    return {
      sim,
      page,
      context,
      cards: page.getByRole('article'),
      card: (title) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: title }) }),
      marquee,
      restartMarquee,
    };
  };
};

/** The visible text of an element, once it says something that fits. */
// oxlint-disable-next-line vitest/require-awaited-expect-poll -- the caller awaits the matcher that follows
export const expectText = (locator: Locator) => expect.poll(() => locator.innerText({ timeout: 1000 }), soon);

// oxlint-disable-next-line vitest/require-awaited-expect-poll -- the caller awaits the matcher that follows
export const expectCount = (locator: Locator) => expect.poll(() => locator.count(), soon);

/** What a field holds, once it holds it. */
// oxlint-disable-next-line vitest/require-awaited-expect-poll -- the caller awaits the matcher that follows
export const expectValue = (field: Locator) => expect.poll(() => field.inputValue({ timeout: 1000 }), soon);

/** Clicks a box that shows what is kept, which may be a moment later than the click. */
export const setTicked = async (box: Locator, isTicked: boolean) => {
  const read = () => box.isChecked({ timeout: 1000 });
  await expect.poll(read, soon).toBe(!isTicked);
  await box.click();
  await expect.poll(read, soon).toBe(isTicked);
};

/** Waits until this has the keys, so that they do not go to what had them before. */
export const expectFocused = async (wanted: Locator) => {
  const isFocused = () => wanted.evaluate((element) => element === document.activeElement, null, { timeout: 1000 });
  await expect.poll(isFocused, soon).toBe(true);
};

/** Goes to a page of the settings, by its link there: the rail has links of the same names. */
export const openSettingsPage = async (page: Page, name: string, heading = name) => {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Settings', exact: true }).click();
  await page
    .getByRole('navigation', { name: 'Pages of the settings' })
    .getByRole('link', { name, exact: true })
    .click();
  await expectCount(page.getByRole('heading', { name: heading, level: 2 })).toBe(1);
};
