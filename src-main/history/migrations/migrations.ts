// Every migration in order. A number is never used twice, and a migration that has shipped is never edited.
import { firstTables } from './001-first-tables.ts';
import { publishedAs } from './002-published-as.ts';
import { collected } from './003-collected.ts';
import { charts } from './004-charts.ts';
import { imports } from './005-imports.ts';
import { experience } from './007-experience.ts';
import { libraries } from './008-libraries.ts';
import { explained } from './009-explained.ts';
import { titles } from './010-titles.ts';

export type Migration = { number: number; name: string; sql: string };

export const migrations: readonly Migration[] = [
  { number: 1, name: 'first tables', sql: firstTables },
  { number: 2, name: 'published as', sql: publishedAs },
  { number: 3, name: 'collected', sql: collected },
  { number: 4, name: 'charts', sql: charts },
  { number: 5, name: 'imports', sql: imports },
  { number: 7, name: 'experience', sql: experience },
  { number: 8, name: 'libraries', sql: libraries },
  { number: 9, name: 'explained', sql: explained },
  { number: 10, name: 'titles', sql: titles },
];
