// Takes plays that other Marquees told of into the history, in one transaction for each batch.
import { LIST, listValue, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { evidenceSchema, playSchema, type Play } from '../../../src-contract/play.ts';
import { appendRows } from '../append-rows.ts';
import { addPlays, dropPlays, setRemoved } from '../change-plays.ts';
import { toItemKey } from '../item-key.ts';
import { playColumns, toBeginMs, toPlay } from '../play-row.ts';
import { toJson } from '../to-json.ts';
import {
  apartMs,
  planCollected,
  type Collected,
  type CollectedPlan,
  type KnownPlays,
  type Place,
  type Received,
} from './plan-collected.ts';

const texts = LIST(VARCHAR);
const toldSchema = z.object({ play: playSchema, evidence: evidenceSchema.nullable() });
const collectedRow = z.object({
  site: z.string(),
  id: z.string(),
  stream: z.string(),
  stream_seq: z.bigint().transform(Number),
  held_site: z.string().nullable(),
  held_id: z.string().nullable(),
  told: z
    .string()
    .transform((text) => toldSchema.parse(JSON.parse(text)))
    .nullable(),
});
const siteRow = z.looseObject({ site: z.string() });

/** The places as two lists, which `FROM` joins to a table of their own. */
const placesTable = '(SELECT unnest($sites) AS site, unnest($ids) AS id) AS place';
const toLists = (places: readonly Place[]) => ({
  sites: listValue(places.map(({ site }) => site)),
  ids: listValue(places.map(({ id }) => id)),
});
const listTypes = { sites: texts, ids: texts };

const readCollected = async (connection: DuckDBConnection, places: readonly Place[]): Promise<Collected[]> => {
  if (places.length === 0) return [];
  const columns = 'collected.site, play_id AS id, stream, stream_seq, held_site, held_id, told';
  // Two questions, each answered by hashes; with an OR between them every row would meet every place.
  const read = await connection.runAndReadAll(
    `SELECT ${columns} FROM collected JOIN ${placesTable} ON collected.site = place.site AND play_id = place.id
     UNION
     SELECT ${columns} FROM collected JOIN ${placesTable} ON held_site = place.site AND held_id = place.id`,
    toLists(places),
    listTypes,
  );
  return read.getRowObjectsJS().map((raw) => {
    const { held_site: site, held_id: id, stream_seq: streamSeq, ...row } = collectedRow.parse(raw);
    return { ...row, streamSeq, held: site === null || id === null ? null : { site, id } };
  });
};

const noKey = '';

/** Those that may be the same viewing as one of these. */
const readTwins = async (connection: DuckDBConnection, plays: readonly Play[]): Promise<KnownPlays['plays']> => {
  const unique = (toText: (play: Play) => string) => listValue([...new Set(plays.map(toText))]);
  const begins = plays.map(toBeginMs);
  const read = await connection.runAndReadAll(
    `SELECT site, ${playColumns} FROM play
     WHERE coalesce(started_at_ms, stopped_at_ms) BETWEEN $from AND $to
       AND server_id IN (SELECT unnest($servers)) AND user_id IN (SELECT unnest($users))
       AND coalesce(item_key, '${noKey}') IN (SELECT unnest($items))`,
    {
      from: BigInt(begins.reduce((least, atMs) => Math.min(least, atMs), Infinity) - apartMs),
      to: BigInt(begins.reduce((most, atMs) => Math.max(most, atMs), -Infinity) + apartMs),
      servers: unique(({ serverId }) => serverId),
      users: unique(({ user }) => user.id),
      items: unique(({ serverId, item }) => toItemKey(serverId, item) ?? noKey),
    },
    { servers: texts, users: texts, items: texts },
  );
  return read.getRowObjectsJS().map((row) => ({ site: siteRow.parse(row).site, play: toPlay(row) }));
};

const readKnown = async (connection: DuckDBConnection, received: readonly Received[]): Promise<KnownPlays> => {
  const places = received.map(({ site, play }) => ({ site, id: play.id }));
  const before = await readCollected(connection, places);
  const told = before.flatMap((one) => (one.told ? [one.told.play] : []));
  const plays = await readTwins(connection, [...received.map(({ play }) => play), ...told]);
  const around = [...places, ...plays.map(({ site, play }) => ({ site, id: play.id }))];
  return { collected: await readCollected(connection, around), plays };
};

const drop = (connection: DuckDBConnection, places: readonly Place[]) =>
  dropPlays(connection, {
    sql: `(site, id) IN (SELECT (site, id) FROM ${placesTable})`,
    values: toLists(places),
    types: listTypes,
  });

const writeCollected = async (connection: DuckDBConnection, rows: readonly Collected[]): Promise<void> => {
  await connection.run(
    `DELETE FROM collected USING ${placesTable} WHERE collected.site = place.site AND play_id = place.id`,
    toLists(rows),
    listTypes,
  );
  await appendRows(connection, 'collected', rows, ({ site, id, stream, streamSeq, held, told }) => [
    site,
    id,
    stream,
    streamSeq,
    held?.site ?? null,
    held?.id ?? null,
    told === null ? null : toJson(told),
  ]);
};

const removedRow = z.object({ id: z.string(), atMs: z.bigint().transform(Number) });
/** Those that the owner of this Marquee deleted: they stay deleted when their own Marquee tells of them anew. */
const readRemoved = async (connection: DuckDBConnection, places: readonly Place[]) => {
  const read = await connection.runAndReadAll(
    `SELECT id, removed_at_ms AS "atMs" FROM play
     WHERE removed_at_ms IS NOT NULL AND (site, id) IN (SELECT (site, id) FROM ${placesTable})`,
    toLists(places),
    listTypes,
  );
  return read.getRowObjectsJS().map((raw) => removedRow.parse(raw));
};

const writeAll = async (connection: DuckDBConnection, plan: CollectedPlan): Promise<void> => {
  const removed = plan.drop.length > 0 ? await readRemoved(connection, plan.drop) : [];
  if (plan.drop.length > 0) await drop(connection, plan.drop);
  const sites = new Set(plan.add.map(({ site }) => site));
  for (const site of sites) {
    const told = plan.add.flatMap((one) => (one.site === site && one.told ? [one.told] : []));
    await addPlays(
      connection,
      told.map((one) => ({ site, ...one })),
    );
  }
  for (const { id, atMs } of removed) await setRemoved(connection, [id], atMs);
  if (plan.collected.length > 0) await writeCollected(connection, plan.collected);
};

/** `own` is the site of this Marquee. The connection must have no transaction open. */
export const collect = async (
  connection: DuckDBConnection,
  received: readonly Received[],
  own: string,
): Promise<void> => {
  if (received.length === 0) return;
  await connection.run('BEGIN');
  try {
    await writeAll(connection, planCollected(received, await readKnown(connection, received), own));
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
};
