// Tables for the reading of single values, and for the count of what could not be read.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../lib/log.ts';
import { flag, many, number, one, text } from './lenient.ts';
import { createOddities } from './oddities.ts';

const shape = z.object({ value: z.unknown(), text, number, flag });
const read = (value: unknown) => shape.parse({ value, text: value, number: value, flag: value });

test.each<[unknown, string | null, number | null, boolean | null]>([
  ['1', '1', 1, true],
  ['0', '0', 0, false],
  [1, '1', 1, true],
  [0, '0', 0, false],
  [true, null, null, true],
  [false, null, null, false],
  ['true', 'true', null, true],
  ['False', 'False', null, false],
  ['-1.5', '-1.5', -1.5, null],
  [' 2e3 ', ' 2e3 ', 2000, null],
  ['.5', '.5', 0.5, null],
  ['', null, null, null],
  ['  ', null, null, null],
  ['0x10', '0x10', null, null],
  ['12abc', '12abc', null, null],
  ['Infinity', 'Infinity', null, null],
  [Number.NaN, null, null, null],
  [1e300, '1e+300', null, null],
  [null, null, null, null],
  [[], null, null, null],
  [{}, null, null, null],
])('%o is %o, %o and %o', (value, asText, asNumber, asFlag) => {
  expect(read(value)).toMatchObject({ text: asText, number: asNumber, flag: asFlag });
});

test('a missing key is a null value', () => {
  expect(z.object({ text, number, flag }).parse({ more: 1 })).toEqual({ text: null, number: null, flag: null });
});

test('lists and children: none, one or many, and only what is an object', () => {
  const entry = z.object({ id: text });
  const list = z.object({ list: many(entry), child: one(entry) });
  expect(list.parse({})).toEqual({ list: [], child: null });
  expect(list.parse({ list: null, child: null })).toEqual({ list: [], child: null });
  expect(list.parse({ list: { id: 1 }, child: [{ id: 2 }, { id: 3 }] })).toEqual({
    list: [{ id: '1' }],
    child: { id: '2' },
  });
  expect(list.parse({ list: [1, { id: 1 }, [], 'x', null], child: 'x' })).toEqual({ list: [{ id: '1' }], child: null });
});

test('oddities are counted by kind and said once, and no flood of kinds is kept', () => {
  const said: unknown[] = [];
  const { note, counts } = createOddities({ ...silentLog, warn: (_, fields) => said.push(fields?.['what']) });
  note('a');
  note('b');
  note('a');
  expect(counts()).toEqual({ a: 2, b: 1 });
  expect(said).toEqual(['a', 'b']);
  for (let kind = 0; kind < 500; kind += 1) note(`kind ${kind}`);
  expect(Object.keys(counts())).toHaveLength(101);
  expect(counts()).toMatchObject({ other: 402 });
  expect(said).toHaveLength(101);
});
