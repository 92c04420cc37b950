// Rows as lines of text that the database reads by itself: JSON lists whose texts are quoted as CSV has it.
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';

/** Some lines, of how many rows, up to which number. */
export type Piece = { lines: Uint8Array; rows: number; lastRowId: number };

// oxlint-disable-next-line no-control-regex -- Those are what it is about: they would end a line.
const controls = /[\u0000-\u001f]/g;
const backslash = 0x5c;
const listSchema = z.array(z.unknown());

const toText = (cell: unknown): string => {
  if (typeof cell === 'string') return `"${cell.replace(controls, ' ').replaceAll('"', '""')}"`;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : 'null';
};

export const toLine = (cells: readonly unknown[]): string => `[0,${cells.map(toText).join(',')},0]`;

/** Of JSON lists, one a line: only what JSON writes with a backslash stands otherwise in CSV, and that is rare. */
export const toLines = (json: Uint8Array): Uint8Array => {
  const whole = isUtf8(json);
  if (whole && !json.includes(backslash)) return json;
  const lines = Buffer.from(json)
    .toString('utf8')
    .split('\n')
    .map((line) => (line.includes('\\') ? toLine(listSchema.parse(JSON.parse(line)).slice(1, -1)) : line));
  return Buffer.from(lines.join('\n'), 'utf8');
};
