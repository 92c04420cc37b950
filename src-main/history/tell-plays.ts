// Facts about many plays at once, such as an import brings: written by the database itself, beside the plays they tell of.
import type { DuckDBConnection } from '@duckdb/node-api';
import { readNumber } from './answers.ts';
import type { Which } from './change-plays.ts';

export type Tell = (kind: 'play-recorded' | 'play-changed' | 'play-removed', which: Which) => Promise<void>;

const playJson = `{
  'id': id, 'serverId': server_id, 'groupId': group_id, 'user': {'id': user_id, 'name': user_name, 'thumb': user_thumb},
  'item': item, 'player': player, 'network': network, 'stream': stream, 'reasons': reasons,
  'startedAtMs': started_at_ms, 'stoppedAtMs': stopped_at_ms, 'watchedMs': watched_ms, 'pausedMs': paused_ms,
  'positionMs': position_ms, 'percent': percent, 'watched': watched, 'bufferCount': buffer_count,
  'experience': experience, 'endedBy': ended_by, 'short': short, 'origin': origin }`;

/** Whether anybody is told of plays, or ever was. */
export const isTelling = async (connection: DuckDBConnection): Promise<boolean> =>
  Boolean(await readNumber(connection, 'SELECT count(*) FROM publish_cursor'));

/**
 * Inside the transaction that is open on the connection, in the turn of the plays. A Marquee that never published keeps no
 * such facts: whoever begins to publish later tells from then on, and the plays themselves are here.
 */
export const createTell =
  (connection: DuckDBConnection, { site, nowMs }: { site: string; nowMs: number }): Tell =>
  async (kind, { sql, values, types }) => {
    if (!(await isTelling(connection))) return;
    await connection.run(
      `INSERT INTO event (seq, id, server_id, kind, at_ms, session_id, body)
       SELECT seq, event_id, server_id, $tellKind, $tellAtMs, NULL, to_json({
         'id': event_id, 'serverId': server_id, 'atMs': $tellAtMs, 'kind': $tellKind, 'site': site, 'play': ${playJson}
         ${kind === 'play-recorded' ? `, 'evidence': NULL::JSON` : ''} })
       FROM (
         SELECT *, (SELECT coalesce(max(seq), 0) FROM event) + row_number() OVER (ORDER BY begin_ms, id) AS seq,
           time_hex[1:8] || '-' || time_hex[9:12] || '-7' || hash[1:3] || '-a' || hash[4:6] || '-' || hash[7:18] AS event_id
         FROM (
           SELECT *, lpad(format('{:x}', $tellAtMs), 12, '0') AS time_hex, sha1(concat($tellKind, id, $tellAtMs)) AS hash
           FROM play WHERE site = $tellSite AND removed_at_ms IS NULL AND (${sql})))`,
      { ...values, tellKind: kind, tellAtMs: BigInt(nowMs), tellSite: site },
      types,
    );
  };
