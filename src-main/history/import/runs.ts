// The list of imports, as the database keeps it.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import {
  importCountsSchema,
  importRunSchema,
  importStateSchema,
  type ImportCounts,
  type ImportRun,
} from '../../../src-contract/import.ts';
import { readNumber } from '../answers.ts';
import { toJson } from '../to-json.ts';

export const noCounts: ImportCounts = { rows: 0, added: 0, alreadyHere: 0, matched: 0, replaced: 0, unusable: 0 };

export const addCounts = (one: ImportCounts, other: ImportCounts): ImportCounts => ({
  rows: one.rows + other.rows,
  added: one.added + other.added,
  alreadyHere: one.alreadyHere + other.alreadyHere,
  matched: one.matched + other.matched,
  replaced: one.replaced + other.replaced,
  unusable: one.unusable + other.unusable,
});

/** One that begins. */
export const toRun = (
  importId: string,
  { nowMs, ...told }: Pick<ImportRun, 'source' | 'name' | 'serverId'> & { nowMs: number },
): ImportRun => ({
  importId,
  ...told,
  state: 'running',
  startedAtMs: nowMs,
  finishedAtMs: null,
  done: 0,
  total: null,
  counts: noCounts,
  failure: null,
});

const detailSchema = z.object({
  source: importRunSchema.shape.source,
  name: z.string(),
  serverId: z.string(),
  total: z.number().nullable(),
  counts: importCountsSchema,
  failure: z.string().nullable(),
});

const whole = z.bigint().transform(Number);
const rowSchema = z.object({
  id: z.string(),
  started_at_ms: whole,
  finished_at_ms: whole.nullable(),
  state: importStateSchema,
  detail: z.string().transform((text) => detailSchema.parse(JSON.parse(text))),
});

/** `reachedMs`: of an import that begins with the oldest play, when the newest began that is here, so that it can go on. */
export const writeRun = async (
  connection: DuckDBConnection,
  run: ImportRun,
  reachedMs: number | null = null,
): Promise<void> => {
  const { source, name, serverId, total, counts, failure } = run;
  await connection.run(
    `INSERT OR REPLACE INTO import_run (id, kind, started_at_ms, finished_at_ms, state, detail)
     VALUES ($id, 'tautulli', $startedAtMs, $finishedAtMs, $state, $detail)`,
    {
      id: run.importId,
      startedAtMs: BigInt(run.startedAtMs),
      finishedAtMs: run.finishedAtMs === null ? null : BigInt(run.finishedAtMs),
      state: run.state,
      detail: toJson({ source, name, serverId, total, counts, failure, reachedMs }),
    },
  );
};

/** Newest first. */
export const readRuns = async (connection: DuckDBConnection, importId: string | null): Promise<ImportRun[]> => {
  const read = await connection.runAndReadAll(
    `SELECT id, started_at_ms, finished_at_ms, state, detail FROM import_run
     WHERE kind = 'tautulli' AND ($id IS NULL OR id = $id) ORDER BY started_at_ms DESC, id DESC`,
    { id: importId },
  );
  return read.getRowObjectsJS().map((raw) => {
    const {
      id: importedId,
      started_at_ms: startedAtMs,
      finished_at_ms: finishedAtMs,
      state,
      detail,
    } = rowSchema.parse(raw);
    return { importId: importedId, ...detail, state, startedAtMs, finishedAtMs, done: detail.counts.rows };
  });
};

/** A run that was under way when Marquee ended: what it wrote is whole, part by part. */
export const closeInterrupted = async (connection: DuckDBConnection, nowMs: number): Promise<void> => {
  await connection.run(
    `UPDATE import_run SET state = 'interrupted', finished_at_ms = $nowMs
     WHERE kind = 'tautulli' AND state IN ('running', 'undoing')`,
    { nowMs: BigInt(nowMs) },
  );
};

const begunRow = z.object({ id: z.string(), reachedMs: whole });

/** The import of this source that got stuck on its way; newest first, one that ended since is not among them. */
export const readBegun = async (
  connection: DuckDBConnection,
  { importId, name }: { importId: string | null; name: string },
): Promise<z.infer<typeof begunRow> | null> => {
  const read = await connection.runAndReadAll(
    `SELECT id, (detail->>'reachedMs')::BIGINT AS "reachedMs" FROM import_run
     WHERE kind = 'tautulli' AND state IN ('interrupted', 'cancelled', 'failed') AND (detail->>'reachedMs') IS NOT NULL
       AND (detail->>'name') = $name AND CASE WHEN $id IS NULL THEN (detail->>'source') = 'api' ELSE id = $id END
     ORDER BY started_at_ms DESC LIMIT 1`,
    { name, id: importId },
  );
  const row = read.getRowObjectsJS()[0];
  return row ? begunRow.parse(row) : null;
};

/** Numbers tell what is newer only where nothing is missing before: an import over the API goes by the time. */
export const readNewestRow = async (connection: DuckDBConnection, serverId: string): Promise<number> =>
  (await readNumber(
    connection,
    `SELECT max(row_id) FROM import_row WHERE server_id = $serverId AND NOT EXISTS (
       SELECT 1 FROM import_run WHERE state IN ('interrupted', 'cancelled', 'failed')
         AND (detail->>'serverId') = $serverId AND (detail->>'reachedMs') IS NOT NULL)`,
    { serverId },
  )) ?? 0;
