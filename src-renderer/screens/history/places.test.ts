// Rows of a table in which groups are opened.
import { expect, it } from 'vitest';
import { countRows, type Opening, toPages, toPlace, toRow } from './places.ts';

const third: Opening = { key: 'third', index: 2, plays: 2 };
const fifth: Opening = { key: 'fifth', index: 4, plays: 150 };

it('counts what is opened', () => {
  expect(countRows(10, [])).toBe(10);
  expect(countRows(10, [fifth, third])).toBe(162);
  expect(countRows(3, [third, fifth])).toBe(5);
});

it.each([
  [0, 'line 0'],
  [2, 'line 2'],
  [3, 'third 0'],
  [4, 'third 1'],
  [5, 'line 3'],
  [6, 'line 4'],
  [7, 'fifth 0'],
  [156, 'fifth 149'],
  [157, 'line 5'],
])('row %i is %s', (row, said) => {
  const place = toPlace(row, [fifth, third]);
  expect(`${place.kind === 'line' ? 'line' : place.opening.key} ${place.index}`).toBe(said);
});

it('finds the row of a line again', () => {
  for (const index of [0, 2, 3, 4, 5, 99]) {
    expect(toPlace(toRow(index, [third, fifth]), [third, fifth])).toEqual({ kind: 'line', index });
  }
});

it('asks for each page once', () => {
  const said = toPages({ first: 90, end: 280 }, [fifth]).map(({ of, page }) => `${of?.key ?? 'list'} ${page}`);
  expect(said).toEqual(['fifth 0', 'fifth 1', 'list 0', 'list 1']);
});
