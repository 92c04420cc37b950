// Questions to the history about conversions: plays with their evidence, what they cost, what players take as it is.
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import type { Habit } from '../../src-contract/habit.ts';
import { evidenceSchema, type Evidence, type Play } from '../../src-contract/play.ts';
import { networkSchema, streamSchema } from '../../src-contract/session.ts';
import type { Cost, Tally, TranscodeFilter } from '../../src-contract/transcodes.ts';
import { mapInSlices } from '../lib/map-in-slices.ts';
import { appendRows } from './append-rows.ts';
import { readNumber } from './answers.ts';
import type { Database } from './database.ts';
import { playColumns, toPlay } from './play-row.ts';

/** A play as it was stored, with what explains it; `limits` and `versions` are missing in older ones. */
export type StoredTranscode = { play: Play; evidence: Omit<Evidence, 'stream'> | null; cost: Cost | null };

type CostRow = { sessionId: string; serverId: string; atMs: number; spanMs: number; processorPercent: number };

/** Players by what `toPlayerKey` calls them. */
export type Habits = ReadonlyMap<string, readonly Habit[]>;

type Tallies = Record<'direct-play' | 'copy' | 'transcode', Tally>;

const COUNTED = 'NOT short AND removed_at_ms IS NULL';

const numeric = z.union([z.bigint(), z.number()]).transform(Number);
const evidenceRow = z.object({
  evidence: z.string().nullable(),
  processor_ms: numeric.nullable(),
  measured_ms: numeric.nullable(),
});
const storedEvidence = evidenceSchema.omit({ stream: true });

const toCost = (processorMs: number | null, measuredMs: number | null): Cost | null =>
  processorMs === null || measuredMs === null || measuredMs === 0
    ? null
    : { processorMs: Math.round(processorMs), processorPercent: (processorMs / measuredMs) * 100 };

const toStored = (raw: unknown): StoredTranscode => {
  const { evidence, processor_ms: processorMs, measured_ms: measuredMs } = evidenceRow.parse(raw);
  const parsed = evidence === null ? null : storedEvidence.safeParse(JSON.parse(evidence));
  return { play: toPlay(raw), evidence: parsed?.success ? parsed.data : null, cost: toCost(processorMs, measuredMs) };
};

/** The page is found by its narrow columns first, as in `plays.ts`. */
const readRows = async (
  connection: DuckDBConnection,
  where: string,
  values: Record<string, DuckDBValue>,
  page: { start: number; length: number },
): Promise<unknown[]> => {
  const order = 'ORDER BY stopped_at_ms DESC, id DESC';
  const read = await connection.runAndReadAll(
    `WITH page AS MATERIALIZED (
       SELECT rowid AS row FROM play WHERE ${where} ${order} LIMIT ${page.length} OFFSET ${page.start}
     ), found AS (SELECT * FROM play WHERE rowid IN (SELECT row FROM page)),
     cost AS (
       SELECT session_id, sum(span_ms * processor_percent / 100) AS processor_ms, sum(span_ms) AS measured_ms
       FROM transcode_cost WHERE session_id IN (SELECT id FROM found) GROUP BY 1
     )
     SELECT ${playColumns}, evidence, processor_ms, measured_ms
     FROM found LEFT JOIN cost ON cost.session_id = found.id ${order}`,
    values,
  );
  return read.getRowObjectsJS();
};

const readTranscodePage = async (
  connection: DuckDBConnection,
  { server, reason, decision, start, length }: TranscodeFilter,
): Promise<{ items: StoredTranscode[]; total: number }> => {
  const conditions = [COUNTED, decision === undefined ? `decision IN ('copy', 'transcode')` : 'decision = $decision'];
  const values: Record<string, DuckDBValue> = {};
  if (decision !== undefined) values['decision'] = decision;
  if (server !== undefined) {
    conditions.push('server_id = $server');
    values['server'] = server;
  }
  if (reason !== undefined) {
    conditions.push('contains(reason_codes, $reason)');
    values['reason'] = `|${reason}|`;
  }
  const where = conditions.join(' AND ');
  const total = (await readNumber(connection, `SELECT count(*) FROM play WHERE ${where}`, values)) ?? 0;
  const rows = await readRows(connection, where, values, { start, length });
  return { items: rows.map(toStored), total };
};

/** Some at a time, and of these a few in one go, so that this thread answers others in between. */
const AT_ONCE = 200;

type Place = Pick<Play, 'stoppedAtMs' | 'id'>;

/** Some conversions of a server since then, the newest first, from after that one on. */
const readSomeSince = (
  connection: DuckDBConnection,
  serverId: string,
  fromMs: number,
  after: Place | null,
): Promise<unknown[]> => {
  const values: Record<string, DuckDBValue> = { server: serverId, from: BigInt(fromMs) };
  const conditions = [COUNTED, 'server_id = $server', 'stopped_at_ms >= $from', `decision IN ('copy', 'transcode')`];
  if (after !== null) {
    conditions.push('(stopped_at_ms < $at OR (stopped_at_ms = $at AND id < $id))');
    Object.assign(values, { at: BigInt(after.stoppedAtMs), id: after.id });
  }
  return readRows(connection, conditions.join(' AND '), values, { start: 0, length: AT_ONCE });
};

const tallyRow = z.object({
  decision: z.enum(['direct-play', 'copy', 'transcode']),
  streams: numeric,
  played_ms: numeric,
  processor_ms: numeric.nullable(),
});

const readTallies = async (connection: DuckDBConnection, serverId: string, fromMs: number): Promise<Tallies> => {
  const read = await connection.runAndReadAll(
    `WITH cost AS (
       SELECT session_id, sum(span_ms * processor_percent / 100) AS processor_ms
       FROM transcode_cost WHERE server_id = $server AND at_ms >= $from GROUP BY 1
     )
     SELECT decision, count(*) AS streams, coalesce(sum(watched_ms), 0)::DOUBLE AS played_ms, sum(processor_ms) AS processor_ms
     FROM play LEFT JOIN cost ON session_id = id
     WHERE ${COUNTED} AND server_id = $server AND stopped_at_ms >= $from AND decision IS NOT NULL GROUP BY 1`,
    { server: serverId, from: BigInt(fromMs) },
  );
  const none = { streams: 0, playedMs: 0, processorMs: null };
  const tallies: Tallies = { 'direct-play': none, copy: none, transcode: none };
  for (const raw of read.getRowObjectsJS()) {
    const row = tallyRow.parse(raw);
    tallies[row.decision] = { streams: row.streams, playedMs: row.played_ms, processorMs: row.processor_ms };
  }
  return tallies;
};

const habitRow = z.object({ player_key: z.string(), stream: z.string(), network: z.string() });

/** So many plays tell enough of a player, and the newest tell best. */
const MOST_HABITS = 32;

const PLAYERS_AT_ONCE = 8;

/** How these players got what they played last. */
const readHabits = async (
  connection: DuckDBConnection,
  serverId: string,
  playerKeys: readonly string[],
): Promise<unknown[]> => {
  const names = playerKeys.map((_, at) => `$key${at}`).join(', ');
  const read = await connection.runAndReadAll(
    `SELECT player_key, stream, network FROM play WHERE rowid IN (
       SELECT rowid FROM play
       WHERE server_id = $server AND player_key IN (${names}) AND decision IS NOT NULL AND NOT live AND NOT short
         AND removed_at_ms IS NULL
       QUALIFY row_number() OVER (PARTITION BY player_key ORDER BY stopped_at_ms DESC) <= ${MOST_HABITS}
     )`,
    { server: serverId, ...Object.fromEntries(playerKeys.map((key, at) => [`key${at}`, key])) },
  );
  return read.getRowObjectsJS();
};

/** A row that another version wrote may hold what this one does not understand: it teaches nothing. */
const toHabit = (raw: unknown): { playerKey: string; habit: Habit }[] => {
  const { player_key: playerKey, ...row } = habitRow.parse(raw);
  const stream = streamSchema.safeParse(JSON.parse(row.stream));
  const network = networkSchema.safeParse(JSON.parse(row.network));
  if (!stream.success || !network.success) return [];
  return [{ playerKey, habit: { stream: stream.data, network: network.data } }];
};

const writeCosts = (connection: DuckDBConnection, rows: readonly CostRow[]): Promise<void> =>
  appendRows(connection, 'transcode_cost', rows, (row) => [
    row.sessionId,
    row.serverId,
    row.atMs,
    row.spanMs,
    row.processorPercent,
  ]);

export type TranscodeHistory = {
  /** The newest first, copies too. */
  page: (filter: TranscodeFilter) => Promise<{ items: StoredTranscode[]; total: number }>;
  /** All since then, the newest first, some at a time; the next come when these are done with. */
  since: (serverId: string, fromMs: number, take: (some: StoredTranscode[]) => Promise<void>) => Promise<void>;
  /** Everything that was played, by how it was delivered. */
  tallies: (serverId: string, fromMs: number) => Promise<Tallies>;
  /** How players got what they played last, conversions and direct plays. */
  habits: (serverId: string, playerKeys: readonly string[]) => Promise<Habits>;
  recordCosts: (rows: readonly CostRow[]) => Promise<void>;
};

type Means = {
  database: () => Pick<Database, 'reader' | 'writer'>;
  inTurn: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
};

export const createTranscodeHistory = ({ database, inTurn }: Means): TranscodeHistory => ({
  page: (filter) => inTurn(() => readTranscodePage(database().reader, filter)),
  since: async (serverId, fromMs, take) => {
    let after: Place | null = null;
    // A turn for each part, so that nobody waits for the whole month.
    for (;;) {
      const place: Place | null = after;
      const rows: unknown[] = await inTurn(() => readSomeSince(database().reader, serverId, fromMs, place));
      const some: StoredTranscode[] = await mapInSlices(rows, (row) => [toStored(row)]);
      if (some.length > 0) await take(some);
      after = some.at(-1)?.play ?? null;
      if (rows.length < AT_ONCE) return;
    }
  },
  tallies: (serverId, fromMs) => inTurn(() => readTallies(database().reader, serverId, fromMs)),
  habits: async (serverId, playerKeys) => {
    const found = new Map<string, Habit[]>();
    for (let from = 0; from < playerKeys.length; from += PLAYERS_AT_ONCE) {
      const keys = playerKeys.slice(from, from + PLAYERS_AT_ONCE);
      const rows = await inTurn(() => readHabits(database().reader, serverId, keys));
      for (const { playerKey, habit } of await mapInSlices(rows, toHabit)) {
        found.set(playerKey, [...(found.get(playerKey) ?? []), habit]);
      }
    }
    return found;
  },
  recordCosts: (rows) => inTurn(() => writeCosts(database().writer, rows)),
});
