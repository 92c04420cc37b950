// When servers were not watched within a chart's range.
import type { DuckDBConnection } from '@duckdb/node-api';
import { listValue, LIST, VARCHAR } from '@duckdb/node-api';
import { z } from 'zod';
import type { Gap } from '../../../src-contract/gap.ts';
import { readRows } from '../answers.ts';
import type { Scope } from './scope.ts';

const whole = z.bigint().transform(Number);
const gapRow = z.object({ serverId: z.string(), fromMs: whole, toMs: whole.nullable(), why: z.string() });
/** Shorter ones cannot be seen in a chart. */
const LEAST_MS = 60_000;

export const readGaps = (connection: DuckDBConnection, { filter, firstMs, toMs }: Scope): Promise<Gap[]> => {
  const servers = filter.server ?? [];
  return readRows(
    connection,
    gapRow,
    `SELECT server_id AS "serverId", from_ms AS "fromMs", to_ms AS "toMs", coalesce(why, '') AS why FROM gap
     WHERE coalesce(to_ms, from_ms + ${LEAST_MS}) > ${firstMs} ${toMs === null ? '' : `AND from_ms < ${toMs}`}
       AND (to_ms IS NULL OR to_ms - from_ms >= ${LEAST_MS})
       AND (len($servers) = 0 OR list_contains($servers, server_id))
     ORDER BY from_ms DESC LIMIT 500`,
    { servers: listValue(servers) },
    { servers: LIST(VARCHAR) },
  );
};
