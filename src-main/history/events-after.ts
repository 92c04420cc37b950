// Facts that somebody missed: those stored after one that he knows.
import type { DuckDBConnection } from '@duckdb/node-api';
import { eventSchema, type Event } from '../../src-contract/event.ts';
import { readNumber } from './answers.ts';
import { z } from 'zod';

const bodyRow = z.object({ body: z.string() });

/** The oldest first. Null when the history does not know that one (any more). What an older Marquee wrote otherwise is left out. */
export const readEventsAfter = async (
  connection: DuckDBConnection,
  eventId: string,
  limit: number,
): Promise<Event[] | null> => {
  const seq = await readNumber(connection, 'SELECT max(seq) FROM event WHERE id = $eventId', { eventId });
  if (seq === null) return null;
  const read = await connection.runAndReadAll(
    'SELECT body::VARCHAR AS body FROM event WHERE seq > $seq ORDER BY seq LIMIT $limit',
    { seq: BigInt(seq), limit: BigInt(limit) },
  );
  return read.getRowObjectsJS().flatMap((row) => {
    const parsed = eventSchema.safeParse(JSON.parse(bodyRow.parse(row).body));
    return parsed.success ? [parsed.data] : [];
  });
};
