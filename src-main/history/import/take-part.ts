// Takes one part of an import into the history, in one transaction. What takes long is done between turns: until it is
// committed nobody else sees it, and nobody has to wait for it.
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { unusableWhySchema, type ImportCounts, type UnusableWhy } from '../../../src-contract/import.ts';
import type { Turns } from '../../lib/turns.ts';
import { readNumber, readTexts } from '../answers.ts';
import { addSelected, dropPlays } from '../change-plays.ts';
import type { Part } from '../tautulli/parts.ts';
import { toPlaysSql, toRowsSql, type House } from '../tautulli/play-sql.ts';
import { createTell } from '../tell-plays.ts';
import { afterMs, countFates, decide, findCandidates, findNew, type OpenPlay } from './match-rows.ts';

export type Taker = {
  connection: DuckDBConnection;
  inTurn: Turns;
  /** What was seen and is not written yet must be known before anything is compared with it. */
  flush: () => Promise<void>;
  nowMs: () => number;
  openPlays: (serverId: string) => OpenPlay[];
  house: House;
  /** Looks and writes nothing. */
  dry: boolean;
};

/** Of a part: what its rows are to us, and which are no plays. */
export type Found = Omit<ImportCounts, 'rows' | 'unusable'> & {
  unusable: { rowId: number; why: UnusableWhy }[];
  fromMs: number | null;
  untilMs: number | null;
  /** When the newest of its plays began. */
  reachedMs: number | null;
};

type Span = { fromMs: number; untilMs: number };

/** What is put aside keeps the columns that there were when this table was made. */
export const readAsideColumns = async (connection: DuckDBConnection): Promise<string> => {
  const names = await readTexts(
    connection,
    `SELECT column_name FROM duckdb_columns()
     WHERE table_name = 'play_aside' AND database_name = current_database() ORDER BY column_index`,
  );
  return names.filter((name) => name !== 'aside_by').join(', ');
};

const whole = z.bigint().transform(Number);
const unusableRow = z.object({ rowId: whole, why: unusableWhySchema });
const spanRow = z.object({
  plays: whole,
  fromMs: whole.nullable(),
  untilMs: whole.nullable(),
  reachedMs: whole.nullable(),
});

const readPart = async (connection: DuckDBConnection) => {
  const span = await connection.runAndReadAll(
    `SELECT count(*) AS plays, min(started_at_ms) AS "fromMs", max(stopped_at_ms) AS "untilMs", max(started_at_ms) AS "reachedMs"
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

/** By their time first, so that only the plays of that time are looked at. */
const toAdded = ({ fromMs, untilMs }: Span) => ({
  sql: `begin_ms BETWEEN ${fromMs} AND ${untilMs} AND id IN (SELECT play_id FROM import_fate WHERE outcome <> 'matched')`,
});

/** The new plays, which nobody sees yet. Resolves with what counts them in the sums. */
const writePlays = async ({ connection, house }: Taker, path: string, span: Span): Promise<() => Promise<void>> => {
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
    { server: house.serverId },
  );
  const sumUp = await addSelected(
    connection,
    `SELECT plays.* EXCLUDE (row_id) REPLACE (fate.group_id AS group_id, fate.group_id <> plays.id AS resumed)
     FROM (${toPlaysSql(house, path)}) AS plays JOIN import_fate AS fate USING (row_id)
     WHERE fate.outcome <> 'matched'`,
    toAdded(span),
  );
  await connection.run(
    `INSERT INTO import_row
     SELECT $import, $server, row_id, started_at_ms, play_id, group_id, outcome FROM import_fate ORDER BY row_id`,
    { import: house.importId, server: house.serverId },
  );
  return sumUp;
};

/** What changes plays that are here already, and is told of. */
const settle = async ({ connection, house, nowMs }: Taker, span: Span): Promise<void> => {
  const tell = createTell(connection, { site: house.site, nowMs: nowMs() });
  await tell('play-recorded', toAdded(span));
  await connection.run(
    `UPDATE play SET source_id = fate.row_id FROM import_fate AS fate
     WHERE play.id = fate.play_id AND fate.outcome = 'matched' AND play.source_id IS NULL`,
  );
  const superseded = await readNumber(connection, 'SELECT count(*) FROM import_superseded');
  if (!superseded) return;
  const aside = await readAsideColumns(connection);
  await connection.run(
    `INSERT INTO play_aside BY NAME
     SELECT ${aside}, $import AS aside_by FROM play WHERE id IN (SELECT play_id FROM import_superseded)`,
    { import: house.importId },
  );
  const gone = { sql: 'id IN (SELECT play_id FROM import_superseded)' };
  await tell('play-removed', gone);
  await dropPlays(connection, gone);
};

const toValues = ({ serverId, importId }: House, { fromMs, untilMs }: Span): Record<string, DuckDBValue> => ({
  server: serverId,
  import: importId,
  from: BigInt(fromMs - afterMs),
  until: BigInt(untilMs + afterMs),
});

type Looked = Awaited<ReturnType<typeof readPart>>;

/** Reads the part, which takes nobody's turn. Throws what DuckDB says. */
export const lookAt = async ({ connection, house }: Taker, { path }: Part): Promise<Looked> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE import_part AS ${toRowsSql(house, path)}`);
  return readPart(connection);
};

/**
 * From its beginning to its commit; `finish` belongs to it. Rejects with nothing done when somebody else changed meanwhile
 * what this changes too, and when the disk is full.
 */
export const takePart = async (
  taker: Taker,
  path: string,
  { plays, ...seen }: Looked,
  finish: (found: Found) => Promise<void>,
): Promise<Found> => {
  const { connection, inTurn, flush, nowMs, openPlays, house, dry } = taker;
  const { fromMs, untilMs } = seen;
  const span = fromMs === null || untilMs === null ? null : { fromMs, untilMs };
  await flush();
  try {
    await inTurn(async () => {
      if (!dry) await connection.run('BEGIN');
      if (span === null) return;
      await findNew(connection, house.serverId);
      await findCandidates(connection, toValues(house, span), { open: openPlays(house.serverId), nowMs: nowMs() });
    });
    let found: Found = { added: 0, matched: 0, replaced: 0, alreadyHere: 0, ...seen };
    let sumUp: (() => Promise<void>) | null = null;
    if (span !== null) {
      await decide(connection);
      found = { ...found, ...(await countFates(connection, plays)) };
      if (!dry && found.added + found.matched + found.replaced > 0) sumUp = await writePlays(taker, path, span);
    }
    await inTurn(async () => {
      await sumUp?.();
      if (sumUp && span) await settle(taker, span);
      await finish(found);
      if (!dry) await connection.run('COMMIT');
    });
    return found;
  } catch (error) {
    if (!dry) await inTurn(() => connection.run('ROLLBACK')).catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
};
