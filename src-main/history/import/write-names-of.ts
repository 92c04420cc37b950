// The names behind the ids of imported plays: people, items and libraries that nobody here knew before.
import type { DuckDBConnection } from '@duckdb/node-api';
import { itemColumns } from '../tautulli/parts.ts';
import { readLines } from './take-part.ts';

/** One row for each person and library of a part; people also tell the report who watched how much. */
export const prepareNames = (connection: DuckDBConnection): Promise<unknown> =>
  connection.run(
    `CREATE TEMP TABLE import_user (id VARCHAR, name VARCHAR, thumb VARCHAR, plays BIGINT, seen_at_ms BIGINT);
     CREATE TEMP TABLE import_library (id VARCHAR, title VARCHAR, type VARCHAR, seen_at_ms BIGINT)`,
  );

export const gatherNames = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(
    `INSERT INTO import_user
     SELECT user_id, arg_max(user_name, stopped_at_ms), arg_max(user_thumb, stopped_at_ms), count(*), max(stopped_at_ms)
     FROM import_part GROUP BY user_id`,
  );
  await connection.run(
    `INSERT INTO import_library
     SELECT library_id, arg_max(library_title, stopped_at_ms),
       CASE arg_max(type, stopped_at_ms) WHEN 'episode' THEN 'show' WHEN 'track' THEN 'artist'
         ELSE arg_max(type, stopped_at_ms) END, max(stopped_at_ms)
     FROM import_part WHERE library_id IS NOT NULL GROUP BY library_id`,
  );
};

/**
 * What is known already stays: it was told by the server itself, and later. Not in the transaction of the plays: who
 * records at the same time may have named them meanwhile.
 */
export const writeGathered = async (
  connection: DuckDBConnection,
  serverId: string,
  itemPaths: readonly string[],
): Promise<void> => {
  await connection.run(
    `INSERT INTO account SELECT id, arg_max(name, seen_at_ms), arg_max(thumb, seen_at_ms), max(seen_at_ms)
     FROM import_user GROUP BY id ON CONFLICT DO NOTHING`,
  );
  await connection.run(
    `INSERT INTO library (server_id, id, title, type, seen_at_ms)
     SELECT $serverId, id, arg_max(title, seen_at_ms), arg_max(type, seen_at_ms), max(seen_at_ms)
     FROM import_library GROUP BY id ON CONFLICT DO NOTHING`,
    { serverId },
  );
  const names = Object.keys(itemColumns).join(', ');
  for (const path of itemPaths) {
    await connection.run(
      `INSERT INTO item (${names}) SELECT ${names} FROM ${readLines(path, itemColumns)} ON CONFLICT DO NOTHING`,
    );
  }
};
