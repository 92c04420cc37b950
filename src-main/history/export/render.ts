// Writes a row of a table as text, in SQL: the database does it beside us, and hands over a page as one piece.
import type { Column, DataView } from '../data-views.ts';

const isoOf = (name: string): string => `strftime(epoch_ms(${name}), '%Y-%m-%dT%H:%M:%S.%gZ')`;

/** What spreadsheets take for the beginning of a formula (OWASP, "CSV injection"). */
const formula = String.raw`^[=+\-@\t\r\n]`;

const toCsvCell = ({ name, kind }: Column, guard: boolean): string => {
  const column = `"${name}"`;
  if (kind === 'time') return `coalesce(${isoOf(column)}, '')`;
  if (kind !== 'text') return `coalesce(CAST(${column} AS VARCHAR), '')`;
  const harmless = guard
    ? `CASE WHEN regexp_matches(${column}, '${formula}') THEN '''' || ${column} ELSE ${column} END`
    : column;
  return `coalesce('"' || replace(${harmless}, '"', '""') || '"', '')`;
};

/** A line of RFC 4180, without its end. */
export const toCsvLine = ({ columns }: DataView, guard: boolean): string =>
  columns.map((one) => toCsvCell(one, guard)).join(` || ',' || `);

export const toCsvHead = ({ columns }: DataView): string => columns.map(({ name }) => name).join(',');

export const toJsonLine = ({ columns }: DataView): string => {
  const fields = columns.map(({ name, kind }) => `'${name}': ${kind === 'time' ? isoOf(`"${name}"`) : `"${name}"`}`);
  return `CAST(to_json({${fields.join(', ')}}) AS VARCHAR)`;
};

/** XML 1.0 has no place for these, whatever they are written as. */
const notInXml = String.raw`[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]`;
/** Excel’s limit for a cell. */
const MOST_CHARACTERS = 32_767;

const toXlsxCell = ({ name, kind }: Column): string => {
  const column = `"${name}"`;
  if (kind === 'text') {
    const clean = `left(regexp_replace(${column}, '${notInXml}', '', 'g'), ${MOST_CHARACTERS})`;
    const escaped = `replace(replace(replace(${clean}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;
    return `coalesce('<c t="inlineStr"><is><t xml:space="preserve">' || ${escaped} || '</t></is></c>', '<c/>')`;
  }
  if (kind === 'boolean') return `coalesce('<c t="b"><v>' || CAST(${column} AS INTEGER) || '</v></c>', '<c/>')`;
  // Excel counts days, the first of 1970 is its day 25569.
  if (kind === 'time') return `coalesce('<c s="1"><v>' || (${column} / 86400000.0 + 25569) || '</v></c>', '<c/>')`;
  return `coalesce('<c><v>' || ${column} || '</v></c>', '<c/>')`;
};

export const toXlsxRow = ({ columns }: DataView): string =>
  `'<row>' || ${columns.map(toXlsxCell).join(' || ')} || '</row>'`;

export const toXlsxHead = ({ columns }: DataView): string =>
  `<row>${columns.map(({ name }) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('')}</row>`;
