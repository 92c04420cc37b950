// What the file says of sessions that never stopped, and of when each server was last heard.
import { LIST, listValue, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { eventSchema, sampleSchema } from '../../src-contract/event.ts';
import type { OpenSession } from './adoption.ts';
import { readNumber, readTexts } from './answers.ts';
import { isSessionEvent, sessionIdOf } from './session-event.ts';

const whole = z.bigint().transform(Number);

/** The highest number and the highest id of all stored events. */
export type Highest = { seq: number; id: string | null };

export const readHighest = async (connection: DuckDBConnection): Promise<Highest> => ({
  seq: (await readNumber(connection, 'SELECT max(seq) FROM event')) ?? 0,
  id: (await readTexts(connection, 'SELECT max(id) FROM event HAVING count(*) > 0'))[0] ?? null,
});

const sampleRow = z.object({
  sessionId: z.string(),
  atMs: whole,
  positionMs: whole.nullable(),
  state: z.string(),
  bandwidthKbps: whole.nullable(),
  speed: z.number().nullable(),
  aheadMs: whole.nullable(),
  furthestMs: whole.nullable(),
});

/** All sessions with a stored start and no stored stop. */
export const readOpenSessions = async (connection: DuckDBConnection): Promise<Map<string, OpenSession>> => {
  const open = new Map<string, OpenSession>();
  const bodies = await readTexts(
    connection,
    `SELECT body FROM event WHERE session_id IN (
       SELECT session_id FROM event WHERE kind = 'session-started'
       EXCEPT SELECT session_id FROM event WHERE kind = 'session-stopped'
     ) ORDER BY seq`,
  );
  for (const body of bodies) {
    const event = eventSchema.parse(JSON.parse(body));
    const id = sessionIdOf(event);
    if (id === null || !isSessionEvent(event)) continue;
    const session = open.get(id) ?? { events: [], lastSample: null, furthestMs: null };
    session.events.push(event);
    open.set(id, session);
  }
  if (open.size === 0) return open;
  const samples = await connection.runAndReadAll(
    `SELECT session_id AS "sessionId", at_ms AS "atMs", position_ms AS "positionMs", state,
       bandwidth_kbps AS "bandwidthKbps", speed, ahead_ms AS "aheadMs",
       max(position_ms) OVER (PARTITION BY session_id) AS "furthestMs"
     FROM sample WHERE session_id IN (SELECT unnest($ids))
     QUALIFY row_number() OVER (PARTITION BY session_id ORDER BY at_ms DESC) = 1`,
    { ids: listValue([...open.keys()]) },
    { ids: LIST(VARCHAR) },
  );
  for (const raw of samples.getRowObjectsJS()) {
    const { furthestMs, ...sample } = sampleRow.parse(raw);
    const session = open.get(sample.sessionId);
    if (!session) continue;
    session.furthestMs = furthestMs;
    session.lastSample = sampleSchema.parse(sample);
  }
  return open;
};

/** The newest of: the server's own mark, its events, and the samples of its open sessions. Null: never heard. */
export const readLastHeardMs = (connection: DuckDBConnection, serverId: string): Promise<number | null> =>
  readNumber(
    connection,
    `SELECT greatest(
       (SELECT last_heard_at_ms FROM server WHERE id = $serverId),
       (SELECT max(at_ms) FROM event WHERE server_id = $serverId)
     )`,
    { serverId },
  );

/** Every server that was ever heard. */
export const readServerIds = (connection: DuckDBConnection): Promise<string[]> =>
  readTexts(connection, 'SELECT id FROM server UNION SELECT DISTINCT server_id FROM event');
