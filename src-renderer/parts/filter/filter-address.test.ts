// Filters, and the addresses that hold them.
import { describe, expect, it } from 'vitest';
import { addPoint, type Filter, isEmpty, readFilter, withPart, writeFilter } from './filter-address.ts';

const write = (filter: Filter, before = ''): string => {
  const query = new URLSearchParams(before);
  writeFilter(filter, query);
  return query.toString();
};

const stories: ReadonlyArray<readonly [string, Filter, string]> = [
  ['nothing', {}, ''],
  ['one person', { user: ['1'] }, 'user=1'],
  ['either of two', { user: ['1', 'nas:2'] }, 'user=1&user=nas%3A2'],
  ['a library and an unknown one', { library: ['s:1', 'unknown'] }, 'library=s%3A1&library=unknown'],
  ['words', { text: 'the cabinet' }, 'text=the+cabinet'],
  ['days', { from: '2026-11-01', to: '2026-11-23' }, 'from=2026-11-01&to=2026-11-23'],
  ['moments', { from: 1_790_000_000_000 }, 'from=1790000000000'],
  ['the deleted ones', { removed: true, includeShort: true }, 'removed=true&includeShort=true'],
  [
    'an hour of a week in a zone',
    { weekday: 5, hour: 0, zone: 'Europe/Berlin' },
    'weekday=5&hour=0&zone=Europe%2FBerlin',
  ],
  [
    'how',
    { decision: ['transcode'], reason: ['video-codec'], location: ['wan'] },
    'decision=transcode&reason=video-codec&location=wan',
  ],
];

describe.each(stories)('%s', (_what, filter, address) => {
  it('is written', () => expect(write(filter)).toBe(address));
  it('is read', () => expect(readFilter(new URLSearchParams(address))).toEqual(filter));
});

it.each([
  ['a part that does not exist', 'colour=red&user=1', { user: ['1'] }],
  ['a value that cannot be', 'decision=magic&decision=copy', { decision: ['copy'] }],
  ['only values that cannot be', 'decision=magic', {}],
  ['a day that does not exist', 'from=2026-02-31', {}],
  ['a zone of the moon', 'zone=Moon/Crater', {}],
  ['the same twice', 'user=1&user=1', { user: ['1'] }],
  ['a single part twice', 'text=a&text=b', { text: 'b' }],
  ['nothing behind the name', 'user=&text=', {}],
  ['what belongs to others', 'sort=user&start=7', {}],
])('passes over %s', (_what, address, filter) => expect(readFilter(new URLSearchParams(address))).toEqual(filter));

it('takes the place of the filter before, and leaves the rest', () => {
  expect(write({ user: ['2'] }, 'user=1&sort=user&text=x')).toBe('sort=user&user=2');
});

it('takes out what is made empty', () => {
  expect(withPart({ user: ['1'], text: 'x' }, 'user', [])).toEqual({ text: 'x' });
  expect(withPart({ text: 'x' }, 'text', '')).toEqual({});
  expect(isEmpty(withPart({ from: '2026-11-01' }, 'from', undefined))).toBe(true);
  expect(isEmpty({ user: ['1'] })).toBe(false);
});

it('puts a point over the filter of its chart', () => {
  expect(addPoint({ user: ['1', '2'], text: 'x' }, { user: '2', hour: 3, includeShort: true })).toEqual({
    user: ['2'],
    text: 'x',
    hour: 3,
    includeShort: true,
  });
});
