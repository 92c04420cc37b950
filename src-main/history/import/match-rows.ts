// What the rows of an import are to the history: here already, seen by us, known to Plex alone, or new. In temporary tables.
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { toJson } from '../to-json.ts';

/** Clocks of two programs that see the same start, and what they need to notice it. As between two Marquees. */
const apartMs = 15_000;
/** A line of Plex's own history has one time only, of which is not said what it is: see docs/import.md. */
export const beforeMs = 60_000;
export const afterMs = 600_000;

/** What plays at this moment and is no play yet. */
export type OpenPlay = {
  id: string;
  userId: string;
  itemKey: string | null;
  ratingKey: string | null;
  machineId: string | null;
  live: boolean;
  startedAtMs: number;
};

/** Those that no import brought before. */
export const findNew = (connection: DuckDBConnection, serverId: string) =>
  connection.run(
    `CREATE OR REPLACE TEMP TABLE import_new AS
     SELECT row_id, first_row_id, id, user_id, item_key, rating_key, live, machine_id, started_at_ms, stopped_at_ms
     FROM import_part AS part
     WHERE why IS NULL AND NOT EXISTS (
       SELECT 1 FROM import_row AS known
       WHERE known.server_id = $server AND known.row_id = part.row_id AND known.started_at_ms = part.started_at_ms)`,
    { server: serverId },
  );

/** What they may be the same as: plays of that time, and what plays now. */
export const findCandidates = async (
  connection: DuckDBConnection,
  values: Record<string, DuckDBValue>,
  { open, nowMs }: { open: readonly OpenPlay[]; nowMs: number },
): Promise<void> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE import_candidate AS
     SELECT id, group_id, user_id, item_key, item->>'ratingKey' AS rating_key, player_machine_id AS machine_id, live,
       started_at_ms, stopped_at_ms, origin
     FROM play
     WHERE server_id = $server AND stopped_at_ms >= $from AND begin_ms <= $until AND import_id IS DISTINCT FROM $import`,
    values,
  );
  if (open.length === 0) return;
  const shape = `[{"id":"VARCHAR","userId":"VARCHAR","itemKey":"VARCHAR","ratingKey":"VARCHAR","machineId":"VARCHAR",
    "live":"BOOLEAN","startedAtMs":"BIGINT"}]`;
  await connection.run(
    `INSERT INTO import_candidate
     SELECT id, id, "userId", "itemKey", "ratingKey", "machineId", live, "startedAtMs", greatest("startedAtMs", $now), 'live'
     FROM (SELECT unnest(from_json($open::JSON, $shape), recursive := true))`,
    { open: toJson(open), shape, now: BigInt(nowMs) },
  );
};

const same = `here.user_id = new.user_id
  AND (here.item_key = new.item_key OR here.rating_key = new.rating_key OR (here.live AND new.live))`;
const overlap = 'least(here.stopped_at_ms, new.stopped_at_ms) - greatest(here.started_at_ms, new.started_at_ms)';
const shorter = 'least(here.stopped_at_ms - here.started_at_ms, new.stopped_at_ms - new.started_at_ms)';

export const decide = async (connection: DuckDBConnection): Promise<void> => {
  // A player plays one thing at a time: who shares half of the shorter one is the same viewing, however it was cut.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE import_match AS
     SELECT new.row_id, here.id AS play_id, here.group_id
     FROM import_new AS new JOIN import_candidate AS here ON ${same}
       AND coalesce(here.machine_id = new.machine_id, true)
     WHERE CASE here.origin
       WHEN 'live' THEN ${overlap} + ${apartMs} >= ${shorter} // 2
       WHEN 'tautulli' THEN abs(here.started_at_ms - new.started_at_ms) <= ${apartMs}
         AND abs(here.stopped_at_ms - new.stopped_at_ms) <= ${apartMs}
       ELSE false END
     QUALIFY row_number() OVER (PARTITION BY new.row_id ORDER BY ${overlap} DESC, here.id) = 1`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE import_superseded AS
     SELECT new.row_id, here.id AS play_id
     FROM import_new AS new JOIN import_candidate AS here ON ${same}
     WHERE here.origin = 'plex-history'
       AND here.stopped_at_ms BETWEEN new.started_at_ms - ${beforeMs} AND new.stopped_at_ms + ${afterMs}
       AND NOT EXISTS (SELECT 1 FROM import_match WHERE import_match.row_id = new.row_id)
     QUALIFY row_number() OVER (PARTITION BY here.id ORDER BY abs(new.stopped_at_ms - here.stopped_at_ms), new.row_id) = 1`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE import_fate AS
     SELECT new.row_id, new.first_row_id, new.started_at_ms, coalesce(found.play_id, new.id) AS play_id,
       coalesce(found.group_id, new.id) AS group_id,
       CASE WHEN found.play_id IS NOT NULL THEN 'matched'
         WHEN new.row_id IN (SELECT row_id FROM import_superseded) THEN 'replaced' ELSE 'added' END AS outcome
     FROM import_new AS new LEFT JOIN import_match AS found USING (row_id)`,
  );
};

const countsRow = z.object({ outcome: z.string(), n: z.bigint().transform(Number) });

export const countFates = async (connection: DuckDBConnection, plays: number) => {
  const read = await connection.runAndReadAll('SELECT outcome, count(*) AS n FROM import_fate GROUP BY outcome');
  const counts = new Map(
    read.getRowObjectsJS().map((raw) => {
      const { outcome, n } = countsRow.parse(raw);
      return [outcome, n];
    }),
  );
  const [added = 0, matched = 0, replaced = 0] = ['added', 'matched', 'replaced'].map((name) => counts.get(name));
  return { added, matched, replaced, alreadyHere: plays - added - matched - replaced };
};
