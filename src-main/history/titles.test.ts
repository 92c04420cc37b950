// The titles of a play come out the same, whether it is added one by one or by a question.
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { titlesSql, toTitles } from './titles.ts';

const film = {
  title: 'Žižek’s ÉTÉ',
  parentTitle: null,
  grandparentTitle: null,
  originalTitle: 'Le Voyage\tdans la Lune',
};
const part = { title: 'Straße 1', parentTitle: 'Staffel 2', grandparentTitle: 'Ölüm', originalTitle: null };

test.each([
  [film, 'zizek’s ete\nle voyage\tdans la lune'],
  [part, 'olum\nstraße 1 staffel 2'],
  [{ ...part, title: '', parentTitle: null }, 'olum\n'],
])('%j', async (item, titles) => {
  expect(toTitles(item)).toBe(titles);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`SELECT ${titlesSql} FROM (SELECT $item::JSON AS item)`, {
    item: JSON.stringify(item),
  });
  expect(read.getRowsJS()).toEqual([[titles]]);
  connection.closeSync();
  instance.closeSync();
});
