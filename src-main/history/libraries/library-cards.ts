// The cards of the first page that tell of libraries: how much lies in each, and what was added last.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CardLine } from '../../../src-contract/chart.ts';
import { readLibraries } from './open-libraries.ts';
import { readRecentlyAdded } from './recently-added.ts';

/** A filter names the servers that are meant; nothing else of it concerns what lies somewhere. */
type Asked = { servers: readonly string[] | undefined; top: number };

const empty = { plays: null, watchedMs: null, users: null, lastAtMs: null };

/** What a library is counted in: films, episodes, tracks, photos. */
const leafOf: Record<string, string> = { movie: 'movie', show: 'episode', artist: 'track', photo: 'photo' };

export const readLibraryTotals = async (connection: DuckDBConnection, { servers }: Asked): Promise<CardLine[]> => {
  const libraries = await readLibraries(connection, { uncounted: true });
  return libraries
    .filter(({ gone, holding, serverId }) => !gone && holding !== null && (servers?.includes(serverId) ?? true))
    .map(({ key, title, type, serverId, holding, filter }) => ({
      ...empty,
      key,
      label: title,
      detail: type,
      serverId,
      thumb: null,
      filter,
      count: holding?.counts[leafOf[type ?? ''] ?? ''] ?? 0,
    }))
    .toSorted((one, other) => other.count - one.count);
};

export const readAddedLately = async (connection: DuckDBConnection, { servers, top }: Asked): Promise<CardLine[]> => {
  const [server, ...others] = servers ?? [];
  // One server is asked for; several are picked from more than enough.
  const length = others.length > 0 ? Math.min(100, top * 10) : top;
  const lines = await readRecentlyAdded(connection, { length, ...(server && others.length === 0 ? { server } : {}) });
  return lines
    .filter(({ item }) => servers?.includes(item.serverId) ?? true)
    .slice(0, top)
    .map(({ item, count, label, detail }) => ({
      ...empty,
      key: `${item.serverId}:${item.ratingKey}`,
      label,
      detail,
      serverId: item.serverId,
      thumb: item.thumb,
      count,
      lastAtMs: item.addedAtMs,
      filter: { item: item.itemKey },
    }));
};
