// The columns that a browser wants to see.
import { expect, it } from 'vitest';
import { columnNames, columns, parseColumns, toTracks } from './columns.ts';

const usual = columnNames.filter((name) => columns[name].isUsual);

it('are the usual ones until somebody chooses, and when the choice makes no sense', () => {
  expect(parseColumns(null)).toEqual(usual);
  expect(parseColumns('moon,sun')).toEqual(usual);
});

it('stand in the order of the table, whatever the order of choosing', () => {
  expect(parseColumns('why,title,when,moon')).toEqual(['when', 'title', 'why']);
});

it('have room beside the box of each row', () => {
  expect(toTracks(['when', 'percent'])).toBe(`28px ${columns.when.track} ${columns.percent.track}`);
});
