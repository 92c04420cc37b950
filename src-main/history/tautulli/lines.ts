// Rows for DuckDB as lines of text, which its own threads read: cells between unit separators, nothing quoted.
import type { Cell } from '../append-rows.ts';

export const separator = '\u001f';
export const nothing = '\\N';

// oxlint-disable-next-line no-control-regex -- Those are what it is about: they would end a cell or a line.
const controls = /[\u0000-\u001f]/g;

const toText = (cell: Cell): string => {
  if (cell === null) return nothing;
  // JSON holds no control characters: it writes them as words.
  if (typeof cell === 'string') return cell.startsWith('{') ? cell : cell.replace(controls, ' ');
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : nothing;
  return cell ? 'true' : 'false';
};

export const toLine = (cells: readonly Cell[]): string => {
  let line = '';
  for (const cell of cells) line += `${line === '' ? '' : separator}${toText(cell)}`;
  return `${line}\n`;
};
