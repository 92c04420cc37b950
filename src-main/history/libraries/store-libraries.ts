// Stores what is read from libraries: page by page beside the last reading, which stands until the new one is whole.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Item } from '../../../src-contract/session.ts';
import { readNumber, readRows } from '../answers.ts';
import type { Cell } from '../append-rows.ts';
import { inTransaction } from '../in-transaction.ts';
import { toItemKey, toSeasonKey, toSeriesKey } from '../item-key.ts';
import { toJson } from '../to-json.ts';
import { DAY_MS } from '../zone.ts';

export type Place = { server: string; section: string };

export type LibraryEntry = Pick<
  Item,
  | 'guid'
  | 'parentRatingKey'
  | 'grandparentRatingKey'
  | 'grandparentGuid'
  | 'title'
  | 'parentTitle'
  | 'grandparentTitle'
  | 'index'
  | 'parentIndex'
  | 'year'
  | 'durationMs'
  | 'thumb'
  | 'type'
> & { ratingKey: string; bytes: number | null; addedAtMs: number | null };

export type SectionSeen = { id: string; title: string; type: string | null };

export type LibraryStore = {
  /** All sections that the server has now; others of it are gone. */
  seeSections: (serverId: string, sections: readonly SectionSeen[]) => Promise<void>;
  state: (place: Place) => Promise<LibraryState | null>;
  /** Begins a reading; what was read of one that was not finished is forgotten. */
  begin: (place: Place, stamp: string) => Promise<void>;
  /** More of a reading that was begun. Resolves with how many items it has so far. */
  take: (place: Place, entries: readonly LibraryEntry[]) => Promise<number>;
  /** The reading is whole and stands from now on. `stamp`: by what a change would be seen; null: by nothing. */
  finish: (
    place: Place,
    found: { counts: Record<string, number>; stamp: string | null; atMs: number },
  ) => Promise<void>;
  /** Adds what is new to the last reading. Resolves with how many items it has then. */
  takeNew: (place: Place, entries: readonly LibraryEntry[]) => Promise<number>;
  /** The last reading is still true. */
  confirm: (
    place: Place,
    found: { counts: Record<string, number>; stamp?: string | undefined; atMs: number },
  ) => Promise<void>;
};

const whole = z.union([z.bigint(), z.number()]).transform(Number);
const stateRow = z.object({
  scan: whole,
  /** When it was last read whole; null: never. */
  readAtMs: whole.nullable(),
  stamp: z.string().nullable(),
  /** Of a reading that was begun and not finished. */
  nextStamp: z.string().nullable(),
  nextItems: whole,
  /** The last day on which it was looked at. */
  lookedAtMs: whole.nullable(),
});
export type LibraryState = z.infer<typeof stateRow>;

const texts = [
  'server_id',
  'section_id',
  'type',
  'rating_key',
  'parent_rating_key',
  'item_key',
  'series_key',
  'season_key',
  'title',
  'parent_title',
  'grandparent_title',
  'thumb',
];
const numbers = ['scan', 'item_index', 'parent_index', 'year', 'duration_ms', 'bytes', 'added_at_ms'];
const shape = Object.fromEntries([
  ...texts.map((name) => [name, 'VARCHAR']),
  ...numbers.map((name) => [name, 'BIGINT']),
]);
const columns = [...texts, ...numbers].join(', ');

const rounded = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : Math.round(value);
/** What does not fit a whole column is no index and no year. */
const small = (value: number | null): number | null =>
  value === null || Math.abs(value) > 1e9 ? null : rounded(value);

const toRow = ({ server, section }: Place, scan: number, entry: LibraryEntry): Record<string, Cell> => ({
  server_id: server,
  section_id: section,
  scan,
  type: entry.type,
  rating_key: entry.ratingKey,
  parent_rating_key: entry.parentRatingKey,
  item_key: toItemKey(server, entry) ?? `${server}:${entry.ratingKey}`,
  series_key: toSeriesKey(server, entry),
  season_key: toSeasonKey(server, entry),
  title: entry.title,
  parent_title: entry.parentTitle,
  grandparent_title: entry.grandparentTitle,
  item_index: small(entry.index),
  parent_index: small(entry.parentIndex),
  year: small(entry.year),
  duration_ms: rounded(entry.durationMs),
  bytes: rounded(entry.bytes),
  added_at_ms: rounded(entry.addedAtMs),
  thumb: entry.thumb,
});

const ofPlace = 'server_id = $server AND section_id = $section';
const ofSection = 'server_id = $server AND id = $section';

/** Each item once, however often it is sent. Resolves with how many there are then. */
const addItems = async (
  connection: DuckDBConnection,
  place: Place,
  scan: number,
  entries: readonly LibraryEntry[],
): Promise<number> => {
  if (entries.length > 0) {
    await connection.run(
      `INSERT INTO library_item (${columns})
       SELECT ${columns} FROM (SELECT unnest(from_json($rows::JSON, $shape), recursive := true))
       WHERE rating_key NOT IN (SELECT rating_key FROM library_item WHERE ${ofPlace} AND scan = $scan)
       QUALIFY row_number() OVER (PARTITION BY rating_key) = 1`,
      {
        ...place,
        scan,
        rows: toJson(entries.map((entry) => toRow(place, scan, entry))),
        shape: JSON.stringify([shape]),
      },
    );
  }
  return (
    (await readNumber(connection, `SELECT count(*) FROM library_item WHERE ${ofPlace} AND scan = $scan`, {
      ...place,
      scan,
    })) ?? 0
  );
};

const writeDay = async (
  connection: DuckDBConnection,
  place: Place,
  { counts, atMs }: { counts: Record<string, number>; atMs: number },
): Promise<void> => {
  const day = Math.floor(atMs / DAY_MS);
  await connection.run(`DELETE FROM library_day WHERE ${ofPlace} AND day = $day`, { ...place, day });
  await connection.run(
    `INSERT INTO library_day
     SELECT $server, $section, $day, $atMs, $counts, coalesce(sum(duration_ms), 0), coalesce(sum(bytes), 0)
     FROM library_item WHERE ${ofPlace} AND scan = (SELECT scan FROM library_section WHERE ${ofSection})`,
    { ...place, day, atMs: BigInt(atMs), counts: JSON.stringify(counts) },
  );
};

type Options = {
  connection: () => DuckDBConnection;
  inTurn: <Answer>(task: () => Promise<Answer>) => Promise<Answer>;
};

export const createLibraryStore = ({ connection, inTurn }: Options): LibraryStore => {
  const change = <Answer>(task: (writer: DuckDBConnection) => Promise<Answer>): Promise<Answer> =>
    inTurn(() => {
      const writer = connection();
      return inTransaction(writer, () => task(writer));
    });
  const readState = async (writer: DuckDBConnection, place: Place): Promise<LibraryState | null> => {
    const [state] = await readRows(
      writer,
      stateRow,
      `SELECT scan, read_at_ms AS "readAtMs", stamp, next_stamp AS "nextStamp",
         (SELECT count(*) FROM library_item WHERE ${ofPlace} AND scan = next_scan) AS "nextItems",
         (SELECT max(at_ms) FROM library_day WHERE ${ofPlace}) AS "lookedAtMs"
       FROM library_section WHERE ${ofSection}`,
      place,
    );
    return state ?? null;
  };
  const scanOf = async (writer: DuckDBConnection, place: Place, column: 'scan' | 'next_scan'): Promise<number> =>
    (await readNumber(writer, `SELECT ${column} FROM library_section WHERE ${ofSection}`, place)) ?? 0;

  return {
    seeSections: (serverId, sections) =>
      change(async (writer) => {
        await writer.run('UPDATE library_section SET gone = true WHERE server_id = $serverId', { serverId });
        for (const { id, title, type } of sections) {
          await writer.run(
            `INSERT INTO library_section (server_id, id, title, type, gone, scan) VALUES ($serverId, $id, $title, $type, false, 0)
             ON CONFLICT DO UPDATE SET title = excluded.title, type = excluded.type, gone = false`,
            { serverId, id, title, type },
          );
        }
      }),
    state: (place) => inTurn(() => readState(connection(), place)),
    begin: (place, stamp) =>
      change(async (writer) => {
        const scan = (await scanOf(writer, place, 'scan')) + 1;
        await writer.run(`DELETE FROM library_item WHERE ${ofPlace} AND scan >= $scan`, { ...place, scan });
        await writer.run(`UPDATE library_section SET next_scan = $scan, next_stamp = $stamp WHERE ${ofSection}`, {
          ...place,
          scan,
          stamp,
        });
      }),
    take: (place, entries) =>
      change(async (writer) => addItems(writer, place, await scanOf(writer, place, 'next_scan'), entries)),
    finish: (place, { counts, stamp, atMs }) =>
      change(async (writer) => {
        const scan = await scanOf(writer, place, 'next_scan');
        await writer.run(
          `UPDATE library_section SET scan = $scan, read_at_ms = $atMs, stamp = $stamp, next_scan = NULL, next_stamp = NULL
           WHERE ${ofSection}`,
          { ...place, scan, atMs: BigInt(atMs), stamp },
        );
        await writer.run(`DELETE FROM library_item WHERE ${ofPlace} AND scan <> $scan`, { ...place, scan });
        await writeDay(writer, place, { counts, atMs });
      }),
    takeNew: (place, entries) =>
      change(async (writer) => addItems(writer, place, await scanOf(writer, place, 'scan'), entries)),
    confirm: (place, { counts, stamp, atMs }) =>
      change(async (writer) => {
        if (stamp !== undefined) {
          await writer.run(`UPDATE library_section SET stamp = $stamp WHERE ${ofSection}`, { ...place, stamp });
        }
        await writeDay(writer, place, { counts, atMs });
      }),
  };
};
