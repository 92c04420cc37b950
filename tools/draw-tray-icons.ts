// Draws the tray's icons into assets/tray/: `node tools/draw-tray-icons.ts`, after a change of the drawing below. Needs Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromium as program, findProgram } from './system-packages.ts';
import { projectDir } from './run-command.ts';

type Look = { ink: string; amber: string; red: string; onRed: string };

/** For dark panels, for light ones, and the one that macOS colours by itself: only its opacity counts. */
const looks: Record<string, Look> = {
  'on-dark': { ink: '#f5ede2', amber: '#f5a52e', red: '#f0533f', onRed: '#fff' },
  'on-light': { ink: '#26201a', amber: '#d17a00', red: '#c8281b', onRed: '#fff' },
  template: { ink: '#000', amber: '#000', red: '#000', onRed: 'none' },
};

/** One row for each mark, one column for 0 to 9 streams and one for more: `tray-icon.ts` cuts them apart. */
const marks = ['none', 'transcoding', 'problem'] as const;
const columns = 11;
const cell = 16;
/** Plain, 1.5-fold and twofold screens. */
const sizes = [16, 24, 32];

/** Strokes in a box of four by seven. */
const digits = [
  '',
  'M.9 1.3 2.3 0V7',
  'M0 1.8C.2-.7 4-.6 4 1.9 4 3.6.3 4.9 0 7H4.2',
  'M.1 1.2C.9-.5 3.8-.3 3.8 1.7 3.8 3 2.7 3.4 1.5 3.4 2.9 3.4 4 3.9 4 5.2 4 7.6.7 7.5 0 5.8',
  'M3.1 7V0L0 5H4.4',
  'M3.8 0H.7L.4 3.3C1.4 2.4 4 2.6 4 4.8 4 7.5.8 7.5 0 5.9',
  'M3.5.7C1.3-.6 0 1.6 0 4.5 0 7.8 4 7.8 4 4.8 4 2.2.7 2.2 0 4.4',
  'M0 0H4L1.6 7',
  'M2 3.3C-.2 3.1-.2 0 2 0 4.2 0 4.2 3.1 2 3.3-.6 3.5-.6 7 2 7 4.6 7 4.6 3.5 2 3.3Z',
  'M.5 6.3C2.7 7.6 4 5.4 4 2.5 4-.8 0-.8 0 2.2 0 4.8 3.3 4.8 4 2.6',
];
const nineAndMore = [
  { path: digits[9] ?? '', x: 3.4 },
  { path: 'M0 2H4M2 0V4', x: 8.9, y: 5 },
];

/** A mark in the corner pushes the number aside. */
const drawCount = (count: number, mark: (typeof marks)[number]): string => {
  const aside = { none: 0, transcoding: 1.3, problem: 2.4 }[mark] * (count === 10 ? 0.55 : 1);
  const glyphs = count === 10 ? nineAndMore : [{ path: digits[count] ?? '', x: count === 1 ? 6.4 : 6 }];
  return glyphs
    .map(({ path, x, ...rest }) => {
      const y = 'y' in rest ? rest.y : 3.5;
      return `<path transform="translate(${x - aside} ${y})" d="${path}" fill="none" stroke="#000" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`;
    })
    .join('');
};

/** The marquee: empty lines on an open board, or a lit board with the number cut out, on two posts. */
const drawBoard = (count: number, ink: string): string =>
  count === 0
    ? `<rect x="1.6" y="2.6" width="12.8" height="8.8" rx="1.8" fill="none" stroke="${ink}" stroke-width="1.2"/>
       <path d="M4.5 5.8h7M4.5 8.3h4" stroke="${ink}" stroke-width="1.3" stroke-linecap="round"/>`
    : `<rect x="1" y="2" width="14" height="10" rx="2.2" fill="${ink}"/>`;

const drawMark = (mark: (typeof marks)[number], { amber, red, onRed }: Look): { hole: string; drawn: string } => {
  if (mark === 'none') return { hole: '', drawn: '' };
  if (mark === 'transcoding') {
    return {
      hole: '<circle cx="13" cy="13" r="3.9" fill="#000"/>',
      drawn: `<circle cx="13" cy="13" r="2.9" fill="${amber}"/>`,
    };
  }
  const sign = '<path d="M12.5 10.6v1.9M12.5 14.4v.1" stroke="VALUE" stroke-width="1.5" stroke-linecap="round"/>';
  return {
    hole: '<circle cx="12.5" cy="12.5" r="4.4" fill="#000"/>',
    drawn:
      onRed === 'none'
        ? `<mask id="sign"><rect width="16" height="16" fill="#fff"/>${sign.replace('VALUE', '#000')}</mask>
           <circle cx="12.5" cy="12.5" r="3.5" fill="${red}" mask="url(#sign)"/>`
        : `<circle cx="12.5" cy="12.5" r="3.5" fill="${red}"/>${sign.replace('VALUE', onRed)}`,
  };
};

const drawIcon = (count: number, mark: (typeof marks)[number], look: Look): string => {
  const { hole, drawn } = drawMark(mark, look);
  const name = `${mark}-${count}`;
  return `<svg x="${count * cell}" y="${marks.indexOf(mark) * cell}" width="16" height="16" viewBox="0 0 16 16">
    <mask id="${name}"><rect width="16" height="16" fill="#fff"/>${drawCount(count, mark)}${hole}</mask>
    <g mask="url(#${name})">${drawBoard(count, look.ink)}
      <path d="M4.5 12v2.4M11.5 12v2.4" stroke="${look.ink}" stroke-width="1.6" stroke-linecap="round"/></g>
    ${drawn.replaceAll('id="sign"', `id="sign-${count}"`).replaceAll('#sign', `#sign-${count}`)}</svg>`;
};

const drawSheet = (look: Look): string => {
  const icons = marks.flatMap((mark) => Array.from({ length: columns }, (_, count) => drawIcon(count, mark, look)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${columns * cell}" height="${marks.length * cell}">${icons.join('')}</svg>`;
};

const executablePath = findProgram(program.commands);
if (executablePath === null) throw new Error('Chromium is not on the PATH');
const folder = join(projectDir, 'assets', 'tray');
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
for (const size of sizes) {
  const page = await browser.newPage({
    viewport: { width: columns * cell, height: marks.length * cell },
    deviceScaleFactor: size / cell,
  });
  for (const [name, look] of Object.entries(looks)) {
    await page.setContent(`<style>*{margin:0}svg{display:block}</style>${drawSheet(look)}`);
    await page.screenshot({ path: join(folder, `${name}-${size}.png`), omitBackground: true });
  }
}
await browser.close();
