// What becomes of a server's history when it is watched no more, or comes back as another: told as facts, then done.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Event } from '../../src-contract/event.ts';
import type { FormerServer } from '../../src-contract/servers.ts';
import type { AdoptedSession } from '../../src-contract/heard.ts';
import type { Clock } from '../lib/clock.ts';
import { readTexts } from './answers.ts';
import { byIds, dropPlays, rewritePlays } from './change-plays.ts';
import { inTransaction } from './in-transaction.ts';
import { playColumns, toPlay } from './play-row.ts';

type Options = {
  /** One turn among those who read and write. */
  ask: <Answer>(question: (writer: DuckDBConnection) => Promise<Answer>) => Promise<Answer>;
  /** Resolves when the events are stored. */
  record: (events: Event[]) => Promise<void>;
  openSessions: (serverId: string) => readonly AdoptedSession[];
  site: string;
  clock: Clock;
  newId: (atMs: number) => string;
};

/** So many plays at a time, so that others get their turns between. */
const AT_ONCE = 1000;

const whole = z.bigint().transform(Number);
const formerRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  plays: whole,
  lastHeardMs: whole.nullable(),
});
const playRow = z.looseObject({ site: z.string() });

/** What others have played too is theirs from now on, with their pictures of it. */
const leaveItems = async (connection: DuckDBConnection, serverId: string): Promise<void> => {
  await connection.run(
    `UPDATE item SET server_id = other.server_id, thumb = other.thumb, grandparent_thumb = NULL
     FROM (SELECT item_key, arg_max(server_id, stopped_at_ms) AS server_id, arg_max(item->>'thumb', stopped_at_ms) AS thumb
           FROM play WHERE item_key IS NOT NULL GROUP BY item_key) AS other
     WHERE item.key = other.item_key AND item.server_id = $serverId`,
    { serverId },
  );
  await connection.run('DELETE FROM item WHERE server_id = $serverId', { serverId });
};

/** Tables that say something of a server in a column of this name; what is made of plays is dropped with them. */
const readTables = (connection: DuckDBConnection): Promise<string[]> =>
  readTexts(
    connection,
    `SELECT table_name FROM duckdb_columns() WHERE column_name = 'server_id'
     AND database_name = current_database() AND table_name NOT IN ('event', 'item', 'play')`,
  );

export const createServerChanges = ({ ask, record, openSessions, site: own, clock, newId }: Options) => {
  /** Nobody will see their end any more. */
  const endSessions = async (serverId: string) => {
    const learnedAtMs = clock.nowMs();
    const open = openSessions(serverId);
    const events = open.map(({ session, lastSeenAtMs }): Event => ({
      id: newId(learnedAtMs),
      serverId,
      atMs: lastSeenAtMs,
      kind: 'session-stopped',
      sessionId: session.id,
      positionMs: session.positionMs,
      session,
      endedBy: 'presumed',
      learnedAtMs,
    }));
    if (events.length > 0) await record(events);
  };

  /** The next plays of a server that are not deleted yet. */
  const readSome = (serverId: string) =>
    ask(async (writer) => {
      const read = await writer.runAndReadAll(
        `SELECT site, ${playColumns} FROM play WHERE server_id = $serverId AND removed_at_ms IS NULL LIMIT ${AT_ONCE}`,
        { serverId },
      );
      return read.getRowObjectsJS().map((row) => ({ site: playRow.parse(row).site, play: toPlay(row) }));
    });

  /** Facts that somebody has still to be told of stay until then. */
  const dropEvents = (writer: DuckDBConnection, serverId: string) =>
    writer.run(
      `DELETE FROM event WHERE server_id = $serverId AND kind <> 'play-removed'
       AND seq <= coalesce((SELECT min(seq) FROM publish_cursor), (SELECT max(seq) FROM event))`,
      { serverId },
    );

  const remove = async (serverId: string): Promise<number> => {
    await endSessions(serverId);
    let removed = 0;
    for (let some = await readSome(serverId); some.length > 0; some = await readSome(serverId)) {
      const atMs = clock.nowMs();
      const ours = some.filter(({ site }) => site === own);
      removed += some.length;
      const events = ours.map(({ play }): Event => ({
        id: newId(atMs),
        serverId,
        atMs,
        kind: 'play-removed',
        site: own,
        play,
      }));
      if (events.length > 0) await record(events);
      // What another Marquee saw is its own to tell of.
      const ids = some.map(({ play }) => play.id);
      await ask((writer) => inTransaction(writer, () => dropPlays(writer, byIds(ids))));
    }
    await ask((writer) =>
      inTransaction(writer, async () => {
        await dropPlays(writer, { sql: 'server_id = $serverId', values: { serverId } });
        await writer.run(
          `DELETE FROM sample WHERE session_id IN (SELECT session_id FROM event WHERE server_id = $serverId)`,
          { serverId },
        );
        for (const table of await readTables(writer)) {
          await writer.run(`DELETE FROM "${table}" WHERE server_id = $serverId`, { serverId });
        }
        await leaveItems(writer, serverId);
        await dropEvents(writer, serverId);
        await writer.run('DELETE FROM server WHERE id = $serverId', { serverId });
      }),
    );
    return removed;
  };

  /** What is left of it: also the plays that were deleted. Where both say the same of something, the new one is right. */
  const moveTables = async (writer: DuckDBConnection, from: string, into: string) => {
    const both = { from, into };
    const rest = await readTexts(writer, 'SELECT id FROM play WHERE server_id = $from', { from });
    await rewritePlays(writer, byIds(rest), `server_id = ${quote(into)}`);
    for (const table of ['gap', 'sample', 'import_row', 'bandwidth_slot', 'play_aside', 'transcode_cost']) {
      await writer.run(`UPDATE ${table} SET server_id = $into WHERE server_id = $from`, both);
    }
    await writer.run('UPDATE item SET server_id = $into WHERE server_id = $from', both);
    // Its plays were counted out of the sums and into the other's.
    await writer.run('DELETE FROM play_quarter WHERE server_id = $from', { from });
    await writer.run('DELETE FROM stream_quarter WHERE server_id = $from', { from });
    await writer.run(
      'INSERT OR IGNORE INTO library SELECT * REPLACE ($into AS server_id) FROM library WHERE server_id = $from',
      both,
    );
    await writer.run('DELETE FROM library WHERE server_id = $from', { from });
    // What lies in its libraries the other one says itself.
    for (const table of ['backfill', 'library_section', 'library_item', 'library_day']) {
      await writer.run(`DELETE FROM ${table} WHERE server_id = $from`, { from });
    }
    await writer.run('DELETE FROM server WHERE id = $from', { from });
  };

  const join = async (from: string, into: string): Promise<number> => {
    await endSessions(from);
    let joined = 0;
    for (let some = await readSome(from); some.length > 0; some = await readSome(from)) {
      const atMs = clock.nowMs();
      const which = byIds(some.map(({ play }) => play.id));
      joined += some.length;
      // Whoever has no number of plex.tv is known by the server and his number there, and there he is the same again.
      await ask((writer) =>
        inTransaction(writer, () =>
          rewritePlays(
            writer,
            which,
            `server_id = ${quote(into)}, user_id = CASE WHEN starts_with(user_id, ${quote(`${from}:`)})
               THEN ${quote(`${into}:`)} || substr(user_id, ${from.length + 2}) ELSE user_id END`,
          ),
        ),
      );
      const events = some
        .filter(({ site }) => site === own)
        .map(({ play }): Event => {
          const id = play.user.id.startsWith(`${from}:`) ? `${into}${play.user.id.slice(from.length)}` : play.user.id;
          const moved = { ...play, serverId: into, user: { ...play.user, id } };
          return { id: newId(atMs), serverId: into, atMs, kind: 'play-changed', site: own, play: moved };
        });
      if (events.length > 0) await record(events);
    }
    await ask((writer) => inTransaction(writer, () => moveTables(writer, from, into)));
    return joined;
  };

  return { remove, join };
};

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Every server of which there is a play, or that was heard at some time. */
export const readFormerServers = async (connection: DuckDBConnection): Promise<FormerServer[]> => {
  const read = await connection.runAndReadAll(
    `SELECT coalesce(counted.server_id, server.id) AS id, server.name AS name,
       coalesce(counted.plays, 0)::BIGINT AS plays, coalesce(server.last_heard_at_ms, counted.last_ms) AS "lastHeardMs"
     FROM (SELECT server_id, count(*) AS plays, max(stopped_at_ms) AS last_ms FROM play
           WHERE removed_at_ms IS NULL GROUP BY server_id) AS counted
     FULL JOIN server ON server.id = counted.server_id
     ORDER BY plays DESC, id`,
  );
  return read.getRowObjectsJS().map((row) => {
    const { name, ...server } = formerRow.parse(row);
    return { ...server, name: name ?? server.id };
  });
};
