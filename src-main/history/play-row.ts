// A play as a row: what is filtered and charted in columns of its own, the rest as JSON; and back.
import { z } from 'zod';
import { playSchema, type Evidence, type Play } from '../../src-contract/play.ts';
import type { Cell } from './append-rows.ts';
import { toItemKey, toSeasonKey, toSeriesKey } from './item-key.ts';
import { toTitles } from './titles.ts';
import { toJson } from './to-json.ts';

export type StoredPlay = {
  site: string;
  play: Play;
  evidence: Evidence | null;
  /** The import that brought it, and what it is called where it came from. */
  importId?: string | null;
  sourceId?: string | null;
};

/** When it is counted: at its start; where that is not known, at its end. */
export const toBeginMs = ({ startedAtMs, stoppedAtMs }: Play): number => startedAtMs ?? stoppedAtMs;
const toPlayerKey = ({ machineId, title }: Play['player']): string => machineId ?? title;

/** `|audio-codec|container|`, so that one code is found by a search for it between bars. */
const toReasonCodes = (reasons: Play['reasons']): string | null => {
  const codes = [...new Set(reasons.map(({ code }) => code))].toSorted();
  return codes.length === 0 ? null : `|${codes.join('|')}|`;
};

const toWhole = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.round(ms);

/** In the order of the table's columns, from its first migration to its last. */
export const toPlayRow = ({ site, play, evidence, importId, sourceId }: StoredPlay): Cell[] => [
  play.id,
  site,
  play.serverId,
  play.groupId,
  play.user.id,
  play.user.name,
  play.user.thumb,
  toItemKey(play.serverId, play.item),
  play.item.type,
  play.item.live,
  play.item.guid,
  play.item.grandparentGuid,
  play.item.librarySectionId,
  play.item.durationMs,
  play.player.title,
  play.player.machineId,
  play.player.product,
  play.player.platform,
  play.network.location,
  play.network.bandwidthKbps,
  play.stream?.decision ?? null,
  play.stream?.video?.decision ?? null,
  play.stream?.audio?.decision ?? null,
  play.stream?.video?.source?.resolution ?? null,
  play.stream?.video?.delivered?.resolution ?? null,
  play.startedAtMs,
  play.stoppedAtMs,
  play.watchedMs,
  play.pausedMs,
  play.positionMs,
  play.percent,
  play.watched,
  play.bufferCount,
  play.endedBy,
  play.short,
  play.origin,
  toJson(play.item),
  toJson(play.player),
  toJson(play.network),
  play.stream === null ? null : toJson(play.stream),
  toJson(play.reasons),
  // Its stream is the row's own.
  evidence === null
    ? null
    : toJson({ versions: evidence.versions, transcode: evidence.transcode, limits: evidence.limits ?? null }),
  toBeginMs(play),
  toSeriesKey(play.serverId, play.item),
  toSeasonKey(play.serverId, play.item),
  toPlayerKey(play.player),
  toReasonCodes(play.reasons),
  play.groupId !== play.id,
  importId ?? null,
  sourceId ?? null,
  null,
  play.experience ? toJson(play.experience) : null,
  toWhole(play.experience?.stalledMs),
  toWhole(play.experience?.firstFrameMs),
  null,
  toTitles(play.item),
];

export const playColumns = `id, server_id, group_id, user_id, user_name, user_thumb, item, player, network, stream, reasons,
  started_at_ms, stopped_at_ms, watched_ms, paused_ms, position_ms, percent, watched, buffer_count, ended_by, short, origin,
  experience`;

const whole = z.union([z.bigint(), z.number()]).transform(Number);
const json = z.string().transform((text): unknown => JSON.parse(text));

const rowSchema = z.object({
  id: z.string(),
  server_id: z.string(),
  group_id: z.string(),
  user_id: z.string(),
  user_name: z.string(),
  user_thumb: z.string().nullable(),
  item: json,
  player: json,
  network: json,
  stream: json.nullable(),
  reasons: json,
  started_at_ms: whole.nullable(),
  stopped_at_ms: whole,
  watched_ms: whole.nullable(),
  paused_ms: whole.nullable(),
  position_ms: whole.nullable(),
  percent: whole.nullable(),
  watched: z.boolean(),
  buffer_count: whole,
  ended_by: z.string(),
  short: z.boolean(),
  origin: z.string(),
  experience: json.nullable(),
});

/** Takes a row of `playColumns`. Throws for a row that this program did not write. */
export const toPlay = (raw: unknown): Play => {
  const row = rowSchema.parse(raw);
  return playSchema.parse({
    id: row.id,
    serverId: row.server_id,
    groupId: row.group_id,
    user: { id: row.user_id, name: row.user_name, thumb: row.user_thumb },
    item: row.item,
    player: row.player,
    network: row.network,
    stream: row.stream,
    reasons: row.reasons,
    startedAtMs: row.started_at_ms,
    stoppedAtMs: row.stopped_at_ms,
    watchedMs: row.watched_ms,
    pausedMs: row.paused_ms,
    positionMs: row.position_ms,
    percent: row.percent,
    watched: row.watched,
    bufferCount: row.buffer_count,
    endedBy: row.ended_by,
    short: row.short,
    origin: row.origin,
    ...(row.experience !== null && { experience: row.experience }),
  });
};
