// What of a filter only the database knows: what free text means, and from when to when there is anything at all.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readRows } from './answers.ts';
import { QUARTER_MS } from './change-plays.ts';
import type { Filter } from './play-condition.ts';
import { findText } from './search.ts';

const quarter = z
  .union([z.bigint(), z.number()])
  .transform((quarters) => Number(quarters) * QUARTER_MS)
  .nullable();
const boundsRow = z.object({ firstMs: quarter, lastMs: quarter });

/** The first and the last quarter of an hour in which a play begins that was not deleted; null while there is none. */
export const readBounds = async (connection: DuckDBConnection) => {
  const sql = 'SELECT min(quarter) AS "firstMs", max(quarter) AS "lastMs" FROM play_quarter';
  const [bounds] = await readRows(connection, boundsRow, sql);
  return bounds ?? { firstMs: null, lastMs: null };
};

/** Where clocks need not be known, and for deleted plays, of which there are no sums, the range stays open. */
export const settleFilter = async (connection: DuckDBConnection, asked: Filter): Promise<Filter> => {
  const filter = await findText(connection, asked);
  if ((filter.weekday === undefined && filter.hour === undefined) || filter.removed === true) return filter;
  const { firstMs, lastMs } = await readBounds(connection);
  if (firstMs === null || lastMs === null) return filter;
  return { ...filter, between: { fromMs: firstMs, toMs: lastMs + QUARTER_MS } };
};
