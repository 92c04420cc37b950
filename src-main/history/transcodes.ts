// Questions to the history about conversions: plays with their evidence, what they cost, what players take as it is.
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { evidenceSchema, type Evidence, type Play } from '../../src-contract/play.ts';
import type { Cost, Tally, TranscodeFilter } from '../../src-contract/transcodes.ts';
import { appendRows } from './append-rows.ts';
import { readNumber } from './answers.ts';
import type { Database } from './database.ts';
import { playColumns, toPlay } from './play-row.ts';

/** A play as it was stored, with what explains it; `limits` and `versions` are missing in older ones. */
export type StoredTranscode = { play: Play; evidence: Omit<Evidence, 'stream'> | null; cost: Cost | null };

type CostRow = { sessionId: string; serverId: string; atMs: number; spanMs: number; processorPercent: number };

/** What a player took without conversion, as it is written in its plays. */
export type Taken = { playerKey: string; what: string };

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
const readPage = async (
  connection: DuckDBConnection,
  where: string,
  values: Record<string, DuckDBValue>,
  page: { start: number; length: number },
): Promise<StoredTranscode[]> => {
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
  return read.getRowObjectsJS().map(toStored);
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
  return { items: await readPage(connection, where, values, { start, length }), total };
};

/** Some at a time, so that this thread answers others in between. */
const AT_ONCE = 100;
/** More than that in a month says nothing new. */
const MOST = 5000;

/** Some conversions of a server since then, the newest first. */
const readSomeSince = (
  connection: DuckDBConnection,
  serverId: string,
  fromMs: number,
  start: number,
): Promise<StoredTranscode[]> => {
  const where = `${COUNTED} AND server_id = $server AND stopped_at_ms >= $from AND decision IN ('copy', 'transcode')`;
  return readPage(connection, where, { server: serverId, from: BigInt(fromMs) }, { start, length: AT_ONCE });
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

const takenRow = z.object({ player_key: z.string(), what: z.string() });

/** Codecs, sizes, HDR and containers that each player got as they are: what it took then it takes. */
const readTaken = async (connection: DuckDBConnection, serverId: string, fromMs: number): Promise<Taken[]> => {
  const picture = `stream->'$.video.source'`;
  const read = await connection.runAndReadAll(
    `WITH plain AS (
       SELECT player_key, decision, video_decision, audio_decision, stream FROM play
       WHERE server_id = $server AND stopped_at_ms >= $from AND decision IS NOT NULL AND removed_at_ms IS NULL
     )
     SELECT DISTINCT player_key, what FROM (
       SELECT player_key, concat_ws(' ', ${picture}->>'$.codec', coalesce(${picture}->>'$.dynamicRange', 'sdr'),
         coalesce(${picture}->>'$.bitDepth', '8'), ${picture}->>'$.resolution') AS what
       FROM plain WHERE video_decision IN ('direct-play', 'copy')
       UNION ALL
       SELECT player_key, concat_ws(' ', stream->'$.audio.source'->>'$.codec', stream->'$.audio.source'->>'$.channels')
       FROM plain WHERE audio_decision IN ('direct-play', 'copy')
       UNION ALL
       SELECT player_key, stream->'$.container.source'->>'$.container' FROM plain WHERE decision = 'direct-play'
     ) WHERE what IS NOT NULL AND what <> ''`,
    { server: serverId, from: BigInt(fromMs) },
  );
  return read.getRowObjectsJS().map((raw) => {
    const { player_key: playerKey, what } = takenRow.parse(raw);
    return { playerKey, what };
  });
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
  since: (serverId: string, fromMs: number) => Promise<StoredTranscode[]>;
  /** Everything that was played, by how it was delivered. */
  tallies: (serverId: string, fromMs: number) => Promise<Tallies>;
  taken: (serverId: string, fromMs: number) => Promise<Taken[]>;
  recordCosts: (rows: readonly CostRow[]) => Promise<void>;
};

type Means = {
  database: () => Pick<Database, 'reader' | 'writer'>;
  inTurn: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
};

export const createTranscodeHistory = ({ database, inTurn }: Means): TranscodeHistory => ({
  page: (filter) => inTurn(() => readTranscodePage(database().reader, filter)),
  since: async (serverId, fromMs) => {
    const all: StoredTranscode[] = [];
    // A turn for each part, so that nobody waits for the whole month.
    while (all.length < MOST) {
      const some = await inTurn(() => readSomeSince(database().reader, serverId, fromMs, all.length));
      all.push(...some);
      if (some.length < AT_ONCE) return all;
      await setImmediate();
    }
    return all;
  },
  tallies: (serverId, fromMs) => inTurn(() => readTallies(database().reader, serverId, fromMs)),
  taken: (serverId, fromMs) => inTurn(() => readTaken(database().reader, serverId, fromMs)),
  recordCosts: (rows) => inTurn(() => writeCosts(database().writer, rows)),
});
