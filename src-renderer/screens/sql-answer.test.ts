// Answers as bars and as files.
import { expect, it } from 'vitest';
import type { SqlCell } from '../../src-contract/sql.ts';
import { toBars, toCsv } from './sql-answer.ts';

const answer = (names: string[], rows: SqlCell[][]) => ({
  kind: 'rows' as const,
  columns: names.map((name) => ({ name, type: 'VARCHAR' })),
  rows,
  truncated: false,
  tookMs: 1,
  copiedAtMs: 0,
});

it('draws what has names and numbers', () => {
  const rows = [
    ['Ada', 'movie', 4],
    ['Bea', 'movie', 1],
  ];
  expect(toBars(answer(['user', 'type', 'plays'], rows))).toEqual([
    { name: 'Ada', value: 4, share: 1 },
    { name: 'Bea', value: 1, share: 0.25 },
  ]);
});

const pair = (one: SqlCell, other: SqlCell): SqlCell[][] => [
  ['Ada', one],
  ['Bea', other],
];
it.each([
  ['one row', [['Ada', 4]]],
  ['no numbers', pair('x', 'y')],
  ['numbers that are not all known', pair(1, null)],
  ['less than nothing', pair(1, -1)],
  ['nothing at all', pair(0, 0)],
])('draws nothing for %s', (_what, rows) => expect(toBars(answer(['user', 'plays'], rows))).toEqual([]));

it('writes CSV that no spreadsheet runs', () => {
  const rows = [
    ['=1+1', 2],
    ['say "x"', null],
  ];
  expect(toCsv(answer(['a', 'b'], rows))).toBe(`"a","b"\r\n"'=1+1",2\r\n"say ""x""",\r\n`);
});
