// Writes what was planned for a batch into the tables, inside the transaction that is open on the connection.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Event, Sample } from '../../src-contract/event.ts';
import type { ServerInfo } from '../../src-contract/server.ts';
import type { OpenSession } from './adoption.ts';
import { appendRows, type Cell } from './append-rows.ts';
import { addPlays, byIds, dropPlays, setRemoved } from './change-plays.ts';
import { toJson } from './to-json.ts';
import type { Plan } from './plan-batch.ts';
import { sessionIdOf } from './session-event.ts';
import { replaceRows } from './write-names.ts';

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

/** Which server, and over which network: what is summed up as bandwidth goes by that. */
const toPlace = (session: OpenSession | null | undefined): Cell[] => {
  const first = session?.events[0];
  const networks = (session?.events ?? []).flatMap((event) => {
    if (event.kind === 'session-started') return [event.session.network];
    return event.kind === 'session-stream-changed' ? [event.network] : [];
  });
  return [first?.serverId ?? null, networks.at(-1)?.location ?? null];
};

const toSampleRow = (sample: Sample, session: OpenSession | null | undefined): Cell[] => [
  sample.sessionId,
  sample.atMs,
  sample.positionMs,
  sample.state,
  sample.bandwidthKbps,
  sample.speed,
  sample.aheadMs,
  ...toPlace(session),
];

const writePlays = async (connection: DuckDBConnection, site: string, plays: Plan['plays']): Promise<void> => {
  const all = [...plays.values()];
  // A slide show that goes on is told again.
  const photos = all.filter(({ play }) => play.item.type === 'photo').map(({ play }) => play.id);
  if (photos.length > 0) await dropPlays(connection, byIds(photos));
  await addPlays(
    connection,
    all.map((one) => ({ site, ...one })),
  );
};

/** What the owner deleted goes aside, and what he restored comes back; what was recorded just now is not among it. */
const writeRemovals = async (connection: DuckDBConnection, { events, plays }: Plan): Promise<void> => {
  for (const { ids, atMs } of toRemovals(events, plays)) await setRemoved(connection, ids, atMs);
};

/** Those that follow each other with one moment go together: a server's whole history may. */
const toRemovals = (events: Plan['events'], plays: Plan['plays']): { ids: string[]; atMs: number | null }[] => {
  const removals: { ids: string[]; atMs: number | null }[] = [];
  for (const event of events) {
    const isRestored = event.kind === 'play-recorded' && !plays.has(event.play.id);
    if (event.kind !== 'play-removed' && !isRestored) continue;
    const atMs = isRestored ? null : event.atMs;
    const last = removals.at(-1);
    if (last?.atMs === atMs) last.ids.push(event.play.id);
    else removals.push({ ids: [event.play.id], atMs });
  }
  return removals;
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
  await appendRows(connection, 'sample', samples, (sample) => toSampleRow(sample, plan.open.get(sample.sessionId)));
  await writePlays(connection, site, plan.plays);
  await writeRemovals(connection, plan);
  await writeGaps(connection, plan.events);
  await writeServers(connection, servers);
};
