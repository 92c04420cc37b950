// Which plays a filter means, as a condition in SQL on the columns of `play`.
import { LIST, listValue, VARCHAR, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { unknown, type PlayFilter } from '../../src-contract/play-filter.ts';
import type { Facet } from '../../src-contract/play.ts';
import { DAY_MS, fromLocalMs, HOUR_MS, toLocalSql, toOffsets, USUAL_FROM_MS, USUAL_TO_MS } from './zone.ts';

/** Parts may be left out. */
export type Filter = Partial<PlayFilter> & {
  /** What `text` means, as a condition (search.ts). */
  found?: string;
  /** Where there are plays at all (settle-filter.ts); until it is known, anywhere. */
  between?: Range;
};
export type Range = { fromMs: number | null; toMs: number | null };
export type Condition = {
  sql: string;
  values: Record<string, DuckDBValue>;
  types: Record<string, DuckDBType>;
};

const toMoment = (zone: string, moment: string | number | undefined, isEnd: boolean): number | null => {
  if (moment === undefined) return null;
  if (typeof moment === 'number') return moment;
  const localMs = Date.parse(`${moment}T00:00:00Z`);
  const offsets = toOffsets(zone, localMs - 3 * DAY_MS, localMs + 3 * DAY_MS);
  return fromLocalMs(offsets, localMs + (isEnd ? DAY_MS : 0));
};

/** From the first moment to before the last. A day as the end is the whole day. */
export const toRange = ({ zone = 'UTC', from, to }: Filter): Range => ({
  fromMs: toMoment(zone, from, false),
  toMs: toMoment(zone, to, true),
});

/** `hours`: since 1970, which began on a Thursday. Worked out once for both, since it has a case for each change of clocks. */
const toHoursSql = (hours: string, { weekday, hour }: Filter): string => {
  if (weekday === undefined) return `${hours} % 24 = ${hour}`;
  const ofWeek = `(${hours} + 72) % 168`;
  return hour === undefined ? `${ofWeek} // 24 + 1 = ${weekday}` : `${ofWeek} = ${(weekday - 1) * 24 + hour}`;
};

/** The columns that are compared as they are. */
const plain = {
  server: 'server_id',
  user: 'user_id',
  player: 'player_key',
  platform: 'platform',
  decision: 'decision',
  location: 'location',
  origin: 'origin',
  sourceResolution: 'source_resolution',
  deliveredResolution: 'delivered_resolution',
  item: 'item_key',
  series: 'series_key',
  season: 'season_key',
} as const;
const plainNames = [
  'server',
  'user',
  'player',
  'platform',
  'decision',
  'location',
  'origin',
  'sourceResolution',
  'deliveredResolution',
  'item',
  'series',
  'season',
] as const;

export const toSearchWords = (text: string): string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10);

const libraryParts = (library: string): { server: string; id: string } => {
  const at = library.lastIndexOf(':');
  return { server: library.slice(0, Math.max(0, at)), id: library.slice(at + 1) };
};

/** `without`: a part that does not count, as when its values are listed. */
export const toCondition = (filter: Filter, without: Facet | null = null): Condition => {
  const parts: string[] = [filter.removed === true ? 'removed_at_ms IS NOT NULL' : 'removed_at_ms IS NULL'];
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  const list = (name: string, texts: readonly string[]): string => {
    values[name] = listValue([...texts]);
    types[name] = LIST(VARCHAR);
    return `(SELECT unnest($${name}))`;
  };
  const isIn = (column: string, name: string, texts: readonly string[]): string => {
    if (texts.length > 1) return `${column} IN ${list(name, texts)}`;
    values[name] = texts[0] ?? '';
    return `${column} = $${name}`;
  };
  for (const name of plainNames) {
    const wanted = filter[name];
    if (wanted === undefined || name === without) continue;
    const column = plain[name];
    const known = wanted.filter((value) => value !== unknown);
    const either = known.length > 0 ? [isIn(column, name, known)] : [];
    if (known.length < wanted.length) either.push(`${column} IS NULL`, `${column} = '${unknown}'`);
    parts.push(`(${either.join(' OR ')})`);
  }
  if (filter.type !== undefined && without !== 'type') {
    const kinds = filter.type.filter((type) => type !== 'live');
    const either = kinds.length > 0 ? [`(NOT live AND ${isIn('type', 'type', kinds)})`] : [];
    if (kinds.length < filter.type.length) either.push('live');
    parts.push(`(${either.join(' OR ')})`);
  }
  if (filter.library !== undefined && without !== 'library') {
    const either = filter.library.map((library, index) => {
      if (library === unknown) return 'library_id IS NULL';
      const { server, id } = libraryParts(library);
      values[`library${index}`] = id;
      values[`libraryOf${index}`] = server;
      return `(server_id = $libraryOf${index} AND library_id = $library${index})`;
    });
    parts.push(`(${either.join(' OR ')})`);
  }
  if (filter.reason !== undefined && without !== 'reason') {
    // Codes of the contract: nothing in them has to be quoted.
    parts.push(`(${filter.reason.map((code) => `reason_codes LIKE '%|${code}|%'`).join(' OR ')})`);
  }
  if (filter.viewing !== undefined) {
    values['viewing'] = filter.viewing;
    parts.push('group_id = $viewing');
  }
  if (filter.found !== undefined) parts.push(filter.found);
  if (filter.watched !== undefined) parts.push(filter.watched ? 'watched' : 'NOT watched');
  if (filter.stalled !== undefined) {
    parts.push(`experience IS NOT NULL AND buffer_count ${filter.stalled ? '>' : '='} 0`);
  }
  if (filter.completion !== undefined) {
    const [least, most] = filter.completion.split('-').map(Number);
    parts.push(`percent >= ${least ?? 0} AND percent < ${(most ?? 100) + 1}`);
  }
  if (filter.includeShort !== true) parts.push('NOT short');
  const { fromMs, toMs } = toRange(filter);
  if (fromMs !== null) parts.push(`begin_ms >= ${fromMs}`);
  if (toMs !== null) parts.push(`begin_ms < ${toMs}`);
  if (filter.weekday !== undefined || filter.hour !== undefined) {
    const offsets = toOffsets(
      filter.zone ?? 'UTC',
      Math.max(fromMs ?? -Infinity, filter.between?.fromMs ?? USUAL_FROM_MS),
      Math.min(toMs ?? Infinity, filter.between?.toMs ?? USUAL_TO_MS),
    );
    parts.push(toHoursSql(`(${toLocalSql(offsets, 'begin_ms')} // ${HOUR_MS})`, filter));
  }
  if (filter.playingAtMs !== undefined) {
    parts.push(`started_at_ms <= ${filter.playingAtMs} AND stopped_at_ms > ${filter.playingAtMs}`);
  }
  return { sql: parts.join(' AND '), values, types };
};
