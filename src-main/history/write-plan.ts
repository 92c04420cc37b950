// Writes what was planned for a batch into the tables, inside the transaction that is open on the connection.
import { LIST, listValue, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { Event, Sample } from '../../src-contract/event.ts';
import type { Play } from '../../src-contract/play.ts';
import type { ServerInfo } from '../../src-contract/server.ts';
import { appendRows, type Cell } from './append-rows.ts';
import { toItemKey } from './item-key.ts';
import { toJson } from './to-json.ts';
import type { Plan } from './plan-batch.ts';
import { toPlayRow } from './play-row.ts';
import { sessionIdOf } from './session-event.ts';

export type KnownServer = { server: ServerInfo; uri: string; heardAtMs: number };

const toEventRow = (event: Event, seq: number): Cell[] => [
  seq,
  event.id,
  event.serverId,
  event.kind,
  event.atMs,
  sessionIdOf(event),
  toJson(event),
];

const toSampleRow = (sample: Sample): Cell[] => [
  sample.sessionId,
  sample.atMs,
  sample.positionMs,
  sample.state,
  sample.bandwidthKbps,
  sample.speed,
  sample.aheadMs,
];

/** Replaces rows by their key, many at once: they travel as one JSON text, which DuckDB takes apart. */
const replaceRows = async (
  connection: DuckDBConnection,
  table: string,
  shape: Record<string, string>,
  rows: Record<string, Cell>[],
): Promise<void> => {
  if (rows.length === 0) return;
  const columns = Object.keys(shape).join(', ');
  await connection.run(
    `INSERT OR REPLACE INTO ${table} (${columns})
     SELECT ${columns} FROM (SELECT unnest(from_json($rows::JSON, $shape), recursive := true))`,
    { rows: toJson(rows), shape: JSON.stringify([shape]) },
  );
};

const writeAccounts = (connection: DuckDBConnection, plays: readonly Play[]): Promise<void> => {
  const users = new Map(
    plays.map(({ user, stoppedAtMs }) => [
      user.id,
      { id: user.id, name: user.name, thumb: user.thumb, seen_at_ms: stoppedAtMs },
    ]),
  );
  return replaceRows(
    connection,
    'account',
    { id: 'VARCHAR', name: 'VARCHAR', thumb: 'VARCHAR', seen_at_ms: 'BIGINT' },
    [...users.values()],
  );
};

const whole = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER ? null : Math.round(value);

const writeItems = (connection: DuckDBConnection, plays: readonly Play[]): Promise<void> => {
  const items = new Map<string, Record<string, Cell>>();
  for (const { serverId, item, stoppedAtMs } of plays) {
    const key = toItemKey(serverId, item);
    if (key === null) continue;
    items.set(key, {
      key,
      server_id: serverId,
      guid: item.guid,
      type: item.type,
      title: item.title,
      parent_title: item.parentTitle,
      grandparent_title: item.grandparentTitle,
      original_title: item.originalTitle,
      year: item.year !== null && Math.abs(item.year) < 1e6 ? whole(item.year) : null,
      duration_ms: whole(item.durationMs),
      thumb: item.thumb,
      seen_at_ms: stoppedAtMs,
    });
  }
  const text = ['key', 'server_id', 'guid', 'type', 'title', 'parent_title', 'grandparent_title', 'original_title'];
  const shape = {
    ...Object.fromEntries(text.map((name) => [name, 'VARCHAR'])),
    year: 'INTEGER',
    duration_ms: 'BIGINT',
    thumb: 'VARCHAR',
    seen_at_ms: 'BIGINT',
  };
  return replaceRows(connection, 'item', shape, [...items.values()]);
};

export const writePlays = async (connection: DuckDBConnection, site: string, plays: Plan['plays']): Promise<void> => {
  if (plays.size === 0) return;
  const all = [...plays.values()];
  const photos = all.filter(({ play }) => play.item.type === 'photo').map(({ play }) => play.id);
  if (photos.length > 0) {
    await connection.run(
      'DELETE FROM play WHERE id IN (SELECT unnest($ids))',
      { ids: listValue(photos) },
      { ids: LIST(VARCHAR) },
    );
  }
  await appendRows(connection, 'play', all, ({ play, evidence }) => toPlayRow(site, play, evidence));
  const kept = all.map(({ play }) => play);
  await writeAccounts(connection, kept);
  await writeItems(connection, kept);
};

const writeGaps = async (connection: DuckDBConnection, events: readonly Event[]): Promise<void> => {
  for (const event of events) {
    if (event.kind === 'gap-opened') {
      await appendRows(connection, 'gap', [event], (gap) => [gap.serverId, gap.atMs, null, gap.why]);
    } else if (event.kind === 'gap-closed') {
      await connection.run(
        'UPDATE gap SET to_ms = $toMs WHERE server_id = $server AND to_ms IS NULL AND from_ms <= $toMs',
        { toMs: BigInt(event.atMs), server: event.serverId },
      );
    }
  }
};

const writeServers = (connection: DuckDBConnection, servers: readonly KnownServer[]): Promise<void> =>
  replaceRows(
    connection,
    'server',
    {
      id: 'VARCHAR',
      name: 'VARCHAR',
      version: 'VARCHAR',
      platform: 'VARCHAR',
      plex_pass: 'BOOLEAN',
      can_terminate: 'BOOLEAN',
      owner_name: 'VARCHAR',
      uri: 'VARCHAR',
      last_heard_at_ms: 'BIGINT',
    },
    servers.map(({ server, uri, heardAtMs }) => ({
      id: server.id,
      name: server.name,
      version: server.version,
      platform: server.platform,
      plex_pass: server.plexPass,
      can_terminate: server.canTerminate,
      owner_name: server.ownerName,
      uri,
      last_heard_at_ms: heardAtMs,
    })),
  );

/** The events get the numbers from `firstSeq` on. */
export const writePlan = async (
  connection: DuckDBConnection,
  what: { plan: Plan; samples: readonly Sample[]; servers: readonly KnownServer[]; site: string; firstSeq: number },
): Promise<void> => {
  const { plan, samples, servers, site, firstSeq } = what;
  await appendRows(
    connection,
    'event',
    plan.events.map((event, index) => ({ event, seq: firstSeq + index })),
    ({ event, seq }) => toEventRow(event, seq),
  );
  await appendRows(connection, 'sample', samples, toSampleRow);
  await writePlays(connection, site, plan.plays);
  await writeGaps(connection, plan.events);
  await writeServers(connection, servers);
};
