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

export const writeRun = async (connection: DuckDBConnection, run: ImportRun): Promise<void> => {
  const { source, name, serverId, total, counts, failure } = run;
  await connection.run(
    `INSERT OR REPLACE INTO import_run (id, kind, started_at_ms, finished_at_ms, state, detail)
     VALUES ($id, 'tautulli', $startedAtMs, $finishedAtMs, $state, $detail)`,
    {
      id: run.importId,
      startedAtMs: BigInt(run.startedAtMs),
      finishedAtMs: run.finishedAtMs === null ? null : BigInt(run.finishedAtMs),
      state: run.state,
      detail: toJson({ source, name, serverId, total, counts, failure }),
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
  for (const run of await readRuns(connection, null)) {
    if (run.state !== 'running' && run.state !== 'undoing') continue;
    await writeRun(connection, { ...run, state: 'interrupted', finishedAtMs: nowMs });
  }
};
