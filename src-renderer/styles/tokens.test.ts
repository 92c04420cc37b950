// Checks that every text can be read on every surface it stands on, in both themes (WCAG 2.2 AA).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Theme = Record<string, string>;
type Three = readonly [number, number, number];
type Matrix = readonly [Three, Three, Three];

/** Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009). */
const eyes: ReadonlyArray<{ name: string; matrix: Matrix }> = [
  {
    name: 'all three cones',
    matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
  {
    name: 'no cones for red',
    matrix: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  },
  {
    name: 'no cones for green',
    matrix: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  },
];

const pairsOfColours = [...tokens.matchAll(/--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)];
const light: Theme = Object.fromEntries(pairsOfColours.map(([, name = '', value = '']) => [name, value]));
const dark: Theme = Object.fromEntries(pairsOfColours.map(([, name = '', , value = '']) => [name, value]));

/** In the order in which a chart takes them. */
const hues = ['plum', 'teal', 'ochre', 'rose', 'slate', 'olive', 'brick', 'stone'].map((hue) => `hue-${hue}`);

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
  ...[...hues, 'transcode-fill'].map((hue) => [hue, 'surface', 3] as const),
];

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_name, theme) => {
  it.each(pairs)('shows %s on %s with a contrast of at least %d', (text, ground, least) => {
    expect(contrast(colour(theme, text), colour(theme, ground))).toBeGreaterThanOrEqual(least);
  });
});

/** What stands beside each other in a chart: people in turn, types of plays, deliveries. */
const beside: ReadonlyArray<readonly [string, string]> = [
  ...hues.slice(1).map((hue, place) => [hues[place] ?? '', hue] as const),
  ['hue-ochre', 'hue-slate'],
  ['hue-slate', 'hue-teal'],
  ['hue-teal', 'hue-plum'],
  ['direct', 'copy'],
  ['copy', 'transcode-fill'],
  ['direct', 'transcode-fill'],
];
const anyTwo = hues.flatMap((one, place) => hues.slice(place + 1).map((other) => [one, other] as const));

describe.each([
  ['light', light],
  ['dark', dark],
])('a chart in the %s theme', (_name, theme) => {
  it.each(eyes)('is told apart by eyes with $name', ({ matrix }) => {
    const apart = ([one, other]: readonly [string, string]) =>
      distance(toOklab(colour(theme, one), matrix), toOklab(colour(theme, other), matrix));
    expect(beside.filter((pair) => apart(pair) < 0.12)).toEqual([]);
    expect(anyTwo.filter((pair) => apart(pair) < 0.055)).toEqual([]);
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
  const [red, green, blue] = toLinear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toLinear(hex: string): Three {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}

const times = (matrix: Matrix, [a, b, c]: Three): Three => {
  const of = (row: Three) => row[0] * a + row[1] * b + row[2] * c;
  return [of(matrix[0]), of(matrix[1]), of(matrix[2])];
};

/** Where distances are as people see them: https://bottosson.github.io/posts/oklab/ */
function toOklab(hex: string, eye: Matrix): Three {
  const seen = times(eye, toLinear(hex)).map((part) => Math.min(1, Math.max(0, part)));
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    [seen[0] ?? 0, seen[1] ?? 0, seen[2] ?? 0],
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
  );
}

function distance(one: Three, other: Three): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
