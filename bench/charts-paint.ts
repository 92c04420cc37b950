// How long a chart of five years takes from its numbers to its pixels, in a real Chromium.
import { chromium } from 'playwright-core';
import { chromium as program, findProgram } from '../tools/system-packages.ts';
import { startCore } from './core-process.ts';
import { makePlays } from './make-plays.ts';
import { toRow, type Measurement, type Row } from './measurement.ts';
import { formatSpread, percentile, spreadValues, whole } from './numbers.ts';
import type { Stage } from './stage.ts';

/** The name under which the page keeps each painting. */
const measured = 'marquee-plot';
const years = 'days=1826';
const charts = ['days-by-type', 'days-by-decision', 'months', 'watch-time', 'concurrency', 'bandwidth', 'reasons'];
const limitMs = 30_000;

const run = async (stage: Stage): Promise<Row[]> => {
  const executablePath = process.env['CHROMIUM_FILE'] ?? findProgram(program.commands);
  if (executablePath === null) throw new Error('Chromium is not on the PATH');
  const { plays, quick } = stage.options;
  const dataDir = await stage.makeDir();
  await makePlays(dataDir, plays);
  const core = await startCore(stage, { sim: null, dataDir });
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args: [...asRoot, '--disable-gpu', '--no-first-run'] });
  stage.onClose('Chromium', () => browser.close());
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(core.link);
  const read = () =>
    page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => duration), measured);
  const waitFor = async (count: number) => {
    await page.waitForFunction(
      ([name, least]) => performance.getEntriesByName(name).length >= least,
      [measured, count] as const,
      { timeout: limitMs },
    );
  };
  const firstMs: number[] = [];
  const againMs: number[] = [];
  for (const chart of charts) {
    const before = (await read()).length;
    await page.evaluate((hash) => void (location.hash = hash), `#/charts/${chart}?${years}`);
    await waitFor(before + 1);
    // A change of the theme draws it anew.
    for (let count = 0; count < (quick ? 2 : 6); count += 1) {
      const known = (await read()).length;
      await page.emulateMedia({ colorScheme: count % 2 === 0 ? 'dark' : 'light' });
      await page.emulateMedia({ colorScheme: count % 2 === 0 ? 'light' : 'dark' });
      await waitFor(known + 1);
    }
    const [first = 0, ...again] = (await read()).slice(before);
    firstMs.push(first);
    againMs.push(...again);
  }
  return [
    toRow({
      what: `a five-year chart painted, ${whole(plays)} plays (p50 / p95)`,
      measured: formatSpread(againMs),
      values: spreadValues(againMs),
      budget: { says: 'p95 ≤ 50 ms', value: percentile(againMs, 0.95), most: 50 },
    }),
    toRow({
      what: 'the same, each for the first time on its page (p50 / p95)',
      measured: formatSpread(firstMs),
      values: spreadValues(firstMs),
    }),
  ];
};

export const chartsPaint: Measurement = { name: 'charts-paint', limitMs: 600_000, run };
