// What is already stored and bears on a batch: asked in a few questions, whatever the size of the batch.
import { listValue, VARCHAR, LIST, type DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Event, EventOf } from '../../src-contract/event.ts';
import type { Play } from '../../src-contract/play.ts';
import type { OpenSession } from './adoption.ts';
import { readTexts } from './answers.ts';
import type { EarlierPlay } from './grouping.ts';
import { toItemKey } from './item-key.ts';
import { breakMs } from './photo-sitting.ts';
import { toPlaceKey, type Known } from './plan-batch.ts';
import { playColumns, toPlay } from './play-row.ts';

const texts = LIST(VARCHAR);

const ids = async (connection: DuckDBConnection, sql: string, list: string[]): Promise<Set<string>> => {
  if (list.length === 0) return new Set();
  return new Set(await readTexts(connection, sql, { list: listValue(list) }, { list: texts }));
};

/** Ids are UUIDv7 and only grow: what is above the highest stored one is new, and this asks for nothing. */
const storedIds = (
  connection: DuckDBConnection,
  events: readonly Event[],
  highestId: string | null,
): Promise<Set<string>> =>
  ids(
    connection,
    'SELECT id FROM event WHERE id IN (SELECT unnest($list))',
    events.map((event) => event.id).filter((id) => highestId !== null && id <= highestId),
  );

const earlierRow = z.object({
  user_id: z.string(),
  item_key: z.string(),
  group_id: z.string(),
  watched: z.boolean(),
  position_ms: z.bigint().transform(Number).nullable(),
  stopped_at_ms: z.bigint().transform(Number),
});

const earlierPlays = async (
  connection: DuckDBConnection,
  stops: readonly EventOf<'session-stopped'>[],
  site: string,
): Promise<Map<string, EarlierPlay>> => {
  const keys = stops.map((stop) => toItemKey(stop.serverId, stop.session.item)).filter((key) => key !== null);
  if (keys.length === 0) return new Map();
  const read = await connection.runAndReadAll(
    `SELECT user_id, item_key, group_id, watched, position_ms, stopped_at_ms FROM play
     WHERE site = $site AND item_key IN (SELECT unnest($keys)) AND user_id IN (SELECT unnest($users))
     QUALIFY row_number() OVER (PARTITION BY user_id, item_key ORDER BY stopped_at_ms DESC, id DESC) = 1`,
    {
      site,
      keys: listValue([...new Set(keys)]),
      users: listValue([...new Set(stops.map((stop) => stop.session.user.id))]),
    },
    { keys: texts, users: texts },
  );
  const rows = read.getRowObjectsJS().map((row) => earlierRow.parse(row));
  return new Map(
    rows.map((row) => [
      toPlaceKey(row.user_id, row.item_key),
      {
        groupId: row.group_id,
        watched: row.watched,
        positionMs: row.position_ms,
        stoppedAtMs: row.stopped_at_ms,
      },
    ]),
  );
};

const openSittings = async (
  connection: DuckDBConnection,
  stops: readonly EventOf<'session-stopped'>[],
  site: string,
): Promise<Play[]> => {
  const photos = stops.filter((stop) => stop.session.item.type === 'photo');
  if (photos.length === 0) return [];
  const sinceMs = photos.reduce((least, stop) => Math.min(least, stop.session.startedAtMs), Infinity) - breakMs;
  const read = await connection.runAndReadAll(
    `SELECT ${playColumns} FROM play
     WHERE site = $site AND type = 'photo' AND stopped_at_ms >= $sinceMs ORDER BY stopped_at_ms DESC`,
    { site, sinceMs: BigInt(sinceMs) },
  );
  return read.getRowObjectsJS().map(toPlay);
};

export const readKnown = async (
  connection: DuckDBConnection,
  events: readonly Event[],
  open: ReadonlyMap<string, OpenSession>,
  highestId: string | null,
  /** Plays that were collected from other sites are no business of ours. */
  site: string,
): Promise<Known> => {
  const eventIds = await storedIds(connection, events, highestId);
  const fresh = events.filter((event) => !eventIds.has(event.id));
  const begun = new Set(fresh.map((event) => (event.kind === 'session-started' ? event.session.id : null)));
  const stops = fresh.filter((event) => event.kind === 'session-stopped');
  const strangers = stops.map((stop) => stop.session.id).filter((id) => !open.has(id) && !begun.has(id));
  return {
    eventIds,
    stoppedIds: await ids(
      connection,
      `SELECT session_id AS id FROM event WHERE kind = 'session-stopped' AND session_id IN (SELECT unnest($list))`,
      strangers,
    ),
    earlier: await earlierPlays(connection, stops, site),
    sittings: await openSittings(connection, stops, site),
  };
};
