// Which rows of a very long table are in view. Pure. A browser cannot make an element of unlimited height, so beyond a
// limit the scroll bar becomes a map of the table: short ways move by as many pixels, long ones by their share.

export type Sizes = { rows: number; rowPx: number; viewPx: number };

/** `barPx` is what the browser's scroll bar says, `topPx` where that is in the table. */
export type Scrolled = { barPx: number; topPx: number };

export type Window = { first: number; end: number };

/** Firefox stops at about 17.8 million. */
const mostPx = 15_000_000;
const spareRows = 12;
/** Beyond so many views it is a jump. */
const jumpViews = 3;

export const tablePx = ({ rows, rowPx }: Sizes): number => rows * rowPx;
/** How high the element is that is scrolled. */
export const barHeightPx = (sizes: Sizes): number => Math.min(tablePx(sizes), mostPx);

const lastTopPx = (sizes: Sizes): number => Math.max(0, tablePx(sizes) - sizes.viewPx);
const lastBarPx = (sizes: Sizes): number => Math.max(0, barHeightPx(sizes) - sizes.viewPx);
const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(most, value));

/** Where in the table one is after the scroll bar was moved. */
export function follow(before: Scrolled, barPx: number, sizes: Sizes): Scrolled {
  const last = lastTopPx(sizes);
  if (tablePx(sizes) <= mostPx) return { barPx, topPx: between(0, barPx, last) };
  if (barPx <= 0) return { barPx, topPx: 0 };
  if (barPx >= lastBarPx(sizes) - 1) return { barPx, topPx: last };
  const way = barPx - before.barPx;
  if (Math.abs(way) <= sizes.viewPx * jumpViews) return { barPx, topPx: between(0, before.topPx + way, last) };
  return { barPx, topPx: Math.round((barPx / lastBarPx(sizes)) * last) };
}

/** The same for a place in the table: where the scroll bar has to be. */
export function goTo(topPx: number, sizes: Sizes): Scrolled {
  const top = between(0, topPx, lastTopPx(sizes));
  if (tablePx(sizes) <= mostPx) return { barPx: top, topPx: top };
  return { barPx: Math.round((top / lastTopPx(sizes)) * lastBarPx(sizes)), topPx: top };
}

/** The rows to draw: those in view and some before and after. */
export function toWindow(topPx: number, { rows, rowPx, viewPx }: Sizes): Window {
  const first = Math.max(0, Math.floor(topPx / rowPx) - spareRows);
  return { first: Math.min(first, rows), end: Math.min(rows, Math.ceil((topPx + viewPx) / rowPx) + spareRows) };
}

/** Where to scroll so that a row is seen whole; the same place when it is. */
export function topToSee(row: number, topPx: number, { rowPx, viewPx }: Sizes): number {
  const rowTop = row * rowPx;
  if (rowTop < topPx) return rowTop;
  return rowTop + rowPx > topPx + viewPx ? rowTop + rowPx - viewPx : topPx;
}
