// The columns that a browser wants to see.
import { expect, it } from 'vitest';
import { columnNames, columns, parseColumns, toFitting, toTracks } from './columns.ts';

const usual = columnNames.filter((name) => columns[name].isUsual);

it('are the usual ones until somebody chooses, and when the choice makes no sense', () => {
  expect(parseColumns(null)).toEqual(usual);
  expect(parseColumns('moon,sun')).toEqual(usual);
});

it('stand in the order of the table, whatever the order of choosing', () => {
  expect(parseColumns('why,title,when,moon')).toEqual(['when', 'title', 'why']);
});

it('have room beside the box of each row, and share what is left over', () => {
  expect(toTracks(['when', 'title'])).toBe('28px 86px minmax(180px, 2.4fr)');
});

it('go where there is not room for all, the least weighty first, the title never', () => {
  expect(toFitting(usual, 980)).toEqual(usual);
  expect(toFitting(usual, 900)).toEqual(usual.filter((name) => name !== 'player'));
  expect(toFitting(usual, 644)).toEqual(['when', 'user', 'title', 'decision', 'percent']);
  expect(toFitting(['title', 'why', 'pausedMs'], 400)).toEqual(['title', 'pausedMs']);
  expect(
    toFitting(
      columnNames.filter((name) => usual.includes(name) || name === 'library'),
      980,
    ),
  ).toEqual(columnNames.filter((name) => (usual.includes(name) && name !== 'player') || name === 'library'));
  expect(toFitting(usual, 1)).toEqual(['title']);
});
