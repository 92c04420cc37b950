// What lies in the libraries, item by item, and how much that was on each day.

export const libraries = `
CREATE TABLE library_section (
  server_id VARCHAR NOT NULL, id VARCHAR NOT NULL, title VARCHAR NOT NULL, type VARCHAR, gone BOOLEAN NOT NULL,
  scan INTEGER NOT NULL, read_at_ms BIGINT, stamp VARCHAR, next_scan INTEGER, next_stamp VARCHAR,
  PRIMARY KEY (server_id, id)
);
CREATE TABLE library_item (
  server_id VARCHAR NOT NULL, section_id VARCHAR NOT NULL, scan INTEGER NOT NULL, type VARCHAR NOT NULL,
  rating_key VARCHAR NOT NULL, parent_rating_key VARCHAR, item_key VARCHAR NOT NULL, series_key VARCHAR, season_key VARCHAR,
  title VARCHAR NOT NULL, parent_title VARCHAR, grandparent_title VARCHAR, item_index INTEGER, parent_index INTEGER,
  year INTEGER, duration_ms BIGINT, bytes BIGINT, added_at_ms BIGINT, thumb VARCHAR
);
CREATE TABLE library_day (
  server_id VARCHAR NOT NULL, section_id VARCHAR NOT NULL, day INTEGER NOT NULL, at_ms BIGINT NOT NULL,
  counts JSON NOT NULL, duration_ms BIGINT NOT NULL, bytes BIGINT NOT NULL
);
`;
