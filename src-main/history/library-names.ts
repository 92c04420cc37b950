// How libraries are called wherever they are listed: with their server where another server's is called the same.

/** As a table: `key` is `<server>:<section>`. */
export const libraryNames = `(SELECT library.server_id || ':' || library.id AS key,
  CASE WHEN min(library.server_id) OVER same = max(library.server_id) OVER same THEN library.title
    ELSE library.title || ' · ' || coalesce(server.name, 'a server of before') END AS label
  FROM library LEFT JOIN server ON server.id = library.server_id WINDOW same AS (PARTITION BY lower(library.title)))`;
