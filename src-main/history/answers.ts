// Small questions to the database: the first column of every row, or the one number that was asked for.
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';

type Values = Record<string, DuckDBValue>;
type Types = Record<string, DuckDBType>;

const textSchema = z.string();
const numberSchema = z.union([z.bigint(), z.number()]).transform(Number).nullable();

const firstColumn = async (connection: DuckDBConnection, sql: string, values: Values, types: Types) =>
  (await connection.runAndReadAll(sql, values, types)).getRowsJS().map((row) => row[0]);

export const readTexts = async (
  connection: DuckDBConnection,
  sql: string,
  values: Values = {},
  types: Types = {},
): Promise<string[]> => (await firstColumn(connection, sql, values, types)).map((cell) => textSchema.parse(cell));

/** Null when there is no row, or nothing in it. */
export const readNumber = async (
  connection: DuckDBConnection,
  sql: string,
  values: Values = {},
  types: Types = {},
): Promise<number | null> => numberSchema.parse((await firstColumn(connection, sql, values, types))[0] ?? null);

/** Every row, as the schema has it. */
export const readRows = async <Row>(
  connection: DuckDBConnection,
  row: z.ZodType<Row>,
  sql: string,
  values: Values = {},
  types: Types = {},
): Promise<Row[]> =>
  (await connection.runAndReadAll(sql, values, types)).getRowObjectsJS().map((raw) => row.parse(raw));
