// A database as a Tautulli of today keeps it, with as many films as a story wants.
import sqlite from 'node-sqlite3-wasm';

type Wanted = { path: string; serverId: string | null; rows: number; /** The first one, in seconds. */ fromS: number };

/** One film a day, an hour long; the last row never ended. */
export const writeTautulliFile = ({ path, serverId, rows, fromS }: Wanted): void => {
  const database = new sqlite.Database(path);
  database.exec(`
    CREATE TABLE session_history (id INTEGER PRIMARY KEY, reference_id INTEGER, started INTEGER, stopped INTEGER,
      rating_key INTEGER, user_id INTEGER, user TEXT, paused_counter INTEGER, player TEXT, platform TEXT, machine_id TEXT,
      media_type TEXT, view_offset INTEGER, section_id INTEGER, location TEXT, secure INTEGER);
    CREATE TABLE session_history_media_info (id INTEGER PRIMARY KEY, duration INTEGER, transcode_decision TEXT, video_codec TEXT);
    CREATE TABLE session_history_metadata (id INTEGER PRIMARY KEY, title TEXT, year INTEGER, guid TEXT);
    CREATE TABLE library_sections (id INTEGER PRIMARY KEY, server_id TEXT, section_id INTEGER, section_name TEXT, is_active INTEGER);
    CREATE TABLE users (id INTEGER PRIMARY KEY, user_id INTEGER, username TEXT, friendly_name TEXT, thumb TEXT, is_admin INTEGER);
    CREATE TABLE version_info (key TEXT UNIQUE, value TEXT);
    INSERT INTO version_info VALUES ('version', 'v2.17.2');
    INSERT INTO users VALUES (1, 501, 'ada', 'Aunt Ada', NULL, 0), (2, 502, 'ben', 'Ben', NULL, 0);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO session_history SELECT i, i, ${fromS} + i * 86400, CASE WHEN i = ${rows} THEN 0 ELSE ${fromS} + i * 86400 + 3600 END,
      17, 501 + i % 2, CASE i % 2 WHEN 0 THEN 'ada' ELSE 'ben' END, 0, 'Living room', 'Android', 'machine-1', 'movie', 3600000,
      1, 'lan', 1 FROM n;
    INSERT INTO session_history_media_info SELECT id, 6000000, 'direct play', 'hevc' FROM session_history;
    INSERT INTO session_history_metadata SELECT id, 'A Trip to the Moon', 1902, 'plex://movie/17' FROM session_history;`);
  if (serverId !== null) {
    database.run('INSERT INTO library_sections VALUES (1, ?, 1, ?, 1)', [serverId, 'Films']);
  }
  database.close();
};
