// An answer of the SQL console as bars and as CSV. Pure.
import type { SqlAnswer, SqlCell } from '../../src-contract/sql.ts';

export type SqlRows = Extract<SqlAnswer, { kind: 'rows' }>;

const MOST_BARS = 20;

/** The first column names, the first column of numbers beside it counts; nothing where that makes no sense. */
export function toBars({ columns, rows }: SqlRows): Array<{ name: string; value: number; share: number }> {
  const at = columns.findIndex((_, index) => index > 0 && rows.every((row) => typeof row[index] === 'number'));
  if (at < 1 || rows.length < 2 || rows.length > MOST_BARS) return [];
  const values = rows.map((row) => Number(row[at]));
  const most = Math.max(...values);
  if (most <= 0 || values.some((value) => value < 0)) return [];
  return rows.map((row, index) => {
    const value = values[index] ?? 0;
    return { name: String(row[0] ?? ''), value, share: value / most };
  });
}

/** What a spreadsheet would run is told as a text, as in every export. */
function toCell(cell: SqlCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export function toCsv({ columns, rows }: SqlRows): string {
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}
