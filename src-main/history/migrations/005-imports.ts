// What imports brought: which row of which source became or met which play, so that it comes once and can be undone.

export const imports = `
CREATE TABLE import_row (
  import_id VARCHAR NOT NULL, server_id VARCHAR NOT NULL, row_id BIGINT NOT NULL, started_at_ms BIGINT NOT NULL,
  play_id VARCHAR NOT NULL, group_id VARCHAR NOT NULL, outcome VARCHAR NOT NULL
);
CREATE TABLE friendly_name (user_id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, import_id VARCHAR);
CREATE TABLE play_aside AS SELECT * FROM play LIMIT 0;
ALTER TABLE play_aside ADD COLUMN aside_by VARCHAR;
CREATE TABLE backfill (
  server_id VARCHAR PRIMARY KEY, past_done BOOLEAN NOT NULL, until_ms BIGINT, last_run_at_ms BIGINT, added BIGINT NOT NULL
);
`;
