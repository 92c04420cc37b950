// Reads a copy of Tautulli's database: whose it is, and its rows in parts, whatever version of Tautulli wrote it.
import { z } from 'zod';
import { toError } from '../../lib/to-error.ts';
import { ImportError } from './import-error.ts';
import { columnsTold } from './columns.ts';
import { toLines, type Piece } from './lines.ts';
import { toRow } from './row.ts';
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
  /** Rows with numbers above `after`, in their order; null when there are none. */
  read: (after: number, most: number) => Piece | null;
  close: () => void;
};

/** In the order in which a column is looked for; `duration` is the one that Tautulli reckons percents from. */
const tables = ['session_history', 'session_history_media_info', 'session_history_metadata'] as const;

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
    const cells = columnsTold.map((name) => {
      const table = tables.find((one) => columns(one).has(name) && (name !== 'id' || one === tables[0]));
      return table === undefined ? 'NULL' : `${table}.${name}`;
    });
    const joins = tables.slice(1).filter((table) => columns(table).has('id'));
    // One text for many rows: to hand over cell by cell takes ten times as long.
    const sql = `SELECT count(*) AS n, max(session_history.id) AS last,
        CAST(group_concat(json_array(0, ${cells.join(', ')}, 0), char(10)) AS BLOB) AS lines
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
          const found = statement.get([after, most]);
          const lines = found?.['lines'];
          const row = toRow((name) => found?.[name]);
          if (!(lines instanceof Uint8Array)) return null;
          return { lines: toLines(lines), rows: row.number('n') ?? 0, lastRowId: row.number('last') ?? after };
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
