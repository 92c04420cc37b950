// The live screen in a real Chromium, watched for the moment at which its document changes.
import { chromium } from 'playwright-core';
import { chromium as program, findProgram } from '../tools/system-packages.ts';
import type { Core } from './core-process.ts';
import { machineMs } from './numbers.ts';
import type { Stage } from './stage.ts';

/** A text in an element, or another one: of a session's card, or of the summary line. */
export type Sign = { selector: string; text: string; or?: string };

export type PageClient = {
  /** Begins to look at once; `seen` resolves with the moment of the change, on the machine's clock. */
  watchFor: (sign: Sign) => Promise<{ seen: () => Promise<number> }>;
  /** The sessions whose cards are in the document, from the top. */
  cards: () => Promise<string[]>;
};

const limitMs = 5000;

/** Null where there is no Chromium. */
export const openPageClient = async (stage: Stage, core: Core): Promise<PageClient | null> => {
  const executablePath = process.env['CHROMIUM_FILE'] ?? findProgram(program.commands);
  if (executablePath === null) return null;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args: [...asRoot, '--disable-gpu', '--no-first-run'] });
  stage.onClose('Chromium', () => browser.close());
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(core.link);
  await page.locator('article').first().waitFor({ timeout: 30_000 });

  /** What to add to the page's clock; of many tries the fastest, which is off by less than half its duration. */
  const readOffset = async (): Promise<number> => {
    let best = { tookMs: Infinity, offsetMs: 0 };
    for (let count = 0; count < 15; count += 1) {
      const askedAtMs = machineMs();
      const pageMs = await page.evaluate(() => performance.now());
      const tookMs = machineMs() - askedAtMs;
      if (tookMs < best.tookMs) best = { tookMs, offsetMs: askedAtMs + tookMs / 2 - pageMs };
    }
    return best.offsetMs;
  };
  const offsetMs = await readOffset();

  return {
    watchFor: async (sign) => {
      const watch = await page.evaluateHandle(
        ({ selector, text, or, limit }) => {
          const seen = new Promise<number | null>((resolve) => {
            const look = () => {
              const fits = [...document.querySelectorAll(selector)].some(({ textContent }) =>
                [text, or].some((sign) => sign !== undefined && textContent?.includes(sign)),
              );
              if (fits) finish(performance.now());
            };
            const observer = new MutationObserver(look);
            const finish = (atMs: number | null) => {
              observer.disconnect();
              resolve(atMs);
            };
            observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
            setTimeout(() => finish(null), limit);
            look();
          });
          return { seen };
        },
        { ...sign, limit: limitMs },
      );
      return {
        seen: async () => {
          const pageMs = await watch.evaluate(({ seen }) => seen);
          await watch.dispose();
          if (pageMs === null) throw new Error(`The page did not show "${sign.text}" within ${limitMs} ms`);
          return pageMs + offsetMs;
        },
      };
    },
    cards: () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('article[data-session]')].flatMap(({ dataset }) =>
          dataset['session'] === undefined ? [] : [dataset['session']],
        ),
      ),
  };
};
