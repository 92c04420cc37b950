// The names behind the ids in plays: people, items, libraries, each as it was called last.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Play } from '../../src-contract/play.ts';
import type { Cell } from './append-rows.ts';
import { toItemKey, toSeasonKey, toSeriesKey } from './item-key.ts';
import { toJson } from './to-json.ts';

/** Replaces rows by their key, many at once: they travel as one JSON text, which DuckDB takes apart. */
export const replaceRows = async (
  connection: DuckDBConnection,
  table: string,
  shape: Record<string, string>,
  rows: Record<string, Cell>[],
): Promise<void> => {
  if (rows.length === 0) return;
  const columns = Object.keys(shape).join(', ');
  await connection.run(
    `INSERT OR REPLACE INTO ${table} (${columns})
     SELECT ${columns} FROM (SELECT unnest(from_json($rows::JSON, $shape), recursive := true))`,
    { rows: toJson(rows), shape: JSON.stringify([shape]) },
  );
};

export const writeAccounts = (connection: DuckDBConnection, plays: readonly Play[]): Promise<void> => {
  const users = new Map(
    plays.map(({ user, stoppedAtMs }) => [
      user.id,
      { id: user.id, name: user.name, thumb: user.thumb, seen_at_ms: stoppedAtMs },
    ]),
  );
  return replaceRows(
    connection,
    'account',
    { id: 'VARCHAR', name: 'VARCHAR', thumb: 'VARCHAR', seen_at_ms: 'BIGINT' },
    [...users.values()],
  );
};

const whole = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER ? null : Math.round(value);

export const writeItems = (connection: DuckDBConnection, plays: readonly Play[]): Promise<void> => {
  const items = new Map<string, Record<string, Cell>>();
  for (const { serverId, item, stoppedAtMs } of plays) {
    const key = toItemKey(serverId, item);
    if (key === null) continue;
    items.set(key, {
      key,
      server_id: serverId,
      guid: item.guid,
      type: item.type,
      title: item.title,
      parent_title: item.parentTitle,
      grandparent_title: item.grandparentTitle,
      original_title: item.originalTitle,
      year: item.year !== null && Math.abs(item.year) < 1e6 ? whole(item.year) : null,
      duration_ms: whole(item.durationMs),
      thumb: item.thumb,
      seen_at_ms: stoppedAtMs,
      series_key: toSeriesKey(serverId, item),
      season_key: toSeasonKey(serverId, item),
    });
  }
  const text = [
    'key',
    'server_id',
    'guid',
    'type',
    'title',
    'parent_title',
    'grandparent_title',
    'original_title',
    'series_key',
    'season_key',
  ];
  const shape = {
    ...Object.fromEntries(text.map((name) => [name, 'VARCHAR'])),
    year: 'INTEGER',
    duration_ms: 'BIGINT',
    thumb: 'VARCHAR',
    seen_at_ms: 'BIGINT',
  };
  return replaceRows(connection, 'item', shape, [...items.values()]);
};

/** What Plex calls the kind of library that such items lie in. */
const sectionTypes: Partial<Record<Play['item']['type'], string>> = { episode: 'show', track: 'artist' };

export const writeLibraries = (connection: DuckDBConnection, plays: readonly Play[]): Promise<void> => {
  const libraries = new Map<string, Record<string, Cell>>();
  for (const { serverId, item, stoppedAtMs } of plays) {
    if (item.librarySectionId === null) continue;
    libraries.set(JSON.stringify([serverId, item.librarySectionId]), {
      server_id: serverId,
      id: item.librarySectionId,
      title: item.librarySectionTitle,
      type: sectionTypes[item.type] ?? item.type,
      seen_at_ms: stoppedAtMs,
    });
  }
  const shape = { server_id: 'VARCHAR', id: 'VARCHAR', title: 'VARCHAR', type: 'VARCHAR', seen_at_ms: 'BIGINT' };
  return replaceRows(connection, 'library', shape, [...libraries.values()]);
};
