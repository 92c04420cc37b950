// Groups of plays that are opened in the list, and where they stand now. Pure.
import type { PlayLine } from '../../../src-contract/play.ts';
import type { OpenedGroup } from './use-lines.ts';

type Groups = readonly OpenedGroup[];
type Grouped = Pick<PlayLine, 'group'>;

/** The same group, whichever play is its newest. */
export const toGroupKey = ({ group }: Grouped): string => JSON.stringify(group?.filter);

export function toggleGroup(opened: Groups, line: Grouped, index: number): Groups {
  const { group } = line;
  if (group === null) return opened;
  const key = toGroupKey(line);
  return opened.some((one) => one.key === key)
    ? opened.filter((one) => one.key !== key)
    : [...opened, { key, index, plays: group.plays, filter: group.filter }];
}

/** Groups move when plays join; those that are not in view keep their last known place. */
export function locateGroups(opened: Groups, known: () => Iterable<readonly [number, Grouped]>): Groups {
  if (opened.length === 0) return opened;
  const found = new Map<string, { index: number; plays: number }>();
  for (const [index, line] of known()) found.set(toGroupKey(line), { index, plays: line.group?.plays ?? 0 });
  return opened.map((one) => ({ ...one, ...found.get(one.key) }));
}
