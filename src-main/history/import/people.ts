// Who watched, as the report tells it; how friends are called; and whose the servers are.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ImportReport } from '../../../src-contract/import.ts';
import { readTexts } from '../answers.ts';
import type { Head, Order } from '../tautulli/parts.ts';
import { toJson } from '../to-json.ts';

const usersRow = z.object({
  id: z.string(),
  name: z.string(),
  plays: z.bigint().transform(Number),
  known: z.boolean(),
});

/** The admin of a server is told as its account 1 until somebody knows who he is at plex.tv. */
export const readOwners = async (connection: DuckDBConnection): Promise<Order['owners']> => {
  const ids = await readTexts(
    connection,
    `SELECT DISTINCT user_id FROM play WHERE user_id LIKE '%:1' AND origin = 'live'`,
  );
  return Object.fromEntries(ids.map((id) => [id.slice(0, -2), id]));
};

/** Its name; null for a server that was never watched here. */
export const readServerName = async (connection: DuckDBConnection, serverId: string): Promise<string | null> =>
  (await readTexts(connection, 'SELECT coalesce(name, id) FROM server WHERE id = $serverId', { serverId }))[0] ?? null;

export const readUsers = async (connection: DuckDBConnection): Promise<ImportReport['users']> => {
  const read = await connection.runAndReadAll(
    `SELECT id, arg_max(import_user.name, seen_at_ms) AS name, sum(plays)::BIGINT AS plays,
       id IN (SELECT id FROM account) AS known
     FROM import_user GROUP BY id ORDER BY plays DESC, id`,
  );
  return read.getRowObjectsJS().map((row) => usersRow.parse(row));
};

export const writeFriendlyNames = (connection: DuckDBConnection, head: Head, importId: string) => {
  const named = head.users.filter(({ friendlyName }) => friendlyName !== null);
  return connection.run(
    `INSERT INTO friendly_name
     SELECT id, "friendlyName", $import FROM (SELECT unnest(from_json($users::JSON, $shape), recursive := true))
     ON CONFLICT DO NOTHING`,
    { users: toJson(named), shape: '[{"id":"VARCHAR","friendlyName":"VARCHAR"}]', import: importId },
  );
};
