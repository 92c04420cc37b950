// The first tables. Large tables have no keys: DuckDB's indexes live in memory, and the single writer keeps order itself.

export const firstTables = `
CREATE TABLE server (
  id VARCHAR PRIMARY KEY, name VARCHAR, version VARCHAR, platform VARCHAR, plex_pass BOOLEAN, can_terminate BOOLEAN,
  owner_name VARCHAR, uri VARCHAR, last_heard_at_ms BIGINT
);
CREATE TABLE account (id VARCHAR PRIMARY KEY, name VARCHAR, thumb VARCHAR, seen_at_ms BIGINT);
CREATE TABLE item (
  key VARCHAR PRIMARY KEY, server_id VARCHAR, guid VARCHAR, type VARCHAR, title VARCHAR, parent_title VARCHAR,
  grandparent_title VARCHAR, original_title VARCHAR, year INTEGER, duration_ms BIGINT, thumb VARCHAR, seen_at_ms BIGINT
);
CREATE TABLE event (
  seq BIGINT NOT NULL, id VARCHAR NOT NULL, server_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, at_ms BIGINT NOT NULL,
  session_id VARCHAR, body JSON NOT NULL USING COMPRESSION zstd
);
CREATE TABLE play (
  id VARCHAR NOT NULL, site VARCHAR NOT NULL, server_id VARCHAR NOT NULL, group_id VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL, user_name VARCHAR, user_thumb VARCHAR,
  item_key VARCHAR, type VARCHAR, live BOOLEAN, guid VARCHAR, grandparent_guid VARCHAR, library_id VARCHAR,
  duration_ms BIGINT, player_title VARCHAR, player_machine_id VARCHAR, product VARCHAR, platform VARCHAR,
  location VARCHAR, bandwidth_kbps BIGINT, decision VARCHAR, video_decision VARCHAR, audio_decision VARCHAR,
  source_resolution VARCHAR, delivered_resolution VARCHAR,
  started_at_ms BIGINT, stopped_at_ms BIGINT NOT NULL, watched_ms BIGINT, paused_ms BIGINT, position_ms BIGINT,
  percent DOUBLE, watched BOOLEAN NOT NULL, buffer_count INTEGER NOT NULL, ended_by VARCHAR NOT NULL,
  short BOOLEAN NOT NULL, origin VARCHAR NOT NULL,
  item JSON NOT NULL USING COMPRESSION zstd, player JSON NOT NULL USING COMPRESSION zstd, network JSON NOT NULL USING COMPRESSION zstd, stream JSON USING COMPRESSION zstd, reasons JSON NOT NULL USING COMPRESSION zstd, evidence JSON USING COMPRESSION zstd
);
CREATE TABLE sample (
  session_id VARCHAR NOT NULL, at_ms BIGINT NOT NULL, position_ms BIGINT, state VARCHAR, bandwidth_kbps BIGINT,
  speed DOUBLE, ahead_ms BIGINT
);
CREATE TABLE gap (server_id VARCHAR NOT NULL, from_ms BIGINT NOT NULL, to_ms BIGINT, why VARCHAR);
CREATE TABLE publish_cursor (destination VARCHAR PRIMARY KEY, seq BIGINT NOT NULL, moved_at_ms BIGINT NOT NULL);
CREATE TABLE import_run (
  id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, started_at_ms BIGINT NOT NULL, finished_at_ms BIGINT,
  state VARCHAR NOT NULL, detail JSON
);
`;
