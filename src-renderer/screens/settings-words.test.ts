// The words and the times of the settings.
import { describe, expect, it } from 'vitest';
import { noticeKindSchema } from '../../src-contract/settings.ts';
import { describeExceptions, formatMinute, parseMinute, serverKinds, streamKinds } from './settings-words.ts';

it('names every kind that can happen, once', () => {
  const named = [...streamKinds, ...serverKinds].map(({ kind }) => kind);
  expect(named.toSorted()).toEqual(noticeKindSchema.options.toSorted());
});

it.each([
  [[], 'told of all'],
  [['started'], 'told of 5 of 6'],
  [streamKinds.map(({ kind }) => kind), 'told of nothing'],
  [['server-down'], 'told of all'],
] as const)('%j is %s', (off, words) => expect(describeExceptions([...off], streamKinds)).toBe(words));

describe('a time', () => {
  it.each([
    [0, '00:00'],
    [7 * 60 + 5, '07:05'],
    [1439, '23:59'],
  ])('%i is %s, both ways', (minute, text) => {
    expect(formatMinute(minute)).toBe(text);
    expect(parseMinute(text)).toBe(minute);
  });
  it.each(['', '7:5', '24:00', 'x'])('%j is none', (text) => expect(parseMinute(text)).toBeNull());
});
