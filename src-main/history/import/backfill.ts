// Plays that only a server's own history knows: added once, and never beside one that we saw or imported.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Play } from '../../../src-contract/play.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Turns } from '../../lib/turns.ts';
import { readTexts } from '../answers.ts';
import { addPlays, byIds } from '../change-plays.ts';
import type { Database } from '../database.ts';
import { toItemKey } from '../item-key.ts';
import { createTell } from '../tell-plays.ts';
import { toJson } from '../to-json.ts';
import { afterMs, beforeMs, type OpenPlay } from './match-rows.ts';

export type BackfillState = { pastDone: boolean; untilMs: number | null; lastRunAtMs: number | null; added: number };

export type Backfill = {
  state: (serverId: string) => Promise<BackfillState | null>;
  /** Adds those that nobody here knows; resolves with how many that were. */
  take: (serverId: string, plays: readonly Play[]) => Promise<number>;
  /** Notes a look that went through: all until then is here. */
  note: (serverId: string, done: { untilMs: number; past: boolean; added: number }) => Promise<void>;
};

type Options = {
  database: () => Database;
  inTurn: Turns;
  /** What was seen and is not written yet must be known first. */
  flush: () => Promise<void>;
  site: string;
  /** Facts may have been written. */
  onTold: () => void;
  /** Plays came; `ended`: that was all. */
  onPast: (news: { ended: boolean }) => void;
  openPlays: (serverId: string) => OpenPlay[];
  clock: Clock;
};

/** A play of which we saw only the end, because we were blind before, may have been noted up to so long before that. */
const longestMs = 4 * 3_600_000;

const whole = z.bigint().transform(Number);
const stateRow = z.object({
  pastDone: z.boolean(),
  untilMs: whole.nullable(),
  lastRunAtMs: whole.nullable(),
  added: whole,
});

const findUnknown = async (
  connection: DuckDBConnection,
  serverId: string,
  plays: readonly Play[],
  open: readonly OpenPlay[],
): Promise<Set<string>> => {
  const lines = plays.map((play) => ({
    id: play.id,
    userId: play.user.id,
    itemKey: toItemKey(serverId, play.item),
    ratingKey: play.item.ratingKey,
    // Of an item that is gone Plex keeps nothing but its title.
    title: play.item.title,
    atMs: play.stoppedAtMs,
  }));
  const lineShape =
    '[{"id":"VARCHAR","userId":"VARCHAR","itemKey":"VARCHAR","ratingKey":"VARCHAR","title":"VARCHAR","atMs":"BIGINT"}]';
  const openShape = '[{"userId":"VARCHAR","itemKey":"VARCHAR","ratingKey":"VARCHAR","startedAtMs":"BIGINT"}]';
  const times = plays.map(({ stoppedAtMs }) => stoppedAtMs);
  const ids = await readTexts(
    connection,
    `WITH line AS (SELECT unnest(from_json($lines::JSON, $lineShape), recursive := true)),
     blind AS (SELECT to_ms FROM gap WHERE server_id = $serverId AND to_ms IS NOT NULL),
     known AS (
       SELECT user_id, item_key, item->>'ratingKey' AS rating_key, item->>'title' AS title,
         CASE
           WHEN started_at_ms IS NULL THEN stopped_at_ms
           WHEN EXISTS (SELECT 1 FROM blind WHERE abs(to_ms - started_at_ms) <= ${2 * beforeMs})
             THEN started_at_ms - least(coalesce(duration_ms, ${longestMs}), ${longestMs})
           ELSE started_at_ms - ${beforeMs} END AS from_ms,
         CASE WHEN started_at_ms IS NULL THEN stopped_at_ms ELSE stopped_at_ms + ${afterMs} END AS to_ms
       FROM play WHERE server_id = $serverId AND stopped_at_ms >= $fromMs AND begin_ms <= $untilMs
       UNION ALL
       SELECT "userId", "itemKey", "ratingKey", NULL, "startedAtMs" - ${longestMs}, ${Number.MAX_SAFE_INTEGER}
       FROM (SELECT unnest(from_json($open::JSON, $openShape), recursive := true)))
     SELECT id FROM line
     WHERE id NOT IN (SELECT id FROM play) AND id NOT IN (SELECT id FROM play_aside)
       AND NOT EXISTS (
         SELECT 1 FROM known
         WHERE known.user_id = line."userId" AND line."atMs" BETWEEN known.from_ms AND known.to_ms
           AND (known.item_key = line."itemKey" OR known.rating_key = line."ratingKey"
             OR (line."itemKey" IS NULL AND known.title = line.title)))
     QUALIFY row_number() OVER (PARTITION BY "userId", coalesce("itemKey", title), "atMs" ORDER BY id) = 1`,
    {
      lines: toJson(lines),
      lineShape,
      open: toJson(open),
      openShape,
      serverId,
      fromMs: BigInt(times.reduce((least, atMs) => Math.min(least, atMs), Infinity) - afterMs),
      untilMs: BigInt(times.reduce((most, atMs) => Math.max(most, atMs), 0) + longestMs),
    },
  );
  return new Set(ids);
};

export const createBackfill = ({
  database,
  inTurn,
  flush,
  site,
  onTold,
  onPast,
  openPlays,
  clock,
}: Options): Backfill => ({
  state: (serverId) =>
    inTurn(async () => {
      const read = await database().reader.runAndReadAll(
        `SELECT past_done AS "pastDone", until_ms AS "untilMs", last_run_at_ms AS "lastRunAtMs", added FROM backfill
         WHERE server_id = $serverId`,
        { serverId },
      );
      const row = read.getRowObjectsJS()[0];
      return row ? stateRow.parse(row) : null;
    }),
  take: async (serverId, plays) => {
    if (plays.length === 0) return 0;
    await flush();
    return inTurn(async () => {
      const { writer } = database();
      await writer.run('BEGIN');
      try {
        const unknown = await findUnknown(writer, serverId, plays, openPlays(serverId));
        const fresh = plays.filter(({ id }) => unknown.has(id));
        await addPlays(
          writer,
          fresh.map((play) => ({ site, play, evidence: null })),
        );
        await createTell(writer, { site, nowMs: clock.nowMs() })('play-recorded', byIds(fresh.map(({ id }) => id)));
        await writer.run('COMMIT');
        onTold();
        if (fresh.length > 0) onPast({ ended: false });
        return fresh.length;
      } catch (error) {
        await writer.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
        throw error;
      }
    });
  },
  note: async (serverId, { untilMs, past, added }) => {
    await inTurn(async () => {
      await database().writer.run(
        `INSERT INTO backfill VALUES ($serverId, $past, $untilMs, $nowMs, $added)
         ON CONFLICT DO UPDATE SET past_done = past_done OR excluded.past_done, until_ms = excluded.until_ms,
           last_run_at_ms = excluded.last_run_at_ms, added = backfill.added + excluded.added`,
        { serverId, past, untilMs: BigInt(untilMs), nowMs: BigInt(clock.nowMs()), added: BigInt(added) },
      );
    });
    if (added > 0) onPast({ ended: true });
  },
});
