// Many rows at once into one table, inside the transaction that is open on the connection.
import { setImmediate } from 'node:timers/promises';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';

export type Cell = string | number | boolean | null;

/** Appending is work of this thread; between such parts it answers others. */
const rowsAtOnce = 500;
const mostWhole = Number.MAX_SAFE_INTEGER;

const appendCell = (appender: DuckDBAppender, cell: Cell): void => {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (typeof cell === 'boolean') appender.appendBoolean(cell);
  else if (Number.isSafeInteger(cell)) appender.appendBigInt(BigInt(cell));
  // DuckDB rounds what goes into a whole column; beyond its reach it would refuse the row.
  else if (Number.isFinite(cell)) appender.appendDouble(Math.min(Math.max(cell, -mostWhole), mostWhole));
  else appender.appendNull();
};

export const appendRows = async <Row>(
  connection: DuckDBConnection,
  table: string,
  rows: readonly Row[],
  toRow: (row: Row) => Cell[],
): Promise<void> => {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  try {
    for (const [index, row] of rows.entries()) {
      for (const cell of toRow(row)) appendCell(appender, cell);
      appender.endRow();
      if (index % rowsAtOnce !== rowsAtOnce - 1) continue;
      appender.flushSync();
      await setImmediate();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
};
