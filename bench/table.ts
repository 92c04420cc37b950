// The one table in which everything is told.
import type { Row } from './measurement.ts';

const head = ['what', 'measured', 'budget', '', 'ratio'];

const toCells = ({ what, measured, budget, kept, ratio }: Row): string[] => [
  what,
  measured,
  budget ?? '–',
  kept === null ? ' ' : kept ? '✓' : '✗',
  ratio ?? '–',
];

export const toTable = (rows: readonly Row[]): string => {
  const cells = [head, ...rows.map(toCells)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [first = '', ...others] = lines;
  return [first, '─'.repeat(Math.max(...lines.map(({ length }) => length))), ...others].join('\n');
};
