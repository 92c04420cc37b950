// docs/data.md names every view and column with its type; it is written from what the program has.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dataViews, sqlTypes } from './history/data-views.ts';

const file = new URL('../docs/data.md', import.meta.url);
const mark = '<!-- Written from src-main/history/data-views.ts by MARQUEE_WRITE_DOCS=1. -->\n';

const toText = (): string =>
  dataViews
    .map(({ name, says, columns }) => {
      const rows = columns.map((one) => `| \`${one.name}\` | ${sqlTypes[one.kind]} | ${one.says} |`);
      return [`### ${name}`, '', says, '', '| Column | Type | What it is |', '|---|---|---|', ...rows, ''].join('\n');
    })
    .join('\n');

it('says what is there', () => {
  const page = readFileSync(file, 'utf8');
  const written = page.slice(0, page.indexOf(mark) + mark.length) + '\n' + toText();
  if (process.env['MARQUEE_WRITE_DOCS'] !== undefined) writeFileSync(file, written);
  expect(readFileSync(file, 'utf8')).toBe(written);
});
