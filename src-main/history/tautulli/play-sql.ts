// From rows of Tautulli's history to the plays that are kept, or why they cannot be some: as SQL, which does in bulk what
// would take ten times as long row by row.
import { itemTypeSchema } from '../../../src-contract/words.ts';
import { columnsTold } from './columns.ts';
import { SHORT_TRACK_MS, type Rules } from '../rules.ts';
import type { WatchedRule } from './parts.ts';
import { evidenceJson, streamJson, withStream } from './stream-sql.ts';

export type House = { serverId: string; site: string; importId: string; watched: WatchedRule; rules: Rules };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const latestS = 32_503_680_000; // The year 3000: what is beyond it was written in other units.

/** The lines of a part as a table of texts. */
const readLines = (path: string): string => {
  const columns = ['begin', ...columnsTold, 'end'].map((name) => `'${name}': 'VARCHAR'`).join(', ');
  return `read_csv(${quoted(path)}, columns = {${columns}}, delim = ',', quote = '"', escape = '"', header = false,
    nullstr = 'null', allow_quoted_nulls = false, auto_detect = false, max_line_size = 500000, buffer_size = 4000000, parallel = false,
    strict_mode = true, new_line = '\\n')`;
};

/** Compared one by one: a list of so many would be joined like a table. */
const types = itemTypeSchema.options.map((type) => `WHEN ${quoted(type)} THEN ${quoted(type)}`).join(' ');
const big = (name: string): string => `try_cast(${name} AS BIGINT)`;
const small = (name: string): string => `try_cast(${name} AS INTEGER)`;
const seconds = (name: string): string =>
  `CASE WHEN ${big(name)} > 0 AND ${big(name)} < ${latestS} THEN ${big(name)} END`;
/** A guid that only repeats a server's own number names nothing; see item-key.ts. */
const isName = (guid: string): string =>
  `NOT (starts_with(${guid}, 'local:') OR starts_with(${guid}, 'com.plexapp.agents.none:')
    OR starts_with(${guid}, 'com.plexapp.agents.localmedia:'))`;

const typed = (path: string): string => `
  SELECT * REPLACE (${small('year')} AS year, ${big('duration')} AS duration, coalesce(live = '1', false) AS live),
    ${big('id')} AS row_id, coalesce(${big('reference_id')}, ${big('id')}) AS first_row_id,
    ${seconds('started')} AS started_s, ${seconds('stopped')} AS stopped_s, ${big('view_offset')} AS offset_ms,
    greatest(0, coalesce(${small('paused_counter')}, 0)) AS paused_s, ${small('percent_complete')} AS percent_told,
    CASE media_type WHEN 'photo_album' THEN 'photo' ${types} ELSE 'other' END AS type,
    coalesce(user_id, '0') AS told_user
  FROM (SELECT ${columnsTold.map((name) => `nullif(${name === 'user' ? '"user"' : name}, '') AS "${name}"`).join(', ')}
    FROM ${readLines(path)})`;

const reckoned = ({ serverId, watched }: House, path: string): string => `
  SELECT *, CASE WHEN live THEN NULL ELSE rating_key END AS own_key,
    coalesce(offset_ms, CASE WHEN duration > 0 THEN (percent_told * duration) // 100 END) AS position,
    CASE WHEN duration > 0 THEN duration END AS duration_ms,
    CASE type WHEN 'movie' THEN ${watched.movie} WHEN 'track' THEN ${watched.track} ELSE ${watched.episode} END
      * duration / 100 AS needed_ms,
    coalesce(${big('marker_credits_first')}, 0) AS credits_first, coalesce(${big('marker_credits_final')}, 0) AS credits_final,
    sha1(${quoted(`${serverId}/`)} || row_id) AS hash,
    started_s * 1000 AS started_at_ms, stopped_s * 1000 AS stopped_at_ms,
    least(paused_s::BIGINT, stopped_s - started_s) * 1000 AS paused_ms,
    coalesce(title, full_title, grandparent_title, '') AS own_title
  FROM (${typed(path)})`;

const watchedSql = ({ watched }: House): string => {
  const atMarker = [
    watched.marker === 1 ? 'WHEN credits_final > 0 THEN coalesce(position, 0) >= credits_final' : '',
    watched.marker === 2 ? 'WHEN credits_first > 0 THEN coalesce(position, 0) >= credits_first' : '',
    watched.marker === 3 ? 'WHEN credits_first > 0 THEN coalesce(position, 0) >= least(needed_ms, credits_first)' : '',
  ].join(' ');
  return `CASE WHEN watched_status IS NOT NULL THEN coalesce(try_cast(watched_status AS DOUBLE), 0) = 1
    WHEN coalesce(needed_ms, 0) <= 0 THEN false ${atMarker} ELSE coalesce(position, 0) >= needed_ms END`;
};

/** Rows with names, keys and numbers as a play has them; `why` says of some that they are none. */
const told = (house: House, path: string): string => {
  const server = quoted(`${house.serverId}:`);
  const { shortVideoMs, shortTrackMs } = house.rules;
  return `
  SELECT *, coalesce(series_named, item_key) AS series_key,
    CASE WHEN type IN ('episode', 'track') THEN coalesce(series_named, item_key) || '/' ||
      coalesce(CASE type WHEN 'episode' THEN ${small('parent_media_index')}::VARCHAR END, parent_title, '') END AS season_key,
    stopped_at_ms - started_at_ms - paused_ms AS watched_ms
  FROM (
    SELECT told.*, section.title AS section_title,
      CASE WHEN started_s IS NULL THEN 'no-start' WHEN stopped_s IS NULL THEN 'never-stopped'
        WHEN stopped_s < started_s THEN 'ends-before-start'
        WHEN own_title = '' AND rating_key IS NULL AND guid IS NULL THEN 'no-item' END AS why,
      lpad(format('{:x}', started_at_ms), 12, '0') AS time_hex,
      CASE WHEN ${isName('guid')} THEN guid WHEN own_key IS NOT NULL THEN ${server} || own_key END AS item_key,
      ${server} || grandparent_rating_key AS series_named,
      coalesce(person.id, CASE told_user WHEN '0' THEN 'local' ELSE told_user END) AS person_id,
      coalesce(person.name, told.friendly_name, told."user",
        CASE told_user WHEN '0' THEN 'Local' ELSE 'User ' || told_user END) AS person_name,
      person.thumb AS person_thumb,
      CASE WHEN type = 'episode' THEN coalesce(grandparent_thumb, told.thumb) ELSE told.thumb END AS own_thumb,
      coalesce(player, product, platform, '') AS player_title,
      CASE WHEN relayed = '1' THEN 'relay' WHEN location = 'cellular' THEN 'wan'
        WHEN location IN ('lan', 'wan', 'relay') THEN location END AS own_location,
      ${watchedSql(house)} AS is_watched,
      CASE WHEN type = 'track' THEN coalesce(duration_ms, 0) >= ${SHORT_TRACK_MS} AND stopped_at_ms - started_at_ms - paused_ms < ${shortTrackMs}
        ELSE stopped_at_ms - started_at_ms - paused_ms < ${shortVideoMs} END AS is_short
    FROM (${reckoned(house, path)}) AS told
      LEFT JOIN import_person AS person ON person.told = told_user
      LEFT JOIN import_section AS section ON section.id = told.section_id)`;
};

/** The same row has the same id whenever it is read: a UUIDv7 of its start whose other bits come from the row. */
const idSql = `time_hex[1:8] || '-' || time_hex[9:12] || '-7' || hash[1:3] || '-' ||
  '89ab'[1 + (instr('0123456789abcdef', hash[4]) - 1) % 4] || hash[5:7] || '-' || hash[8:19]`;

/** What is needed to decide about a row, and to name what is in it. */
export const toRowsSql = (house: House, path: string): string => `
  SELECT row_id, first_row_id, why, ${idSql} AS id, person_id AS user_id, person_name AS user_name,
    person_thumb AS user_thumb, item_key, own_key AS rating_key, live, type, machine_id, section_id AS library_id,
    section_title AS library_title, started_at_ms, stopped_at_ms, guid, own_title AS title, parent_title,
    grandparent_title, original_title, CASE WHEN year > 0 THEN year END AS year, duration_ms, own_thumb AS thumb,
    series_key, season_key
  FROM (${told(house, path)})`;

const itemJson = `to_json({
  'guid': guid, 'ratingKey': own_key, 'parentRatingKey': parent_rating_key,
  'grandparentRatingKey': grandparent_rating_key, 'grandparentGuid': NULL::VARCHAR, 'librarySectionId': section_id,
  'librarySectionTitle': section_title, 'type': type, 'purpose': 'content', 'title': own_title,
  'parentTitle': parent_title, 'grandparentTitle': grandparent_title, 'originalTitle': original_title,
  'index': ${small('media_index')}, 'parentIndex': ${small('parent_media_index')},
  'year': CASE WHEN year > 0 THEN year END, 'durationMs': duration_ms, 'live': live,
  'channel': coalesce(channel_title, channel_call_sign, channel_vcn), 'thumb': own_thumb, 'art': art })`;

/** As `titlesSql` has it, which would read the item again. */
const titles = `lower(strip_accents(coalesce(grandparent_title, own_title) || chr(10) || concat_ws(' ',
  CASE WHEN grandparent_title IS NOT NULL THEN own_title END, parent_title, original_title)))`;

const playerJson = `to_json({
  'title': player_title, 'product': product, 'platform': platform, 'platformVersion': platform_version,
  'device': NULL::VARCHAR, 'version': product_version, 'profile': profile, 'machineId': machine_id,
  'address': CASE WHEN starts_with(ip_address, '::ffff:') THEN ip_address[8:] ELSE ip_address END,
  'publicAddress': NULL::VARCHAR })`;

const networkJson = `to_json({
  'location': own_location, 'secure': secure = '1', 'bandwidthKbps': ${small('bandwidth')} })`;

/** Whole plays, with the columns of their table and the number of their row. */
export const toPlaysSql = (house: House, path: string): string => `
  SELECT row_id, ${idSql} AS id, ${quoted(house.site)} AS site, ${quoted(house.serverId)} AS server_id, ${idSql} AS group_id,
    person_id AS user_id, person_name AS user_name, person_thumb AS user_thumb, item_key, type, live, guid,
    NULL AS grandparent_guid, section_id AS library_id, duration_ms, player_title, machine_id AS player_machine_id,
    product, platform, own_location AS location, ${small('bandwidth')} AS bandwidth_kbps, decision,
    video_decided AS video_decision, audio_decided AS audio_decision, source_resolution, delivered_resolution,
    started_at_ms, stopped_at_ms, watched_ms, paused_ms, position AS position_ms,
    CASE WHEN duration_ms IS NULL OR position IS NULL THEN percent_told::DOUBLE
      ELSE round_even(least(position, duration_ms) / duration_ms * 100, 0) END AS percent,
    is_watched AS watched, 0 AS buffer_count, 'stopped' AS ended_by, is_short AS short, 'tautulli' AS origin,
    ${itemJson} AS item, ${playerJson} AS player, ${networkJson} AS network,
    ${streamJson} AS stream, '[]' AS reasons, ${evidenceJson} AS evidence,
    started_at_ms AS begin_ms, series_key, season_key, coalesce(machine_id, player_title) AS player_key,
    NULL AS reason_codes, false AS resumed, ${quoted(house.importId)} AS import_id, row_id::VARCHAR AS source_id,
    ${titles} AS titles
  FROM (${withStream(told(house, path))})
  WHERE why IS NULL`;
