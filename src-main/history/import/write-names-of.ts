// The names behind the ids of imported plays: people, items and libraries that nobody here knew before.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Head } from '../tautulli/parts.ts';
import { toJson } from '../to-json.ts';

/** What the source says of its people and libraries; and one row for each that a part names, for the report too. */
export const prepareNames = async (connection: DuckDBConnection, { users, sections }: Head): Promise<void> => {
  await connection.run(
    `CREATE TEMP TABLE import_user (id VARCHAR, name VARCHAR, thumb VARCHAR, plays BIGINT, seen_at_ms BIGINT)`,
  );
  const shapes = {
    person: '[{"told":"VARCHAR","id":"VARCHAR","name":"VARCHAR","thumb":"VARCHAR"}]',
    section: '[{"id":"VARCHAR","title":"VARCHAR"}]',
  };
  await connection.run(
    `CREATE TEMP TABLE import_person AS
     SELECT DISTINCT ON (told) * FROM (SELECT unnest(from_json($rows::JSON, $shape), recursive := true))`,
    { rows: toJson(users.map(({ told, id, name, thumb }) => ({ told, id, name, thumb }))), shape: shapes.person },
  );
  await connection.run(
    `CREATE TEMP TABLE import_section AS
     SELECT DISTINCT ON (id) * FROM (SELECT unnest(from_json($rows::JSON, $shape), recursive := true))`,
    { rows: toJson(sections), shape: shapes.section },
  );
};

export const countUsers = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(
    `INSERT INTO import_user
     SELECT user_id, arg_max(user_name, stopped_at_ms), arg_max(user_thumb, stopped_at_ms), count(*), max(stopped_at_ms)
     FROM import_part WHERE why IS NULL GROUP BY user_id`,
  );
};

/** Of one part, with its plays. What is known already stays: it was told by the server itself, and later. */
export const writeNames = async (connection: DuckDBConnection, serverId: string): Promise<void> => {
  await connection.run(
    `INSERT INTO account SELECT user_id, arg_max(user_name, stopped_at_ms), arg_max(user_thumb, stopped_at_ms), max(stopped_at_ms)
     FROM import_part WHERE why IS NULL AND user_id NOT IN (SELECT id FROM account) GROUP BY user_id`,
  );
  await connection.run(
    `INSERT INTO library (server_id, id, title, type, seen_at_ms)
     SELECT $serverId, library_id, arg_max(library_title, stopped_at_ms),
       CASE arg_max(type, stopped_at_ms) WHEN 'episode' THEN 'show' WHEN 'track' THEN 'artist'
         ELSE arg_max(type, stopped_at_ms) END, max(stopped_at_ms)
     FROM import_part
     WHERE why IS NULL AND library_id IS NOT NULL
       AND library_id NOT IN (SELECT id FROM library WHERE server_id = $serverId)
     GROUP BY library_id`,
    { serverId },
  );
  await connection.run(
    `INSERT INTO item (key, server_id, guid, type, title, parent_title, grandparent_title, original_title, year,
       duration_ms, thumb, seen_at_ms, series_key, season_key)
     SELECT item_key, $serverId, guid, type, title, parent_title, grandparent_title, original_title, year, duration_ms,
       thumb, stopped_at_ms, series_key, season_key
     FROM import_part
     WHERE why IS NULL AND item_key IS NOT NULL AND item_key NOT IN (SELECT key FROM item)
     QUALIFY row_number() OVER (PARTITION BY item_key ORDER BY stopped_at_ms DESC, row_id) = 1`,
    { serverId },
  );
};
