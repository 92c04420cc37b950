// Every migration in order. A number is never used twice, and a migration that has shipped is never edited.
import { firstTables } from './001-first-tables.ts';

export type Migration = { number: number; name: string; sql: string };

export const migrations: readonly Migration[] = [{ number: 1, name: 'first tables', sql: firstTables }];
