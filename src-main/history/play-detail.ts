// Everything that is known of one play: what happened in it, its load over time, and who else watched the same.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { eventSchema, type Event } from '../../src-contract/event.ts';
import { evidenceSchema, type Evidence, type PlayDetail, type PlayLine } from '../../src-contract/play.ts';
import { readRows, readTexts } from './answers.ts';
import { personOfPlay } from './person-names.ts';
import { lineColumns, toLine } from './play-line.ts';
import { readPlay } from './plays.ts';

const MOST_SAMPLES = 5_000;
const MOST_LINES = 200;

const toMoment = (event: Event): PlayDetail['events'][number] => {
  const base = { atMs: event.atMs, kind: event.kind, positionMs: null, stream: null, reasons: [] };
  if (event.kind === 'session-started') {
    const { positionMs, stream, reasons } = event.session;
    return { ...base, positionMs, stream, reasons };
  }
  const positionMs = 'positionMs' in event ? event.positionMs : null;
  if (event.kind === 'session-stream-changed') {
    return { ...base, positionMs, stream: event.stream, reasons: event.reasons };
  }
  return { ...base, positionMs, reasons: 'reasons' in event ? event.reasons : [] };
};

const readMoments = async (connection: DuckDBConnection, play: PlayLine): Promise<PlayDetail['events']> => {
  const bodies = await readTexts(
    connection,
    `SELECT body FROM event WHERE session_id = $id AND kind NOT LIKE 'play-%' ORDER BY seq LIMIT 2000`,
    { id: play.id },
  );
  return bodies.flatMap((body) => {
    const event = eventSchema.safeParse(JSON.parse(body));
    return event.success ? [toMoment(event.data)] : [];
  });
};

const number = z.union([z.bigint(), z.number()]).transform(Number);
const sampleRow = z.object({
  atMs: number,
  positionMs: number.nullable(),
  state: z.string().nullable(),
  bandwidthKbps: number.nullable(),
  speed: number.nullable(),
  aheadMs: number.nullable(),
});
const watcherRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  thumb: z.string().nullable(),
  plays: number,
  watched: z.boolean(),
  percent: number.nullable(),
  lastAtMs: number,
});

const readWatchers = async (connection: DuckDBConnection, play: PlayLine): Promise<PlayDetail['watchers']> => {
  const { itemKey } = play;
  if (itemKey === null) return [];
  const rows = await readRows(
    connection,
    watcherRow,
    `SELECT user_id AS id, arg_max(${personOfPlay}, stopped_at_ms) AS name, arg_max(user_thumb, stopped_at_ms) AS thumb,
       count(*) AS plays, bool_or(watched) AS watched, max(percent) AS percent, max(stopped_at_ms) AS "lastAtMs"
     FROM play WHERE item_key = $itemKey AND removed_at_ms IS NULL
     GROUP BY 1 ORDER BY "lastAtMs" DESC, id LIMIT ${MOST_LINES}`,
    { itemKey },
  );
  return rows.map(({ id, name, thumb, ...rest }) => ({
    ...rest,
    user: { id, name: name ?? id, thumb },
    filter: { user: id, item: itemKey, includeShort: true },
  }));
};

const partSchema = evidenceSchema.omit({ stream: true });
const readEvidence = async (connection: DuckDBConnection, play: PlayLine): Promise<Evidence | null> => {
  const [text] = await readTexts(
    connection,
    'SELECT evidence FROM play WHERE id = $id AND evidence IS NOT NULL LIMIT 1',
    { id: play.id },
  );
  const part = text === undefined ? null : partSchema.safeParse(JSON.parse(text)).data;
  return part && play.stream ? { ...part, stream: play.stream } : null;
};

export const readPlayDetail = async (connection: DuckDBConnection, id: string): Promise<PlayDetail | null> => {
  const play = await readPlay(connection, id);
  if (!play) return null;
  const viewing = await connection.runAndReadAll(
    `SELECT ${lineColumns} FROM play WHERE group_id = $group AND id <> $id AND removed_at_ms IS NULL
     ORDER BY begin_ms, id LIMIT ${MOST_LINES}`,
    { group: play.groupId, id },
  );
  return {
    play,
    evidence: await readEvidence(connection, play),
    events: await readMoments(connection, play),
    samples: await readRows(
      connection,
      sampleRow,
      `SELECT at_ms AS "atMs", position_ms AS "positionMs", state, bandwidth_kbps AS "bandwidthKbps", speed,
         ahead_ms AS "aheadMs" FROM sample WHERE session_id = $id ORDER BY at_ms LIMIT ${MOST_SAMPLES}`,
      { id },
    ),
    viewing: viewing.getRowObjectsJS().map(toLine),
    watchers: await readWatchers(connection, play),
  };
};
