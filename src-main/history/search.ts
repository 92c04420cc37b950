// Free text: each word names a title, a person or a player of the play, in any order.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readRows } from './answers.ts';
import { toSearchWords, type Filter } from './play-condition.ts';
import { persons } from './person-names.ts';

const kinds = ['user', 'player'] as const;
const columns = { user: 'user_id', player: 'player_title' };
const nameRow = z.object({ kind: z.enum(kinds), key: z.string(), name: z.string() });

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Told as one condition. All of its functions are worked out once for each different value, not for each play. */
export const findText = async (connection: DuckDBConnection, filter: Filter): Promise<Filter> => {
  const words = toSearchWords(filter.text ?? '');
  if (words.length === 0) return filter;
  // People as Plex calls them, and as their owner does. Most words name nobody and no player, and are not looked for there.
  const named = await readRows(
    connection,
    nameRow,
    `SELECT kind, key, lower(strip_accents(name)) AS name FROM (
       SELECT 'user' AS kind, account.id AS key, concat_ws(' ', account.name, known.name) AS name
       FROM account LEFT JOIN ${persons} AS known USING (id)
       UNION ALL SELECT 'player', player_title, player_title FROM (SELECT DISTINCT player_title FROM play)
       WHERE player_title IS NOT NULL
     )`,
  );
  const parts = words.map((word) => {
    const ofOthers = kinds.flatMap((kind) => {
      const keys = named.filter((one) => one.kind === kind && one.name.includes(word)).map(({ key }) => quote(key));
      return keys.length > 0 ? [`list_contains([${keys.join(', ')}], ${columns[kind]})`] : [];
    });
    return [`contains(titles, ${quote(word)})`, ...ofOthers];
  });
  const ofTitles = parts.filter(({ length }) => length === 1).flat();
  const ofSeveral = parts.filter(({ length }) => length > 1).map((either) => `(${either.join(' OR ')})`);
  // Asked whether it is true, DuckDB works it out for all rows at once; else row by row, which takes twice as long.
  const whole = ofSeveral.length > 0 ? [`((${ofSeveral.join(' AND ')}) IS TRUE)`] : [];
  return { ...filter, found: [...ofTitles, ...whole].join(' AND ') };
};
