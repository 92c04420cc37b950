// Reads a copy of Tautulli's database: whose it is, and its rows in parts, whatever version of Tautulli wrote it.
import { z } from 'zod';
import { toError } from '../../lib/to-error.ts';
import { ImportError } from './import-error.ts';
import { toRow, type TautulliRow } from './row.ts';
import { loadSqlite } from './sqlite.ts';

export type TautulliUser = {
  id: string;
  name: string;
  friendlyName: string | null;
  thumb: string | null;
  isAdmin: boolean;
};

export type TautulliFile = {
  version: string | null;
  /** The server whose libraries it knows, newest first; null where it knows none. */
  serverId: string | null;
  serverIds: string[];
  users: TautulliUser[];
  sections: Map<string, string>;
  rows: number;
  /** Rows with numbers above `after`, in their order. */
  read: (after: number, most: number) => TautulliRow[];
  close: () => void;
};

/** In the order in which a column is looked for; `duration` is the one that Tautulli reckons percents from. */
const tables = ['session_history', 'session_history_media_info', 'session_history_metadata'] as const;

export const columnsRead = [
  'id',
  'reference_id',
  'started',
  'stopped',
  'rating_key',
  'user_id',
  'user',
  'ip_address',
  'paused_counter',
  'player',
  'product',
  'product_version',
  'platform',
  'platform_version',
  'profile',
  'machine_id',
  'bandwidth',
  'location',
  'secure',
  'relayed',
  'parent_rating_key',
  'grandparent_rating_key',
  'media_type',
  'section_id',
  'view_offset',
  'video_decision',
  'audio_decision',
  'transcode_decision',
  'duration',
  'container',
  'bitrate',
  'video_bitrate',
  'video_bit_depth',
  'video_codec',
  'video_codec_level',
  'video_width',
  'video_height',
  'video_resolution',
  'video_framerate',
  'video_scan_type',
  'video_dynamic_range',
  'audio_bitrate',
  'audio_codec',
  'audio_channels',
  'audio_language',
  'audio_language_code',
  'subtitles',
  'subtitle_codec',
  'subtitle_forced',
  'subtitle_language',
  'transcode_protocol',
  'transcode_container',
  'transcode_hw_requested',
  'transcode_hw_full_pipeline',
  'transcode_hw_decode',
  'transcode_hw_encode',
  'stream_container',
  'stream_container_decision',
  'stream_bitrate',
  'stream_video_decision',
  'stream_video_bitrate',
  'stream_video_codec',
  'stream_video_codec_level',
  'stream_video_bit_depth',
  'stream_video_height',
  'stream_video_width',
  'stream_video_resolution',
  'stream_video_framerate',
  'stream_video_scan_type',
  'stream_video_dynamic_range',
  'stream_audio_decision',
  'stream_audio_codec',
  'stream_audio_bitrate',
  'stream_audio_channels',
  'stream_audio_language',
  'stream_audio_language_code',
  'stream_subtitle_decision',
  'stream_subtitle_codec',
  'stream_subtitle_forced',
  'stream_subtitle_language',
  'title',
  'parent_title',
  'grandparent_title',
  'original_title',
  'full_title',
  'media_index',
  'parent_media_index',
  'thumb',
  'grandparent_thumb',
  'art',
  'year',
  'guid',
  'live',
  'channel_call_sign',
  'channel_title',
  'channel_vcn',
  'marker_credits_first',
  'marker_credits_final',
];
/** Without these it is no history. */
const needed = ['id', 'started', 'stopped', 'rating_key', 'user_id'];

const loose = z.record(z.string(), z.unknown());

const describe = (thrown: unknown): ImportError => {
  const { message } = toError(thrown);
  if (/malformed|corrupt|disk I\/O|out of range|short read/i.test(message))
    return new ImportError(
      'The database is damaged or was cut off. Name one of the backups in Tautulli’s backups folder.',
      thrown,
    );
  if (/not a database/i.test(message))
    return new ImportError('This is not a SQLite database, or it is encrypted.', thrown);
  return new ImportError(`The database cannot be read: ${message}`, thrown);
};

/** `path` is a copy that nobody else uses. Throws an ImportError. */
export const openTautulliFile = (path: string): TautulliFile => {
  const { Database } = loadSqlite();
  const opened = (() => {
    try {
      const database = new Database(path, { fileMustExist: true });
      // A WAL is only read where nobody else can be: this build has no shared memory.
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      database.all('SELECT count(*) AS n FROM sqlite_master');
      return database;
    } catch (error) {
      throw describe(error);
    }
  })();
  const ask = (sql: string) => {
    try {
      return opened.all(sql).map((row) => toRow((name) => loose.parse(row)[name]));
    } catch (error) {
      throw describe(error);
    }
  };
  try {
    const columnsOf = new Map<string, Set<string>>();
    const columns = (table: string): Set<string> => {
      const known = columnsOf.get(table);
      if (known) return known;
      const found = new Set(ask(`PRAGMA table_info(${table})`).flatMap((row) => row.text('name') ?? []));
      columnsOf.set(table, found);
      return found;
    };
    if (needed.some((name) => !columns('session_history').has(name)))
      throw new ImportError('This is a SQLite database, but not one of Tautulli: it has no history of sessions.');
    const homes = columnsRead.map((name) =>
      tables.find((table) => columns(table).has(name) && (name !== 'id' || table === tables[0])),
    );
    const selected = columnsRead.flatMap((name, index) =>
      homes[index] ? [{ name, sql: `${homes[index]}.${name}` }] : [],
    );
    const place = new Map(selected.map(({ name }, index) => [name, index]));
    const joins = tables.slice(1).filter((table) => columns(table).has('id'));
    const sql = `SELECT json_group_array(json_array(${selected.map((one) => one.sql).join(', ')})) AS rows
      FROM (SELECT * FROM session_history WHERE id > ? ORDER BY id LIMIT ?) AS session_history
      ${joins.map((table) => `LEFT JOIN ${table} ON ${table}.id = session_history.id`).join('\n')}`;
    const statement = opened.prepare(sql);
    const has = (table: string, ...names: string[]) => names.every((name) => columns(table).has(name));
    const optional = (table: string, name: string) => (columns(table).has(name) ? name : `NULL AS ${name}`);
    const sectionRows = has('library_sections', 'section_id', 'section_name', 'server_id')
      ? ask(
          `SELECT server_id, section_id, section_name, ${optional('library_sections', 'is_active')} FROM library_sections ORDER BY id`,
        )
      : [];
    const serverIds = [...new Set(sectionRows.flatMap((row) => row.text('server_id') ?? []))];
    const active =
      sectionRows
        .filter((row) => row.number('is_active') !== 0)
        .at(-1)
        ?.text('server_id') ??
      serverIds.at(-1) ??
      null;
    const version = has('version_info', 'key', 'value')
      ? ask(`SELECT value FROM version_info WHERE key = 'version'`)[0]
      : undefined;
    const users = has('users', 'user_id', 'username')
      ? ask(
          `SELECT user_id, username, ${['friendly_name', 'thumb', 'is_admin'].map((name) => optional('users', name)).join(', ')} FROM users`,
        )
      : [];
    return {
      version: version?.text('value') ?? null,
      serverId: active,
      serverIds,
      users: users.map((row) => ({
        id: row.text('user_id') ?? '0',
        name: row.text('username') ?? '',
        friendlyName: row.text('friendly_name'),
        thumb: row.text('thumb'),
        isAdmin: row.number('is_admin') === 1,
      })),
      sections: new Map(
        sectionRows
          .filter((row) => row.text('server_id') === active)
          .map((row) => [row.text('section_id') ?? '', row.text('section_name') ?? '']),
      ),
      rows: ask('SELECT count(*) AS n FROM session_history')[0]?.number('n') ?? 0,
      read: (after, most) => {
        try {
          const { rows } = loose.parse(statement.get([after, most]) ?? {});
          const parsed: unknown = typeof rows === 'string' ? JSON.parse(rows) : [];
          // Not by zod, which would copy every cell of some hundred thousand rows.
          if (!Array.isArray(parsed)) return [];
          return parsed.flatMap((cells: unknown) =>
            Array.isArray(cells) ? [toRow((name): unknown => cells[place.get(name) ?? -1])] : [],
          );
        } catch (error) {
          throw error instanceof SyntaxError
            ? new ImportError('The database holds texts that cannot be read.', error)
            : describe(error);
        }
      },
      close: () => {
        statement.finalize();
        opened.close();
      },
    };
  } catch (error) {
    opened.close();
    throw error instanceof ImportError ? error : describe(error);
  }
};
