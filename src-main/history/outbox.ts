// What others are still to be told: the stored facts after a place that is kept for each destination.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { readNumber } from './answers.ts';

export type StoredFact = {
  seq: number;
  id: string;
  serverId: string;
  kind: string;
  atMs: number;
  /** The whole event, as JSON. */
  body: string;
};

/** How far a destination was told. `stream` and `streamSeq` are the destination's own words for the place. */
export type PublishCursor = { seq: number; stream: string | null; streamSeq: number | null };

export type Outbox = {
  /** Where it goes on. A destination that is new begins after what is stored now. */
  begin: (destination: string) => Promise<PublishCursor>;
  after: (seq: number, limit: number) => Promise<StoredFact[]>;
  /** How many facts are stored after this one. */
  waiting: (seq: number) => Promise<number>;
  move: (destination: string, cursor: PublishCursor) => Promise<void>;
  /** Nothing waits for it any more; should it come again, it is new. */
  forget: (destination: string) => Promise<void>;
};

const whole = z.bigint().transform(Number);
const factRow = z.object({
  seq: whole,
  id: z.string(),
  serverId: z.string(),
  kind: z.string(),
  atMs: whole,
  body: z.string(),
});
const cursorRow = z.object({ seq: whole, stream: z.string().nullable(), streamSeq: whole.nullable() });

type Options = { connection: () => DuckDBConnection; nowMs: () => number };

export const createOutbox = ({ connection, nowMs }: Options): Outbox => {
  const move: Outbox['move'] = async (destination, { seq, stream, streamSeq }) => {
    await connection().run('INSERT OR REPLACE INTO publish_cursor VALUES ($destination, $seq, $nowMs, $stream, $at)', {
      destination,
      seq: BigInt(seq),
      nowMs: BigInt(nowMs()),
      stream,
      at: streamSeq === null ? null : BigInt(streamSeq),
    });
  };
  const lastSeq = async (): Promise<number> => (await readNumber(connection(), 'SELECT max(seq) FROM event')) ?? 0;
  return {
    begin: async (destination) => {
      const read = await connection().runAndReadAll(
        'SELECT seq, stream, stream_seq AS "streamSeq" FROM publish_cursor WHERE destination = $destination',
        { destination },
      );
      const row = read.getRowObjectsJS()[0];
      const last = await lastSeq();
      if (row !== undefined) {
        const cursor = cursorRow.parse(row);
        // Numbers begin anew when all events were dropped.
        return { ...cursor, seq: Math.min(cursor.seq, last) };
      }
      const cursor = { seq: last, stream: null, streamSeq: null };
      await move(destination, cursor);
      return cursor;
    },
    after: async (seq, limit) => {
      const read = await connection().runAndReadAll(
        `SELECT seq, id, server_id AS "serverId", kind, at_ms AS "atMs", body::VARCHAR AS body
         FROM event WHERE seq > $seq AND seq <= $to ORDER BY seq LIMIT $limit`,
        // Numbers have no holes but at the beginning, where retention drops events; the bound lets DuckDB skip the rest.
        { seq: BigInt(seq), to: BigInt((await holeAfter(connection(), seq)) + limit), limit: BigInt(limit) },
      );
      return read.getRowObjectsJS().map((row) => factRow.parse(row));
    },
    waiting: async (seq) => Math.max(0, (await lastSeq()) - seq),
    move,
    forget: async (destination) => {
      await connection().run('DELETE FROM publish_cursor WHERE destination = $destination', { destination });
    },
  };
};

/** The number before the first one that is stored after `seq`. */
const holeAfter = async (connection: DuckDBConnection, seq: number): Promise<number> =>
  ((await readNumber(connection, 'SELECT min(seq) FROM event WHERE seq > $seq', { seq: BigInt(seq) })) ?? seq + 1) - 1;
