// What charts and filters need: more columns of a play, and roll-ups that spare them the plays themselves.

export const charts = `
ALTER TABLE play ADD COLUMN begin_ms BIGINT;
ALTER TABLE play ADD COLUMN series_key VARCHAR;
ALTER TABLE play ADD COLUMN season_key VARCHAR;
ALTER TABLE play ADD COLUMN player_key VARCHAR;
ALTER TABLE play ADD COLUMN reason_codes VARCHAR;
ALTER TABLE play ADD COLUMN resumed BOOLEAN;
ALTER TABLE play ADD COLUMN import_id VARCHAR;
ALTER TABLE play ADD COLUMN source_id VARCHAR;
ALTER TABLE play ADD COLUMN removed_at_ms BIGINT;
UPDATE play SET
  begin_ms = coalesce(started_at_ms, stopped_at_ms),
  series_key = CASE
    WHEN grandparent_guid IS NOT NULL AND grandparent_guid NOT LIKE 'local:%' THEN grandparent_guid
    WHEN item->>'grandparentRatingKey' IS NOT NULL THEN server_id || ':' || (item->>'grandparentRatingKey')
    ELSE item_key END,
  player_key = coalesce(player_machine_id, player_title, ''),
  reason_codes = CASE WHEN json_array_length(reasons) = 0 THEN NULL
    ELSE '|' || array_to_string(list_sort(list_distinct(json_extract_string(reasons, '$[*].code'))), '|') || '|' END,
  resumed = group_id <> id;
UPDATE play SET season_key = series_key || '/' || coalesce(
  CASE WHEN type = 'episode' THEN item->>'parentIndex' END, item->>'parentTitle', '')
  WHERE type IN ('episode', 'track') AND series_key IS NOT NULL;

ALTER TABLE item ADD COLUMN series_key VARCHAR;
ALTER TABLE item ADD COLUMN season_key VARCHAR;
ALTER TABLE item ADD COLUMN grandparent_thumb VARCHAR;
ALTER TABLE item ADD COLUMN search VARCHAR;
UPDATE item SET search = lower(strip_accents(concat_ws(' ', title, parent_title, grandparent_title, original_title)));
UPDATE item SET series_key = known.series_key, season_key = known.season_key
  FROM (SELECT item_key, any_value(series_key) AS series_key, any_value(season_key) AS season_key FROM play GROUP BY 1) known
  WHERE item.key = known.item_key;

CREATE TABLE library (
  server_id VARCHAR NOT NULL, id VARCHAR NOT NULL, title VARCHAR, type VARCHAR, seen_at_ms BIGINT,
  PRIMARY KEY (server_id, id)
);
INSERT INTO library SELECT server_id, library_id, arg_max(item->>'librarySectionTitle', stopped_at_ms),
  CASE arg_max(type, stopped_at_ms) WHEN 'episode' THEN 'show' WHEN 'track' THEN 'artist' ELSE arg_max(type, stopped_at_ms) END,
  max(stopped_at_ms) FROM play WHERE library_id IS NOT NULL GROUP BY 1, 2;

CREATE TABLE play_quarter (
  quarter INTEGER NOT NULL, server_id VARCHAR NOT NULL, type VARCHAR NOT NULL, live BOOLEAN NOT NULL, decision VARCHAR,
  short BOOLEAN NOT NULL, plays INTEGER NOT NULL, watched_ms BIGINT NOT NULL
);
INSERT INTO play_quarter
  SELECT begin_ms // 900000, server_id, type, coalesce(live, false), decision, short, count(*), coalesce(sum(watched_ms), 0)
  FROM play GROUP BY ALL ORDER BY 1;

CREATE TABLE stream_quarter (
  quarter INTEGER NOT NULL, server_id VARCHAR, decision VARCHAR, streams INTEGER NOT NULL, at_ms BIGINT NOT NULL
);
CREATE TABLE stream_stale (from_ms BIGINT NOT NULL, to_ms BIGINT NOT NULL);
INSERT INTO stream_stale
  SELECT min(started_at_ms), max(stopped_at_ms) FROM play WHERE started_at_ms IS NOT NULL HAVING count(*) > 0;

ALTER TABLE sample ADD COLUMN server_id VARCHAR;
ALTER TABLE sample ADD COLUMN location VARCHAR;
UPDATE sample SET server_id = play.server_id, location = play.location FROM play WHERE play.id = sample.session_id;
CREATE TABLE bandwidth_slot (
  slot INTEGER NOT NULL, server_id VARCHAR NOT NULL, location VARCHAR NOT NULL, mean_kbps BIGINT NOT NULL,
  peak_kbps BIGINT NOT NULL
);
`;
