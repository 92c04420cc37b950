// Checks that every text can be read on every surface it stands on, in both themes (WCAG 2.2 AA).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Theme = Record<string, string>;

const pairsOfColours = [...tokens.matchAll(/--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)];
const light: Theme = Object.fromEntries(pairsOfColours.map(([, name = '', value = '']) => [name, value]));
const dark: Theme = Object.fromEntries(pairsOfColours.map(([, name = '', , value = '']) => [name, value]));

/** Contrast of running text must be 4.5, of lines and marks that carry meaning 3. */
const pairs: ReadonlyArray<readonly [string, string, number]> = [
  ...['text', 'text-quiet', 'text-faint', 'accent', 'direct', 'copy', 'transcode', 'problem'].flatMap((text) =>
    ['ground', 'rail', 'surface', 'surface-raised', 'surface-sunken'].map((ground) => [text, ground, 4.5] as const),
  ),
  ['direct', 'direct-wash', 4.5],
  ['copy', 'copy-wash', 4.5],
  ['transcode', 'transcode-wash', 4.5],
  ['problem', 'problem-wash', 4.5],
  ['text', 'problem-wash', 4.5],
  ['text', 'transcode-wash', 4.5],
  ['text-quiet', 'problem-wash', 4.5],
  ['on-accent', 'accent-fill', 4.5],
  ['on-problem', 'problem-fill', 4.5],
  ['line-strong', 'surface', 3],
  ['line-strong', 'surface-raised', 3],
  ['accent', 'ground', 3],
  ...['plum', 'teal', 'ochre', 'rose', 'slate', 'olive', 'brick', 'stone'].map(
    (hue) => [`hue-${hue}`, 'surface', 3] as const,
  ),
];

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_name, theme) => {
  it.each(pairs)('shows %s on %s with a contrast of at least %d', (text, ground, least) => {
    expect(contrast(colour(theme, text), colour(theme, ground))).toBeGreaterThanOrEqual(least);
  });
});

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
  ])('of %s on %s is %d', (text, ground, expected) => {
    expect(contrast(text, ground)).toBeCloseTo(expected, 2);
  });
});

function colour(theme: Theme, name: string): string {
  const value = theme[name];
  if (value === undefined) throw new Error(`No colour --${name}`);
  return value;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
