// Takes one part of an import into the history, in one transaction: what is here already, what we saw ourselves, what is new.
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { unusableWhySchema, type ImportCounts, type UnusableWhy } from '../../../src-contract/import.ts';
import { readNumber, readTexts } from '../answers.ts';
import { addSelected, dropPlays } from '../change-plays.ts';
import type { Part } from '../tautulli/parts.ts';
import { toPlaysSql, toRowsSql, type House } from '../tautulli/play-sql.ts';
import type { Tell } from '../tell-plays.ts';
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

export type PartContext = {
  house: House;
  tell: Tell;
  nowMs: number;
  open: readonly OpenPlay[];
};

/** Of a part: what its rows are to us, and which are no plays. */
export type Found = Omit<ImportCounts, 'rows' | 'unusable'> & {
  unusable: { rowId: number; why: UnusableWhy }[];
  fromMs: number | null;
  untilMs: number | null;
};

/** What is put aside keeps the columns that there were when this table was made. */
export const readAsideColumns = async (connection: DuckDBConnection): Promise<string> => {
  const names = await readTexts(
    connection,
    `SELECT column_name FROM duckdb_columns()
     WHERE table_name = 'play_aside' AND database_name = current_database() ORDER BY column_index`,
  );
  return names.filter((name) => name !== 'aside_by').join(', ');
};

/** Those that no import brought before. */
const findNew = (connection: DuckDBConnection, values: Record<string, DuckDBValue>) =>
  connection.run(
    `CREATE OR REPLACE TEMP TABLE import_new AS
     SELECT row_id, first_row_id, id, user_id, item_key, rating_key, live, machine_id, started_at_ms, stopped_at_ms
     FROM import_part AS part
     WHERE why IS NULL AND NOT EXISTS (
       SELECT 1 FROM import_row AS known
       WHERE known.server_id = $server AND known.row_id = part.row_id AND known.started_at_ms = part.started_at_ms)`,
    { server: values['server'] ?? '' },
  );

/** What they may be the same as: plays of that time, and what plays now. */
const findCandidates = async (
  connection: DuckDBConnection,
  values: Record<string, DuckDBValue>,
  { open, nowMs }: PartContext,
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

const decide = async (connection: DuckDBConnection): Promise<void> => {
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

const countFates = async (connection: DuckDBConnection, plays: number) => {
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

const whole = z.bigint().transform(Number);
const unusableRow = z.object({ rowId: whole, why: unusableWhySchema });
const spanRow = z.object({ plays: whole, fromMs: whole.nullable(), untilMs: whole.nullable() });

const readPart = async (connection: DuckDBConnection) => {
  const span = await connection.runAndReadAll(
    `SELECT count(*) AS plays, min(started_at_ms) AS "fromMs", max(stopped_at_ms) AS "untilMs"
     FROM import_part WHERE why IS NULL`,
  );
  const unusable = await connection.runAndReadAll(
    'SELECT row_id AS "rowId", why FROM import_part WHERE why IS NOT NULL ORDER BY row_id',
  );
  return {
    ...spanRow.parse(span.getRowObjectsJS()[0]),
    unusable: unusable.getRowObjectsJS().map((row) => unusableRow.parse(row)),
  };
};

const write = async (
  connection: DuckDBConnection,
  part: { path: string; fromMs: number; untilMs: number },
  { house, tell }: PartContext,
  values: Record<string, DuckDBValue>,
): Promise<void> => {
  const { server = '', import: importId = '' } = values;
  // A resumed viewing belongs to its first row, wherever that came to stand.
  await connection.run(
    `UPDATE import_fate SET group_id = root.group_id
     FROM (
       SELECT row_id, any_value(group_id) AS group_id FROM (
         SELECT row_id, group_id FROM import_fate
         UNION ALL SELECT row_id, group_id FROM import_row
         WHERE server_id = $server AND row_id IN (SELECT first_row_id FROM import_fate WHERE first_row_id <> row_id))
       GROUP BY row_id) AS root
     WHERE import_fate.first_row_id = root.row_id AND import_fate.first_row_id <> import_fate.row_id
       AND import_fate.outcome <> 'matched'`,
    { server },
  );
  // By their time first, so that only the plays of that time are looked at.
  const added = {
    sql: `begin_ms BETWEEN ${part.fromMs} AND ${part.untilMs}
      AND id IN (SELECT play_id FROM import_fate WHERE outcome <> 'matched')`,
  };
  await addSelected(
    connection,
    `SELECT plays.* EXCLUDE (row_id) REPLACE (fate.group_id AS group_id, fate.group_id <> plays.id AS resumed)
     FROM (${toPlaysSql(house, part.path)}) AS plays JOIN import_fate AS fate USING (row_id)
     WHERE fate.outcome <> 'matched'`,
    added,
  );
  await tell('play-recorded', added);
  await connection.run(
    `UPDATE play SET source_id = fate.row_id FROM import_fate AS fate
     WHERE play.id = fate.play_id AND fate.outcome = 'matched' AND play.source_id IS NULL`,
  );
  await connection.run(
    `INSERT INTO import_row
     SELECT $import, $server, row_id, started_at_ms, play_id, group_id, outcome FROM import_fate ORDER BY row_id`,
    { import: importId, server },
  );
  const superseded = await readNumber(connection, 'SELECT count(*) FROM import_superseded');
  if (!superseded) return;
  const aside = await readAsideColumns(connection);
  await connection.run(
    `INSERT INTO play_aside BY NAME
     SELECT ${aside}, $import AS aside_by FROM play WHERE id IN (SELECT play_id FROM import_superseded)`,
    { import: importId },
  );
  const gone = { sql: 'id IN (SELECT play_id FROM import_superseded)' };
  await tell('play-removed', gone);
  await dropPlays(connection, gone);
};

/** Inside the transaction that is open on the connection; `dry` looks and writes nothing. */
export const takePart = async (
  connection: DuckDBConnection,
  part: Part,
  context: PartContext,
  dry: boolean,
): Promise<Found> => {
  const { house } = context;
  await connection.run(`CREATE OR REPLACE TEMP TABLE import_part AS ${toRowsSql(house, part.path)}`);
  const { plays, fromMs, untilMs, unusable } = await readPart(connection);
  const seen = { unusable, fromMs, untilMs };
  if (fromMs === null || untilMs === null) return { added: 0, matched: 0, replaced: 0, alreadyHere: 0, ...seen };
  const values = {
    server: house.serverId,
    import: house.importId,
    from: BigInt(fromMs - afterMs),
    until: BigInt(untilMs + afterMs),
  };
  await findNew(connection, values);
  await findCandidates(connection, values, context);
  await decide(connection);
  const counts = await countFates(connection, plays);
  if (!dry && counts.added + counts.matched + counts.replaced > 0)
    await write(connection, { path: part.path, fromMs, untilMs }, context, values);
  return { ...counts, ...seen };
};
