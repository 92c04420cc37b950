// Questions to the history: a page of plays, or of what they are grouped under; one play.
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { PlayLine, PlayPage, PlayQuery, PlaySort } from '../../src-contract/play.ts';
import { toRelation } from './charts/scope.ts';
import { toCondition, type Condition, type Filter } from './play-condition.ts';
import { settleFilter } from './settle-filter.ts';
import { lineColumns, toLine } from './play-line.ts';
import { readNumber, readRows } from './answers.ts';
import { firstTitle } from './titles.ts';

/** Parts may be left out. */
export type PlayQuestion = Partial<PlayQuery>;

/** What is compared; `step` gathers numbers that lie together, so that a far page is found without sorting all. */
type Sort = { value: string; ofGroup: string; step: number | null };
const whole = (column: string, step: number): Sort => ({ value: column, ofGroup: `max(${column})`, step });
const text = (value: string): Sort => ({ value, ofGroup: `max(${value})`, step: null });
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
  title: text(firstTitle),
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

const readSums = async (connection: DuckDBConnection, filter: Filter, { sql, values, types }: Condition) => {
  const { from, plays, watchedMs } = toRelation({ filter });
  const [sums] = await readRows(
    connection,
    sumRow,
    `SELECT ${plays} AS plays, ${watchedMs} AS "watchedMs" FROM ${from} WHERE ${sql}`,
    values,
    types,
  );
  return sums ?? { plays: 0, watchedMs: 0 };
};

const rowOf = z.object({ row: number });

/** Plays that are equal stand in the order in which they were stored: reading all ids to compare them takes long. */
const readRowsOfPage = async (
  connection: DuckDBConnection,
  { sql, values, types }: Condition,
  { value }: Sort,
  { start, length, order }: Page,
  among = '',
): Promise<number[]> => {
  const found = await readRows(
    connection,
    rowOf,
    `SELECT rowid AS row FROM play WHERE ${sql} ${among}
     ORDER BY ${value} ${order} NULLS LAST, stopped_at_ms ${order}, rowid ${order} LIMIT ${length} OFFSET ${start}`,
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

/** That a play lies in the bucket; a range of numbers is looked for only where it can be. */
const isIn = ({ value, step }: Sort, bucket: unknown): string => {
  if (bucket === null) return `AND (${value}) IS NULL`;
  if (step === null) {
    return `AND (${value}) = ${typeof bucket === 'string' ? `'${bucket.replaceAll("'", "''")}'` : Number(bucket)}`;
  }
  const first = Number(bucket) * step;
  return `AND ${value} >= ${first} AND ${value} < ${first + step}`;
};

const readFarPage = async (connection: DuckDBConnection, condition: Condition, sort: Sort, page: Page) => {
  const buckets = await readRows(
    connection,
    bucketRow,
    `SELECT ${sort.step === null ? sort.value : `${sort.value} // ${sort.step}`} AS bucket, count(*) AS plays,
       coalesce(sum(watched_ms), 0) AS "watchedMs"
     FROM play WHERE ${condition.sql} GROUP BY 1`,
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
      const start = Math.max(0, page.start - before);
      const part = { ...page, start, length: wanted };
      rows.push(...(await readRowsOfPage(connection, condition, sort, part, isIn(sort, bucket))));
    }
    before += plays;
  }
  const watchedMs = sorted.reduce((sum, one) => sum + one.watchedMs, 0);
  return { rows, sums: { plays: before, watchedMs } };
};

const headRow = z.object({
  row: number,
  key: z.string(),
  resumed: z.boolean(),
  watchedMs: number,
  firstAtMs: number,
  lastAtMs: number,
});
const viewingRow = groupRow.omit({ total: true });

/**
 * How many viewings there are: the plays that resume nothing, and of the others each viewing whose beginning is not among
 * them. Hashes are compared, which need less memory than ids.
 */
const countViewings = async (connection: DuckDBConnection, { sql, values, types }: Condition): Promise<number> =>
  (await readNumber(
    connection,
    `WITH several AS MATERIALIZED (SELECT DISTINCT hash(group_id) AS viewing FROM play WHERE ${sql} AND resumed)
     SELECT (SELECT count(*) FROM play WHERE ${sql} AND NOT resumed) + (SELECT count(*) FROM several)
       - (SELECT count(*) FROM play WHERE ${sql} AND NOT resumed AND hash(id) IN (SELECT viewing FROM several))`,
    values,
    types,
  )) ?? 0;

/** Viewings by their newest play: on the way from the newest to older ones, the first of each viewing stands for it. */
const readViewings = async (
  connection: DuckDBConnection,
  { sql, values, types }: Condition,
  column: string,
  wanted: number,
): Promise<Omit<z.infer<typeof groupRow>, 'total'>[]> => {
  let heads: z.infer<typeof headRow>[] = [];
  for (let length = wanted + 50; ; length *= 2) {
    const rows = await readRows(
      connection,
      headRow,
      `SELECT rowid AS row, group_id AS key, resumed, coalesce(watched_ms, 0) AS "watchedMs", begin_ms AS "firstAtMs",
         stopped_at_ms AS "lastAtMs" FROM play WHERE ${sql} ORDER BY ${column} DESC, rowid DESC LIMIT ${length}`,
      values,
      types,
    );
    const seen = new Set<string>();
    heads = rows.filter(({ key }) => !seen.has(key) && seen.add(key));
    if (heads.length >= wanted || rows.length < length) break;
  }
  const keys = heads.filter(({ resumed }) => resumed).map(({ key }) => `'${key.replaceAll("'", "''")}'`);
  const gathered =
    keys.length === 0
      ? []
      : await readRows(
          connection,
          viewingRow,
          `SELECT group_id AS key, 0 AS row, count(*) AS plays, count(DISTINCT user_id) AS users,
             coalesce(sum(watched_ms), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs", max(stopped_at_ms) AS "lastAtMs"
           FROM play WHERE ${sql} AND group_id IN (SELECT unnest([${keys.join(', ')}])) GROUP BY 1`,
          values,
          types,
        );
  const sums = new Map(gathered.map((one) => [one.key, one]));
  return heads.map(({ row, key, watchedMs, firstAtMs, lastAtMs }) => ({
    plays: 1,
    users: 1,
    watchedMs,
    firstAtMs,
    lastAtMs,
    ...sums.get(key),
    key,
    row,
  }));
};

const readGroups = async (
  connection: DuckDBConnection,
  { sql, values, types }: Condition,
  group: keyof typeof groupKeys,
  sort: Sort,
  { start, length, order }: Page,
): Promise<{ items: PlayLine[]; total: number }> => {
  const column = sort === sorts.stopped ? 'stopped_at_ms' : sort === sorts.started ? 'begin_ms' : null;
  const condition = { sql, values, types };
  let found: z.infer<typeof groupRow>[];
  if (group === 'viewing' && column !== null && order === 'desc' && start + length <= NEAR) {
    const total = await countViewings(connection, condition);
    const viewings = await readViewings(connection, condition, column, start + length);
    found = viewings.slice(start, start + length).map((one) => ({ ...one, total }));
  } else {
    found = await readRows(
      connection,
      groupRow,
      `WITH grouped AS MATERIALIZED (
       SELECT ${groupKeys[group]} AS key, arg_max(rowid, begin_ms) AS row, count(*) AS plays,
         count(DISTINCT user_id) AS users, coalesce(sum(watched_ms), 0) AS "watchedMs", min(begin_ms) AS "firstAtMs",
         max(stopped_at_ms) AS "lastAtMs", ${sort.ofGroup} AS sorted
       FROM play WHERE ${sql} GROUP BY 1
     ) SELECT * EXCLUDE (sorted), (SELECT count(*) FROM grouped) AS total FROM grouped
     ORDER BY sorted ${order} NULLS LAST, "lastAtMs" ${order}, key ${order} LIMIT ${length} OFFSET ${start}`,
      values,
      types,
    );
  }
  const lines = await readLines(
    connection,
    found.map(({ row }) => row),
  );
  const items = lines.flatMap((line, index) => {
    const row = found[index];
    if (!row) return [];
    const { key, plays, users, watchedMs, firstAtMs, lastAtMs } = row;
    const name = group === 'viewing' || key === line.groupId ? 'viewing' : key === line.seriesKey ? 'series' : group;
    return [{ ...line, group: { plays, users, watchedMs, firstAtMs, lastAtMs, filter: { [name]: key } } }];
  });
  return { items, total: found[0]?.total ?? 0 };
};

export const readPlays = async (connection: DuckDBConnection, query: PlayQuestion): Promise<PlayPage> => {
  const { sort = 'stopped', group = 'none', start = 0, length = 50, order = 'desc', ...asked } = query;
  const filter = await settleFilter(connection, asked);
  const condition = toCondition(filter);
  const page = { start, length, order };
  const toNext = (count: number, total: number) => (count > 0 && start + count < total ? start + count : null);
  if (group !== 'none') {
    const sums = await readSums(connection, filter, condition);
    const { items, total } = await readGroups(connection, condition, group, sorts[sort], page);
    return { items, total, ...sums, next: toNext(items.length, total) };
  }
  const { rows, sums } =
    start + length > NEAR
      ? await readFarPage(connection, condition, sorts[sort], page)
      : {
          rows: await readRowsOfPage(connection, condition, sorts[sort], page),
          sums: await readSums(connection, filter, condition),
        };
  const items = await readLines(connection, rows);
  return { items, total: sums.plays, ...sums, next: toNext(items.length, sums.plays) };
};

export const readPlay = async (connection: DuckDBConnection, id: string): Promise<PlayLine | null> => {
  const read = await connection.runAndReadAll(`SELECT ${lineColumns} FROM play WHERE id = $id LIMIT 1`, { id });
  const row = read.getRowObjectsJS()[0];
  return row === undefined ? null : toLine(row);
};
