// Free text: found in the small tables of names first, so that plays are only asked for keys.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readRows, readTexts } from './answers.ts';
import { toSearchWords, type Filter } from './play-condition.ts';

/** With more titles than this the plays are asked by the table of items itself. */
const MOST_KEYS = 2_000;

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const toList = (texts: readonly string[]): string => texts.map(quote).join(', ');
const nameRow = z.object({ id: z.string().nullable(), name: z.string().nullable() });
/** So few are compared one by one. */
const FEW_KEYS = 40;

/** Words that are in the titles of no item are looked for in the names of people and players. */
const toTitles = (found: readonly string[]): string =>
  found.map((word) => `contains(search, ${quote(word)})`).join(' AND ');

const readItems = async (connection: DuckDBConnection, wanted: readonly string[]): Promise<string | null> => {
  const keys = await readTexts(connection, `SELECT key FROM item WHERE ${toTitles(wanted)} LIMIT ${MOST_KEYS + 1}`);
  if (keys.length === 0) return null;
  if (keys.length <= FEW_KEYS) return `item_key IN (${toList(keys)})`;
  return keys.length > MOST_KEYS
    ? `item_key IN (SELECT key FROM item WHERE ${toTitles(wanted)})`
    : `item_key IN (SELECT unnest([${toList(keys)}]))`;
};

/** The words of `text`, each of which may name a title, a person or a player; told as one condition. */
export const findText = async (connection: DuckDBConnection, filter: Filter): Promise<Filter> => {
  const wanted = toSearchWords(filter.text ?? '');
  if (wanted.length === 0) return filter;
  const users = await readRows(
    connection,
    nameRow,
    `SELECT id, lower(strip_accents(concat_ws(' ', account.name, friendly_name.name))) AS name FROM account LEFT JOIN friendly_name ON user_id = id`,
  );
  const players = await readRows(
    connection,
    nameRow,
    'SELECT id, lower(strip_accents(id)) AS name FROM (SELECT DISTINCT player_title AS id FROM play)',
  );
  const toNamed = (all: readonly z.infer<typeof nameRow>[], word: string) =>
    all.flatMap(({ id, name }) => (id !== null && name?.includes(word) ? [id] : []));
  const names = new Map<string, string>();
  for (const word of wanted) {
    const either = [
      ['user_id', toNamed(users, word)] as const,
      ['player_title', toNamed(players, word)] as const,
    ].flatMap(([column, found]) => (found.length > 0 ? [`${column} IN (${toList(found)})`] : []));
    if (either.length > 0) names.set(word, `(${either.join(' OR ')})`);
  }
  // Every way to take each word for a title or for a name.
  const ways: string[] = [];
  const ambiguous = wanted.filter((word) => names.has(word)).slice(0, 4);
  for (let way = 0; way < 2 ** ambiguous.length; way += 1) {
    const asNames = ambiguous.filter((_, place) => (way >> place) & 1);
    const titles = wanted.filter((word) => !asNames.includes(word));
    const items = titles.length === 0 ? [] : [await readItems(connection, titles)];
    if (items.includes(null)) continue;
    ways.push(`(${[...items, ...asNames.map((word) => names.get(word))].join(' AND ')})`);
  }
  return { ...filter, found: ways.length === 0 ? 'false' : `(${ways.join(' OR ')})` };
};
