// One person: how much he watched lately and in all, on which players, and from which addresses.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { PersonDetail } from '../../../src-contract/people.ts';
import { readRows } from '../answers.ts';
import { counted, readTotals } from '../totals.ts';
import { ofUser, readPeople } from './people.ts';

const number = z.union([z.bigint(), z.number()]).transform(Number);
const text = z.string().nullable();
const MOST_LINES = 100;

const playerRow = z.object({
  key: z.string(),
  title: text,
  platform: text,
  product: text,
  plays: number,
  watchedMs: number,
  lastAtMs: number,
});
const addressRow = z.object({
  address: z.string(),
  location: z.enum(['lan', 'wan', 'relay']).nullable(),
  plays: number,
  firstAtMs: number,
  lastAtMs: number,
  players: z.string().transform((list) => z.array(z.string()).parse(JSON.parse(list))),
});

export const readPerson = async (
  connection: DuckDBConnection,
  userId: string,
  nowMs: number,
): Promise<PersonDetail | null> => {
  const [person] = (await readPeople(connection, { length: 1 }, userId)).items;
  if (!person) return null;
  const { totals } = await readTotals(connection, ofUser(userId), nowMs);
  const players = await readRows(
    connection,
    playerRow,
    `SELECT player_key AS key, arg_max(player_title, begin_ms) AS title, arg_max(platform, begin_ms) AS platform,
       arg_max(product, begin_ms) AS product, count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs",
       max(begin_ms) AS "lastAtMs"
     FROM play WHERE ${counted} AND user_id = $userId GROUP BY 1 ORDER BY "lastAtMs" DESC, key LIMIT ${MOST_LINES}`,
    { userId },
  );
  // As others on the internet see it, where that is known: behind a router all players have the same.
  const addresses = await readRows(
    connection,
    addressRow,
    `SELECT coalesce(nullif(player->>'publicAddress', ''), player->>'address') AS address,
       arg_max(location, begin_ms) AS location, count(*) AS plays, min(begin_ms) AS "firstAtMs",
       max(begin_ms) AS "lastAtMs", to_json(list_sort(list(DISTINCT player_title)))::VARCHAR AS players
     FROM play WHERE removed_at_ms IS NULL AND user_id = $userId
       AND coalesce(nullif(player->>'publicAddress', ''), nullif(player->>'address', '')) IS NOT NULL
     GROUP BY 1 ORDER BY "lastAtMs" DESC, address LIMIT ${MOST_LINES}`,
    { userId },
  );
  return {
    ...person,
    totals,
    players: players.map(({ title, ...player }) => ({
      ...player,
      title: title ?? player.key,
      filter: { user: userId, player: player.key },
    })),
    addresses,
  };
};
