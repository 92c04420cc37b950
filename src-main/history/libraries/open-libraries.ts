// What the history knows of libraries: what lay in them when they were read, and what was played from them.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type {
  Holding,
  Library,
  LibraryDetail,
  NeverWatchedPage,
  RecentlyAdded,
} from '../../../src-contract/library.ts';
import { readRows } from '../answers.ts';
import { counted, readTotals } from '../totals.ts';
import { readNeverWatched, sumNeverWatched, type NeverWatchedQuestion } from './never-watched.ts';
import { readRecentlyAdded, type RecentlyAddedQuestion } from './recently-added.ts';
import { createLibraryStore, type LibraryStore, type Place } from './store-libraries.ts';

export type LibraryHistory = LibraryStore & {
  list: (query: { server?: string | undefined }) => Promise<Library[]>;
  /** Null: nothing was ever heard of it. */
  get: (place: Place) => Promise<LibraryDetail | null>;
  neverWatched: (query: NeverWatchedQuestion) => Promise<NeverWatchedPage | null>;
  recentlyAdded: (query: RecentlyAddedQuestion) => Promise<RecentlyAdded[]>;
};

const number = z.union([z.bigint(), z.number()]).transform(Number);
const countsSchema = z.string().transform((text) => z.record(z.string(), z.number()).parse(JSON.parse(text)));
const dayRow = z.object({ atMs: number, counts: countsSchema, durationMs: number, bytes: number });
const libraryRow = z.object({
  serverId: z.string(),
  sectionId: z.string(),
  title: z.string().nullable(),
  type: z.string().nullable(),
  gone: z.boolean(),
  readAtMs: number.nullable(),
  counts: countsSchema.nullable(),
  durationMs: number.nullable(),
  bytes: number.nullable(),
  plays: number,
  watchedMs: number,
  users: number,
  lastPlayedAtMs: number.nullable(),
});

/** The newest line of each library's growth. */
const lastDay = `(SELECT * FROM library_day QUALIFY row_number() OVER (PARTITION BY server_id, section_id ORDER BY day DESC) = 1)`;
/** By person first: to count different people in one go would need far more memory. */
const toUse = (where: string): string => `(
  SELECT server_id, library_id, sum(plays) AS plays, sum(watched) AS watched, count(*) AS users, max(last_ms) AS last_ms
  FROM (SELECT server_id, library_id, user_id, count(*) AS plays, sum(watched_ms) AS watched, max(begin_ms) AS last_ms
        FROM play WHERE ${counted} AND library_id IS NOT NULL ${where} GROUP BY ALL) GROUP BY ALL)`;

const toHolding = ({ counts, durationMs, bytes }: z.infer<typeof libraryRow>): Holding | null =>
  counts === null || durationMs === null || bytes === null ? null : { counts, durationMs, bytes };

const noUse = `(SELECT NULL::VARCHAR AS server_id, NULL::VARCHAR AS library_id, 0 AS plays, 0 AS watched, 0 AS users,
  NULL::BIGINT AS last_ms LIMIT 0)`;

/** `uncounted`: without their plays, which all have to be counted for that. */
export const readLibraries = async (
  connection: DuckDBConnection,
  { server, section, uncounted = false }: { server?: string | undefined; section?: string; uncounted?: boolean },
): Promise<Library[]> => {
  const of = (serverColumn: string, sectionColumn: string): string =>
    `${server === undefined ? '' : `AND ${serverColumn} = $server`} ${section === undefined ? '' : `AND ${sectionColumn} = $section`}`;
  const rows = await readRows(
    connection,
    libraryRow,
    `WITH known AS (
       SELECT server_id, id FROM library UNION SELECT server_id, id FROM library_section
     ) SELECT known.server_id AS "serverId", known.id AS "sectionId", coalesce(section.title, library.title) AS title,
       coalesce(section.type, library.type) AS type, coalesce(section.gone, true) AS gone, read_at_ms AS "readAtMs",
       day.counts AS counts, day.duration_ms AS "durationMs", day.bytes AS bytes, coalesce(plays, 0) AS plays,
       coalesce(watched, 0) AS "watchedMs", coalesce(users, 0) AS users, last_ms AS "lastPlayedAtMs"
     FROM known
       LEFT JOIN library_section section ON section.server_id = known.server_id AND section.id = known.id
       LEFT JOIN library ON library.server_id = known.server_id AND library.id = known.id
       LEFT JOIN ${lastDay} day ON day.server_id = known.server_id AND day.section_id = known.id
       LEFT JOIN ${uncounted ? noUse : toUse(of('server_id', 'library_id'))} used ON used.server_id = known.server_id AND used.library_id = known.id
     WHERE true ${of('known.server_id', 'known.id')}
     ORDER BY coalesce(section.gone, true), coalesce(plays, 0) DESC, lower(coalesce(section.title, library.title)), "serverId", "sectionId"`,
    { ...(server === undefined ? {} : { server }), ...(section === undefined ? {} : { section }) },
  );
  return rows.map((row) => {
    const { serverId, sectionId, title, type, gone, readAtMs, plays, watchedMs, users, lastPlayedAtMs } = row;
    const key = `${serverId}:${sectionId}`;
    return {
      serverId,
      sectionId,
      key,
      title: title ?? sectionId,
      type,
      gone,
      holding: toHolding(row),
      readAtMs,
      reading: null,
      plays,
      watchedMs,
      users,
      lastPlayedAtMs,
      filter: { library: key },
    };
  });
};

const readLibrary = async (
  connection: DuckDBConnection,
  place: Place,
  nowMs: number,
): Promise<LibraryDetail | null> => {
  const [library] = await readLibraries(connection, place);
  if (!library) return null;
  const { server, section } = place;
  const { totals } = await readTotals(
    connection,
    { sql: 'server_id = $server AND library_id = $section', values: { server, section } },
    nowMs,
  );
  const growth = await readRows(
    connection,
    dayRow,
    `SELECT at_ms AS "atMs", counts, duration_ms AS "durationMs", bytes FROM library_day
     WHERE server_id = $server AND section_id = $section ORDER BY day`,
    { server, section },
  );
  const neverWatched = library.readAtMs === null ? null : await sumNeverWatched(connection, place);
  return { ...library, totals, neverWatched, growth };
};

type Options = {
  reader: () => DuckDBConnection;
  writer: () => DuckDBConnection;
  inTurn: <Answer>(task: () => Promise<Answer>) => Promise<Answer>;
  nowMs: () => number;
};

export const createLibraryHistory = ({ reader, writer, inTurn, nowMs }: Options): LibraryHistory => ({
  ...createLibraryStore({ connection: writer, inTurn }),
  list: (query) => inTurn(() => readLibraries(reader(), query)),
  get: (place) => inTurn(() => readLibrary(reader(), place, nowMs())),
  neverWatched: (query) =>
    inTurn(async () => {
      const { server, section } = query;
      const [library] = await readLibraries(reader(), { server, section });
      return library ? readNeverWatched(reader(), query) : null;
    }),
  recentlyAdded: (query) => inTurn(() => readRecentlyAdded(reader(), query)),
});
