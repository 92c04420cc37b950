// Groups that are opened, and where they stand when plays join.
import { expect, it } from 'vitest';
import type { PlayLine } from '../../../src-contract/play.ts';
import { locateGroups, toggleGroup } from './groups.ts';

const lineOf = (series: string, plays: number): Pick<PlayLine, 'group'> => ({
  group: { plays, users: 1, watchedMs: 1, firstAtMs: 0, lastAtMs: 1, filter: { series } },
});

it('open and close, each by itself', () => {
  const one = toggleGroup([], lineOf('a', 3), 5);
  const both = toggleGroup(one, lineOf('b', 2), 7);
  expect(both.map(({ index, plays }) => [index, plays])).toEqual([
    [5, 3],
    [7, 2],
  ]);
  expect(toggleGroup(both, lineOf('a', 4), 6).map(({ index }) => index)).toEqual([7]);
});

it('follow their line when another joins above or within, and stay where they were when nobody looks', () => {
  const opened = toggleGroup(toggleGroup([], lineOf('a', 3), 0), lineOf('far', 9), 700);
  const known = () => [[0, lineOf('new', 1)] as const, [1, lineOf('a', 4)] as const];
  expect(locateGroups(opened, known).map(({ index, plays }) => [index, plays])).toEqual([
    [1, 4],
    [700, 9],
  ]);
});
