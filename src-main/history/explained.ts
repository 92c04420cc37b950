// Plays whose reasons were worked out by an older Marquee, or by none: read with their evidence, and kept with new ones.
import { BIGINT, LIST, listValue, type DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { evidenceSchema, type Evidence, type Play } from '../../src-contract/play.ts';
import { keepReasons, type Rewritten } from './change-reasons.ts';
import type { Database } from './database.ts';
import { inTransaction } from './in-transaction.ts';
import { playColumns, toPlay } from './play-row.ts';

export type Unexplained = { row: bigint; play: Play; evidence: Omit<Evidence, 'stream'> };

export type Explained = {
  /** Where some of those stand that `by` has not explained, the newest first. It looks at every play: ask for many. */
  find: (by: string, most: number) => Promise<bigint[]>;
  /** Of these places those that `by` has still not explained. */
  read: (by: string, rows: readonly bigint[]) => Promise<Unexplained[]>;
  /** Notes who explained them, and what changed by that. Events of the past stay as they were told. */
  keep: (by: string, plays: readonly Rewritten[]) => Promise<number>;
};

const OPEN = 'explained_by IS DISTINCT FROM $by AND decision IS NOT NULL AND evidence IS NOT NULL';
const evidenceRow = z.object({ row: z.bigint(), evidence: z.string() });
const stored = evidenceSchema.omit({ stream: true });

const readPlaces = async (connection: DuckDBConnection, by: string, most: number): Promise<bigint[]> => {
  const read = await connection.runAndReadAll(
    `SELECT rowid FROM play WHERE ${OPEN} ORDER BY stopped_at_ms DESC LIMIT ${most}`,
    { by },
  );
  return read.getRowsJS().flatMap(([row]) => (typeof row === 'bigint' ? [row] : []));
};

const readSome = async (connection: DuckDBConnection, by: string, rows: readonly bigint[]): Promise<Unexplained[]> => {
  const read = await connection.runAndReadAll(
    `SELECT rowid AS row, ${playColumns}, evidence FROM play WHERE rowid IN (SELECT unnest($rows)) AND ${OPEN}`,
    { by, rows: listValue([...rows]) },
    { rows: LIST(BIGINT) },
  );
  return read.getRowObjectsJS().map((raw) => {
    const { row, evidence: text } = evidenceRow.parse(raw);
    const parsed = stored.safeParse(JSON.parse(text));
    return { row, play: toPlay(raw), evidence: parsed.success ? parsed.data : { versions: [], transcode: null } };
  });
};

type Means = {
  database: () => Pick<Database, 'reader' | 'writer'>;
  inTurn: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
};

export const createExplained = ({ database, inTurn }: Means): Explained => ({
  find: (by, most) => inTurn(() => readPlaces(database().reader, by, most)),
  read: (by, rows) => inTurn(() => readSome(database().reader, by, rows)),
  keep: (by, plays) =>
    inTurn(() => {
      const { writer } = database();
      return inTransaction(writer, () => keepReasons(writer, by, plays));
    }),
});
