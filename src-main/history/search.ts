// Free text: each word names a title, a person or a player of the play, in any order.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readRows } from './answers.ts';
import { toSearchWords, type Filter } from './play-condition.ts';
import { persons } from './person-names.ts';

const nameRow = z.object({ id: z.string(), name: z.string() });

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Told as one condition. All of its functions are worked out once for each different value, not for each play. */
export const findText = async (connection: DuckDBConnection, filter: Filter): Promise<Filter> => {
  const words = toSearchWords(filter.text ?? '');
  if (words.length === 0) return filter;
  // As Plex calls them, and as their owner does.
  const people = await readRows(
    connection,
    nameRow,
    `SELECT account.id, lower(strip_accents(concat_ws(' ', account.name, known.name))) AS name
     FROM account LEFT JOIN ${persons} AS known USING (id)`,
  );
  const parts = words.map((word) => {
    const called = people.filter(({ name }) => name.includes(word)).map(({ id }) => quote(id));
    const either = [
      `contains(titles, ${quote(word)})`,
      `contains(lower(strip_accents(player_title)), ${quote(word)})`,
      ...(called.length > 0 ? [`list_contains([${called.join(', ')}], user_id)`] : []),
    ];
    return `(${either.join(' OR ')})`;
  });
  return { ...filter, found: parts.join(' AND ') };
};
