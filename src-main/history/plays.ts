// Questions to the history: a page of plays, or of what they are grouped under; one play.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { PlayLine, PlayPage, PlayQuery, PlaySort } from '../../src-contract/play.ts';
import { toCondition, type Condition } from './play-condition.ts';
import { findText } from './search.ts';
import { lineColumns, toLine } from './play-line.ts';
import { readRows } from './answers.ts';

/** Parts may be left out. */
export type PlayQuestion = Partial<PlayQuery>;

/** What is compared; `bucket` gathers values that lie together, so that a far page is found without sorting all. */
type Sort = { value: string; ofGroup: string; bucket: string; join?: string };
const whole = (column: string, step: number): Sort => ({
  value: column,
  ofGroup: `max(${column})`,
  bucket: `${column} // ${step}`,
});
const text = (column: string): Sort => ({ value: column, ofGroup: `max(${column})`, bucket: column });
const DAY_MS = 86_400_000;
const sorts: Record<PlaySort, Sort> = {
  stopped: whole('stopped_at_ms', DAY_MS),
  started: whole('begin_ms', DAY_MS),
  watchedMs: { ...whole('watched_ms', 60_000), ofGroup: 'sum(watched_ms)' },
  pausedMs: { ...whole('paused_ms', 60_000), ofGroup: 'sum(paused_ms)' },
  percent: text('percent'),
  bandwidth: whole('bandwidth_kbps', 100),
  user: text('lower(user_name)'),
  player: text('lower(player_title)'),
  platform: text('lower(platform)'),
  decision: text('decision'),
  location: text('location'),
  title: {
    ...text('lower(coalesce(item_name.grandparent_title, item_name.title))'),
    join: 'LEFT JOIN (SELECT key, title, grandparent_title FROM item) item_name ON item_name.key = play.item_key',
  },
};

const groupKeys = {
  viewing: 'group_id',
  series: `coalesce(series_key, group_id)`,
  season: `coalesce(season_key, series_key, group_id)`,
} as const;

const number = z.union([z.bigint(), z.number()]).transform(Number);
const sumRow = z.object({ plays: number, watchedMs: number });
const bucketRow = sumRow.extend({ bucket: z.unknown() });
const groupRow = z.object({
  row: number,
  key: z.string(),
  plays: number,
  users: number,
  watchedMs: number,
  firstAtMs: number,
  lastAtMs: number,
  total: number,
});

/** So far a page is found by sorting; beyond, its place is found by counting first. */
const NEAR = 2_000;

type Page = { start: number; length: number; order: 'asc' | 'desc' };

const readLines = async (connection: DuckDBConnection, rows: readonly number[]): Promise<PlayLine[]> => {
  if (rows.length === 0) return [];
  const read = await connection.runAndReadAll(
    `SELECT rowid AS row, ${lineColumns} FROM play WHERE rowid IN (SELECT unnest([${rows.join(', ')}]))`,
  );
  const lines = new Map(read.getRowObjectsJS().map((row) => [Number(row['row']), toLine(row)]));
  return rows.flatMap((row) => lines.get(row) ?? []);
};

const readSums = async (connection: DuckDBConnection, { sql, values, types }: Condition) => {
  const [sums] = await readRows(
    connection,
    sumRow,
    `SELECT count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs" FROM play WHERE ${sql}`,
    values,
    types,
  );
  return sums ?? { plays: 0, watchedMs: 0 };
};

const rowOf = z.object({ row: number });

const readRowsOfPage = async (
  connection: DuckDBConnection,
  { sql, values, types }: Condition,
  sort: Sort,
  { start, length, order }: Page,
  among = '',
): Promise<number[]> => {
  const found = await readRows(
    connection,
    rowOf,
    `SELECT play.rowid AS row FROM play ${sort.join ?? ''} WHERE ${sql} ${among}
     ORDER BY ${sort.value} ${order} NULLS LAST, stopped_at_ms ${order}, id ${order} LIMIT ${length} OFFSET ${start}`,
    values,
    types,
  );
  return found.map(({ row }) => row);
};

const comparing =
  (order: 'asc' | 'desc') =>
  (one: unknown, other: unknown): number => {
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    const isLess = typeof one === 'string' && typeof other === 'string' ? one < other : Number(one) < Number(other);
    const isMore = typeof one === 'string' && typeof other === 'string' ? one > other : Number(one) > Number(other);
    const sign = isLess ? -1 : isMore ? 1 : 0;
    return order === 'asc' ? sign : -sign;
  };

const readFarPage = async (connection: DuckDBConnection, condition: Condition, sort: Sort, page: Page) => {
  const buckets = await readRows(
    connection,
    bucketRow,
    `SELECT ${sort.bucket} AS bucket, count(*) AS plays, coalesce(sum(watched_ms), 0) AS "watchedMs"
     FROM play ${sort.join ?? ''} WHERE ${condition.sql} GROUP BY 1`,
    condition.values,
    condition.types,
  );
  const compare = comparing(page.order);
  const sorted = buckets.toSorted((one, other) => compare(one.bucket, other.bucket));
  const rows: number[] = [];
  let before = 0;
  for (const { bucket, plays } of sorted) {
    const wanted = page.length - rows.length;
    if (before + plays > page.start && wanted > 0) {
      const value = typeof bucket === 'string' ? `'${bucket.replaceAll("'", "''")}'` : String(bucket);
      const among = bucket === null ? `AND (${sort.bucket}) IS NULL` : `AND (${sort.bucket}) = ${value}`;
      const start = Math.max(0, page.start - before);
      rows.push(...(await readRowsOfPage(connection, condition, sort, { ...page, start, length: wanted }, among)));
    }
    before += plays;
  }
  const watchedMs = sorted.reduce((sum, one) => sum + one.watchedMs, 0);
  return { rows, sums: { plays: before, watchedMs } };
};

const viewingRow = groupRow.omit({ total: true, key: true }).extend({ key: z.string().nullable(), sorted: number });

/**
 * Viewings by their time. Few plays are resumed: only those are gathered, and all others are viewings by themselves.
 */
const readViewings = async (
  connection: DuckDBConnection,
  { sql, values, types }: Condition,
  column: 'stopped_at_ms' | 'begin_ms',
  { start, length, order }: Page,
  plays: number,
): Promise<{ found: z.infer<typeof groupRow>[]; total: number }> => {
  const rows = await readRows(
    connection,
    viewingRow,
    `WITH several AS MATERIALIZED (SELECT DISTINCT group_id FROM play WHERE ${sql} AND resumed),
     gathered AS MATERIALIZED (
       SELECT group_id AS key, arg_max(rowid, begin_ms) AS row, count(*) AS plays, count(DISTINCT user_id) AS users,
         coalesce(sum(watched_ms), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs", max(stopped_at_ms) AS "lastAtMs",
         max(${column}) AS sorted
       FROM play WHERE ${sql} AND group_id IN (SELECT group_id FROM several) GROUP BY 1
     ), shown AS (
       (SELECT key, row, plays, users, "watchedMs", "firstAtMs", "lastAtMs", sorted FROM gathered
        ORDER BY sorted ${order}, row ${order} LIMIT ${start + length})
       UNION ALL
       (SELECT NULL, rowid, 1, 1, coalesce(watched_ms, 0), begin_ms, stopped_at_ms, ${column} FROM play
        WHERE ${sql} AND group_id NOT IN (SELECT group_id FROM several)
        ORDER BY ${column} ${order}, rowid ${order} LIMIT ${start + length})
       UNION ALL
       SELECT 'sum', -1, sum(plays), count(*), 0, 0, 0, NULL FROM gathered HAVING count(*) > 0
     ) SELECT key, row, plays, users, "watchedMs", "firstAtMs", "lastAtMs", coalesce(sorted, 0) AS sorted FROM shown`,
    values,
    types,
  );
  const sum = rows.find(({ row }) => row === -1);
  const sign = order === 'asc' ? 1 : -1;
  const sorted = rows
    .filter(({ row }) => row !== -1)
    .toSorted((one, other) => sign * (one.sorted - other.sorted || one.row - other.row))
    .slice(start, start + length);
  const total = plays - (sum?.plays ?? 0) + (sum?.users ?? 0);
  return { found: sorted.map((one) => ({ ...one, key: one.key ?? '', total })), total };
};

const readGroups = async (
  connection: DuckDBConnection,
  { sql, values, types }: Condition,
  group: keyof typeof groupKeys,
  sort: Sort,
  { start, length, order }: Page,
  plays: number,
): Promise<{ items: PlayLine[]; total: number }> => {
  const column = sort === sorts.stopped ? 'stopped_at_ms' : sort === sorts.started ? 'begin_ms' : null;
  const found =
    group === 'viewing' && column !== null && start + length <= NEAR
      ? (await readViewings(connection, { sql, values, types }, column, { start, length, order }, plays)).found
      : await readRows(
          connection,
          groupRow,
          `WITH grouped AS MATERIALIZED (
       SELECT ${groupKeys[group]} AS key, arg_max(play.rowid, begin_ms) AS row, count(*) AS plays,
         count(DISTINCT user_id) AS users, coalesce(sum(watched_ms), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs",
         max(stopped_at_ms) AS "lastAtMs", ${sort.ofGroup} AS sorted
       FROM play ${sort.join ?? ''} WHERE ${sql} GROUP BY 1
     ) SELECT * EXCLUDE (sorted), (SELECT count(*) FROM grouped) AS total FROM grouped
     ORDER BY sorted ${order} NULLS LAST, "lastAtMs" ${order}, key ${order} LIMIT ${length} OFFSET ${start}`,
          values,
          types,
        );
  const lines = await readLines(
    connection,
    found.map(({ row }) => row),
  );
  const items = lines.flatMap((line, index) => {
    const row = found[index];
    if (!row) return [];
    const { plays: count, users, watchedMs, firstAtMs, lastAtMs } = row;
    const key = row.key === '' ? line.groupId : row.key;
    const name = group === 'viewing' || key === line.groupId ? 'viewing' : key === line.seriesKey ? 'series' : group;
    return [{ ...line, group: { plays: count, users, watchedMs, firstAtMs, lastAtMs, filter: { [name]: key } } }];
  });
  return { items, total: found[0]?.total ?? 0 };
};

export const readPlays = async (connection: DuckDBConnection, query: PlayQuestion): Promise<PlayPage> => {
  const { sort = 'stopped', group = 'none', start = 0, length = 50, order = 'desc' } = query;
  const condition = toCondition(await findText(connection, query));
  const page = { start, length, order };
  const toNext = (count: number, total: number) => (count > 0 && start + count < total ? start + count : null);
  if (group !== 'none') {
    const sums = await readSums(connection, condition);
    const { items, total } = await readGroups(connection, condition, group, sorts[sort], page, sums.plays);
    return { items, total, ...sums, next: toNext(items.length, total) };
  }
  const { rows, sums } =
    start + length > NEAR
      ? await readFarPage(connection, condition, sorts[sort], page)
      : {
          rows: await readRowsOfPage(connection, condition, sorts[sort], page),
          sums: await readSums(connection, condition),
        };
  const items = await readLines(connection, rows);
  return { items, total: sums.plays, ...sums, next: toNext(items.length, sums.plays) };
};

export const readPlay = async (connection: DuckDBConnection, id: string): Promise<PlayLine | null> => {
  const read = await connection.runAndReadAll(`SELECT ${lineColumns} FROM play WHERE id = $id LIMIT 1`, { id });
  const row = read.getRowObjectsJS()[0];
  return row === undefined ? null : toLine(row);
};
