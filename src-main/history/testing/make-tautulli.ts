// Makes a database as Tautulli keeps it, of its newest layout or of an old one, with the rows that a test wants.
import { loadSqlite } from '../tautulli/sqlite.ts';

export type TautulliTestRow = Partial<Record<string, string | number | null>> & {
  id: number;
  started: number;
  stopped: number;
};

const nameOf = (column: string): string => column.split(' ')[0] ?? '';
const texts = (names: string) => names.split(' ').map((name) => `${name} TEXT`);

const history = [
  'id INTEGER PRIMARY KEY',
  'reference_id INTEGER',
  'started INTEGER',
  'stopped INTEGER',
  'rating_key INTEGER',
  'user_id INTEGER',
  'user TEXT',
  'ip_address TEXT',
  'paused_counter INTEGER',
  ...texts('player platform product location'),
  'bandwidth INTEGER',
  'secure INTEGER',
  'relayed INTEGER',
  'machine_id TEXT',
  'parent_rating_key INTEGER',
  'grandparent_rating_key INTEGER',
  'media_type TEXT',
  'section_id INTEGER',
  'view_offset INTEGER',
];
const mediaInfo = [
  'id INTEGER PRIMARY KEY',
  'duration INTEGER',
  ...texts('video_decision audio_decision transcode_decision video_codec container video_resolution audio_codec'),
  ...texts('stream_video_decision stream_audio_decision stream_container_decision stream_video_resolution'),
  ...texts('stream_video_codec stream_audio_codec video_dynamic_range'),
];
const metadata = [
  'id INTEGER PRIMARY KEY',
  ...texts('title parent_title grandparent_title thumb guid channel_title'),
  'year INTEGER',
  'live INTEGER',
  'marker_credits_first INTEGER',
];

/** The ages of Tautulli that have different columns, PlexPy 1 being the first. */
export const ages = [2015, 2016, 2018, 2020, 2026] as const;
type Age = (typeof ages)[number];
/** Columns that were not there from the beginning: the first of the ages that has them. */
const cameIn: Readonly<Record<string, Age>> = {
  reference_id: 2016,
  transcode_decision: 2016,
  location: 2018,
  bandwidth: 2018,
  product: 2018,
  ...Object.fromEntries(mediaInfo.flatMap((column) => (column.startsWith('stream_') ? [[nameOf(column), 2018]] : []))),
  secure: 2020,
  relayed: 2020,
  live: 2020,
  video_dynamic_range: 2020,
  guid: 2016,
  section_id: 2026,
  channel_title: 2026,
  marker_credits_first: 2026,
};

const film = {
  rating_key: 17,
  user_id: 501,
  user: 'ada',
  paused_counter: 0,
  player: 'Living room',
  platform: 'Android',
  machine_id: 'machine-1',
  media_type: 'movie',
  view_offset: 54e5,
  section_id: 1,
  location: 'lan',
  secure: 1,
  duration: 6e6,
  video_decision: 'direct play',
  audio_decision: 'direct play',
  transcode_decision: 'direct play',
  video_codec: 'hevc',
  container: 'mkv',
  video_resolution: '4k',
  title: 'A Trip to the Moon',
  year: 1902,
  guid: 'plex://movie/5d7768244de0ee001fcc7fed',
};

/** The database stays open in WAL mode until `close`, as that of a running Tautulli. */
export const makeTautulli = (path: string, rows: readonly TautulliTestRow[], age: Age = 2026) => {
  const ofThen = (columns: readonly string[]) => columns.filter((column) => (cameIn[nameOf(column)] ?? 0) <= age);
  const tables = {
    session_history: ofThen(history),
    session_history_media_info: ofThen(mediaInfo),
    session_history_metadata: ofThen(metadata),
  };
  const { Database } = loadSqlite();
  const database = new Database(path);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;');
  for (const [table, columns] of Object.entries(tables)) database.exec(`CREATE TABLE ${table} (${columns.join(', ')})`);
  if (age > 2015) {
    database.exec(`
      CREATE TABLE version_info (key TEXT UNIQUE, value TEXT);
      INSERT INTO version_info VALUES ('version', 'v2.17.2');
      CREATE TABLE library_sections (id INTEGER PRIMARY KEY, server_id TEXT, section_id INTEGER, section_name TEXT, is_active INTEGER);
      INSERT INTO library_sections VALUES (1, 'server-1', 1, 'Films', 1);
      CREATE TABLE users (id INTEGER PRIMARY KEY, user_id INTEGER, username TEXT, friendly_name TEXT, thumb TEXT, is_admin INTEGER);
      INSERT INTO users VALUES (1, 501, 'ada', 'Aunt Ada', NULL, 0), (2, 900, 'owner', 'owner', NULL, 1), (3, 0, 'Local', 'Local', NULL, 0)`);
  }
  const add = (row: TautulliTestRow): void => {
    const whole: Record<string, string | number | null | undefined> = { ...film, reference_id: row.id, ...row };
    for (const [table, columns] of Object.entries(tables)) {
      const names = columns.map(nameOf);
      database.run(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        names.map((name) => whole[name] ?? null),
      );
    }
  };
  for (const row of rows) add(row);
  return { path, add, close: () => database.close() };
};
