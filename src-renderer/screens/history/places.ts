// What stands in which row of the table when some groups are opened and show their plays below. Pure.

export const pageLength = 100;

/** A group that is opened: the line it is, and how many plays stand under it. */
export type Opening = { key: string; index: number; plays: number };

/** A line of the list itself, or a play under one that is opened. */
export type Place = { kind: 'line'; index: number } | { kind: 'under'; opening: Opening; index: number };

const inOrder = (openings: readonly Opening[]): Opening[] => openings.toSorted((one, other) => one.index - other.index);

export const countRows = (lines: number, openings: readonly Opening[]): number =>
  openings.reduce((sum, { index, plays }) => (index < lines ? sum + plays : sum), lines);

export function toPlace(row: number, openings: readonly Opening[]): Place {
  let before = 0;
  for (const opening of inOrder(openings)) {
    const first = opening.index + before + 1;
    if (row < first) break;
    if (row < first + opening.plays) return { kind: 'under', opening, index: row - first };
    before += opening.plays;
  }
  return { kind: 'line', index: row - before };
}

/** The row in which a line stands. */
export const toRow = (index: number, openings: readonly Opening[]): number =>
  openings.reduce((row, opening) => (opening.index < index ? row + opening.plays : row), index);

/** The pages of the list and of opened groups that these rows are on; each page once. */
export function toPages(
  { first, end }: { first: number; end: number },
  openings: readonly Opening[],
): Array<{ of: Opening | null; page: number }> {
  const pages = new Map<string, { of: Opening | null; page: number }>();
  for (let row = first; row < end; row += 1) {
    const place = toPlace(row, openings);
    const page = Math.floor(place.index / pageLength);
    const of = place.kind === 'line' ? null : place.opening;
    pages.set(`${of?.key ?? ''} ${page}`, { of, page });
  }
  return [...pages.values()];
}
