// Long tables, and what of them is in view.
import { describe, expect, it } from 'vitest';
import { barHeightPx, follow, goTo, type Sizes, tablePx, topToSee, toWindow } from './windowing.ts';

const usual: Sizes = { rows: 350_000, rowPx: 40, viewPx: 800 };
const huge: Sizes = { rows: 10_000_000, rowPx: 40, viewPx: 800 };

describe('350,000 plays', () => {
  it('are as high as they are', () => expect(barHeightPx(usual)).toBe(14_000_000));
  it('follow the scroll bar pixel by pixel', () => {
    expect(follow({ barPx: 0, topPx: 0 }, 7_000_001, usual)).toEqual({ barPx: 7_000_001, topPx: 7_000_001 });
    expect(goTo(13_999_999, usual)).toEqual({ barPx: 13_999_200, topPx: 13_999_200 });
  });
});

describe('ten million', () => {
  it('fit into what a browser can do', () => expect(barHeightPx(huge)).toBe(15_000_000));
  it('move by as many pixels as the wheel says', () => {
    const at = goTo(100_000_000, huge);
    expect(follow(at, at.barPx + 120, huge).topPx).toBe(100_000_120);
    expect(follow(at, at.barPx - 120, huge).topPx).toBe(99_999_880);
  });
  it('are crossed by dragging the bar', () => {
    const middle = follow({ barPx: 0, topPx: 0 }, (barHeightPx(huge) - 800) / 2, huge);
    expect(middle.topPx / tablePx(huge)).toBeCloseTo(0.5, 4);
  });
  it('begin and end where the bar does', () => {
    const near = { barPx: 500, topPx: 90_000 };
    expect(follow(near, 0, huge).topPx).toBe(0);
    expect(follow(goTo(399_000_000, huge), 15_000_000 - 800, huge).topPx).toBe(tablePx(huge) - 800);
  });
  it.each([0, 1, 12_345_678, 399_999_200])('are found again at %i', (topPx) => {
    const there = goTo(topPx, huge);
    expect(there.topPx).toBe(topPx);
    expect(there.barPx).toBeLessThanOrEqual(15_000_000 - 800);
  });
});

it.each([
  ['at the top', 0, { first: 0, end: 32 }],
  ['a little below', 1000, { first: 13, end: 57 }],
  ['at the end', 14_000_000 - 800, { first: 349_968, end: 350_000 }],
])('draws what is in view %s, and some spare rows', (_where, topPx, expected) =>
  expect(toWindow(topPx, usual)).toEqual(expected),
);

it('draws all of a short table, and nothing of an empty one', () => {
  expect(toWindow(0, { ...usual, rows: 3 })).toEqual({ first: 0, end: 3 });
  expect(toWindow(0, { ...usual, rows: 0 })).toEqual({ first: 0, end: 0 });
  expect(follow({ barPx: 0, topPx: 0 }, 0, { ...usual, rows: 0 }).topPx).toBe(0);
});

it.each([
  ['in view', 30, 1000, 1000],
  ['above', 10, 1000, 400],
  ['below', 100, 1000, 3240],
])('goes to a row %s', (_where, row, topPx, expected) => expect(topToSee(row, topPx, usual)).toBe(expected));
