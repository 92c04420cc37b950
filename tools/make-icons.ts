// Draws the app's icons from assets/marquee.svg with a browser: `node tools/make-icons.ts`, after the drawing changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as player } from 'playwright-core';
import { toIcns, toIco, type Picture } from './icon-files.ts';
import { projectDir } from './run-command.ts';
import { chromium, provideProgram } from './system-packages.ts';

const source = `data:image/svg+xml;base64,${readFileSync(join(projectDir, 'assets', 'marquee.svg')).toString('base64')}`;
const folder = join(projectDir, 'assets', 'app-icon');

const browser = await provideProgram(chromium);
if (browser.kind === 'missing') throw new Error(browser.why);
const running = await player.launch({ executablePath: browser.file, args: ['--no-sandbox'] });
const page = await running.newPage();

/** Apple's icons keep a tenth of their side free on each side; those of the others fill it. */
const draw = async (size: number, margin: number): Promise<Picture> => {
  await page.setViewportSize({ width: size, height: size });
  const side = size - 2 * Math.round(size * margin);
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center"><img src="${source}" width="${side}" height="${side}">`,
  );
  await page.locator('img').evaluate((image: HTMLImageElement) => image.decode());
  return { size, png: await page.screenshot({ omitBackground: true }) };
};

const drawAll = async (sizes: number[], margin: number): Promise<Picture[]> => {
  const pictures: Picture[] = [];
  for (const size of sizes) pictures.push(await draw(size, margin));
  return pictures;
};

mkdirSync(join(folder, 'linux'), { recursive: true });
writeFileSync(join(folder, 'icon.ico'), toIco(await drawAll([16, 24, 32, 48, 64, 128, 256], 0)));
writeFileSync(join(folder, 'icon.icns'), toIcns(await drawAll([16, 32, 64, 128, 256, 512, 1024], 0.1)));
for (const { size, png } of await drawAll([16, 24, 32, 48, 64, 128, 256, 512], 0)) {
  writeFileSync(join(folder, 'linux', `${size}x${size}.png`), png);
}
await running.close();
