// What the owner calls people, by their ids.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readRows } from '../answers.ts';

const row = z.object({ userId: z.string(), name: z.string() });

export const readFriendlyNames = async (connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> => {
  const rows = await readRows(connection, row, 'SELECT user_id AS "userId", name FROM friendly_name');
  return new Map(rows.map(({ userId, name }) => [userId, name]));
};
