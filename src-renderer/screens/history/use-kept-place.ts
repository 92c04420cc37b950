// New plays join at the top of the history: what one looks at stays where it is.
import { useLayoutEffect, useRef } from 'react';
import { toPlace, toRow } from './places.ts';
import type { Lines, OpenedGroup } from './use-lines.ts';

type Options = {
  lines: Lines;
  openings: readonly OpenedGroup[];
  /** What is asked for: another question has no place to keep. */
  question: string;
  firstSeen: () => number;
  isAtTop: () => boolean;
  /** Moves the view by so many rows. */
  shift: (rows: number) => void;
};

export function useKeptPlace({ lines, openings, question, firstSeen, isAtTop, shift }: Options): void {
  const kept = useRef<{ id: string; row: number; question: string } | null>(null);
  useLayoutEffect(() => {
    const before = kept.current;
    if (before?.question === question && !isAtTop()) {
      const row = findRow(before.id, lines, openings);
      if (row !== null && row !== before.row) shift(row - before.row);
    }
    // Under an opened group it is the group that counts: its newest play may stand there twice.
    const place = toPlace(firstSeen(), openings);
    const index = place.kind === 'line' ? place.index : place.opening.index;
    const line = lines.lineAt(null, index);
    kept.current = line && !lines.isOld ? { id: line.id, row: toRow(index, openings), question } : null;
  });
}

function findRow(id: string, lines: Lines, openings: readonly OpenedGroup[]): number | null {
  for (const [index, line] of lines.known()) if (line.id === id) return toRow(index, openings);
  return null;
}
