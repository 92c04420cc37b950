// People of one name.
import { expect, it } from 'vitest';
import { tellApart } from './tell-apart.ts';

const servers = [
  { id: 'a1', name: 'attic' },
  { id: 'b2', name: 'cellar' },
];
const told = (...named: Array<[key: string, name: string]>) => [
  ...tellApart(
    named.map(([key, name]) => ({ key, name })),
    servers,
  ).values(),
];

it('are told apart by their servers, those who are known everywhere and those of a server of before by having none', () => {
  expect(told(['a1:1', 'Ada'], ['b2:1', 'Ada'], ['7400001', 'Ada'], ['gone:1', 'Ada'])).toEqual([
    'Ada (attic)',
    'Ada (cellar)',
    'Ada',
    'Ada',
  ]);
});

it('stay as they are where nobody else is called so, also when they come twice', () => {
  expect(told(['a1:1', 'Ada'], ['b2:1', 'Bruno'], ['a1:1', 'Ada'])).toEqual(['Ada', 'Bruno']);
});
