// Fills a database as Tautulli keeps it with as many rows as wanted: every column that is read holds something usual.
import { columnsRead } from '../src-main/history/tautulli/columns.ts';
import { loadSqlite } from '../src-main/history/tautulli/sqlite.ts';

export const tautulliServerId = 'server-1';
const eightYearsS = 8 * 365 * 86_400;

/** SQL over `n`, the number of the row; what is not named here is a short text. */
const values: Record<string, string> = {
  id: 'n',
  reference_id: 'n',
  started: `$first + n * $step`,
  stopped: `$first + n * $step + 900 + (n * 37) % 6000`,
  rating_key: '10000 + (n * 7919) % 20000',
  user_id: '7400000 + n % 40',
  user: "'person' || (n % 40)",
  paused_counter: '(n % 7) * 20',
  machine_id: "'machine-' || (n % 90)",
  bandwidth: '2000 + n % 9000',
  location: "CASE n % 3 WHEN 0 THEN 'wan' ELSE 'lan' END",
  secure: '1',
  relayed: '0',
  media_type: "CASE n % 3 WHEN 0 THEN 'movie' ELSE 'episode' END",
  section_id: '1 + n % 3',
  view_offset: '900000 + (n * 37000) % 5000000',
  duration: '6000000',
  live: '0',
  year: '1950 + n % 70',
  guid: "'plex://movie/5d7768244de0ee00' || ((n * 7919) % 20000)",
  title: "'The title of number ' || ((n * 7919) % 20000)",
  thumb: "'/library/metadata/' || ((n * 7919) % 20000) || '/thumb/1600000000'",
  stream_bitrate: '2000 + n % 7000',
  bitrate: '2000 + n % 17000',
  parent_rating_key: '40000 + n % 900',
  grandparent_rating_key: '50000 + n % 300',
  media_index: '1 + n % 20',
  parent_media_index: '1 + n % 5',
  marker_credits_first: 'NULL',
  marker_credits_final: 'NULL',
  subtitles: '0',
  transcode_hw_requested: '1',
  transcode_hw_full_pipeline: '0',
  ...Object.fromEntries(
    [
      'original_title',
      'channel_call_sign',
      'channel_title',
      'channel_vcn',
      'transcode_hw_decode',
      'transcode_hw_encode',
    ].map((name) => [name, "''"]),
  ),
  ...Object.fromEntries(
    ['', 'stream_'].flatMap((prefix) => [
      [`${prefix}video_resolution`, "'1080'"],
      [`${prefix}video_codec`, "'hevc'"],
      [`${prefix}audio_codec`, "'eac3'"],
      [`${prefix}video_dynamic_range`, "'SDR'"],
      [`${prefix}video_bitrate`, '1500 + n % 9000'],
      [`${prefix}video_bit_depth`, '8'],
      [`${prefix}video_codec_level`, "'4.1'"],
      [`${prefix}video_framerate`, "'24p'"],
      [`${prefix}audio_bitrate`, '640'],
      [`${prefix}audio_channels`, '6'],
      [`${prefix}video_width`, '1920'],
      [`${prefix}video_height`, '1080'],
    ]),
  ),
  ...Object.fromEntries(
    ['transcode_decision', 'video_decision', 'audio_decision', 'stream_video_decision', 'stream_audio_decision'].map(
      (name) => [name, "CASE n % 4 WHEN 0 THEN 'transcode' WHEN 1 THEN 'copy' ELSE 'direct play' END"],
    ),
  ),
};

const inHistory = columnsRead.slice(0, columnsRead.indexOf('view_offset') + 1);
const inMetadata = columnsRead.slice(columnsRead.indexOf('title'));
const inMediaInfo = columnsRead.filter((name) => !inHistory.includes(name) && !inMetadata.includes(name));

export const makeTautulliFile = (path: string, rows: number): void => {
  const { Database } = loadSqlite();
  const database = new Database(path);
  const step = Math.floor(eightYearsS / rows);
  const first = Math.floor(Date.now() / 1000) - eightYearsS;
  const fill = (table: string, columns: readonly string[]) => {
    const types = columns.map((name) => (name === 'id' ? 'id INTEGER PRIMARY KEY' : name));
    database.exec(`CREATE TABLE ${table} (${types.join(', ')})`);
    const cells = columns.map((name) => values[name] ?? "'usual text'");
    const sql = cells.join(', ').replaceAll('$first', String(first)).replaceAll('$step', String(step));
    database.exec(
      `INSERT INTO ${table} WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${rows})
       SELECT ${sql} FROM counted`,
    );
  };
  fill('session_history', inHistory);
  fill('session_history_media_info', ['id', ...inMediaInfo]);
  fill('session_history_metadata', ['id', ...inMetadata]);
  database.close();
};
