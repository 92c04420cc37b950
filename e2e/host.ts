// What a story is told on: a browser that shows a headless Marquee, or the window of the desktop app.
import type { BrowserContext, Page } from 'playwright-core';
import type { MarqueeProcess } from './marquee-process.ts';

/** How long a click, a page or a download may take on a machine that does much else. */
export const actLimitMs = 60_000;

export type Look = {
  width: number;
  theme: 'light' | 'dark';
  /** False: the page opens without the sign-in link. The desktop needs none. */
  signedIn: boolean;
};

export type Opened = {
  page: Page;
  context: BrowserContext;
  marquee: () => MarqueeProcess;
  restartMarquee: () => Promise<void>;
  /** Ends all of it; resolves with everything that Marquee printed. */
  close: () => Promise<string>;
};

export type Host = {
  /** @param onPage told of the page before it loads anything that matters */
  open: (settings: Record<string, string>, look: Look, onPage: (page: Page) => void) => Promise<Opened>;
  close: () => Promise<void>;
};
