// The history's filters, order and limits, as Plex reads them from the query.
import type { HistoryRow, World } from '../world.ts';

/** Null when the query asks for something Plex refuses. `onlyAccount`: what a user who is not the owner may see. */
export function selectHistory(world: World, query: URLSearchParams, onlyAccount: number | null): HistoryRow[] | null {
  const account = onlyAccount ?? numberOf(query.get('accountID'));
  const section = numberOf(query.get('librarySectionID'));
  const metadata = query.get('metadataItemID');
  const device = numberOf(query.get('deviceID'));
  // `viewedAt>=123` arrives as a parameter called `viewedAt>`.
  const since = numberOf(query.get('viewedAt>'));
  const until = numberOf(query.get('viewedAt<'));
  const rows = world.history.filter((row) => {
    const item = world.library.items.get(row.ratingKey);
    if (account !== null && row.accountId !== account) return false;
    if (device !== null && row.deviceId !== device) return false;
    if (section !== null && item?.sectionId !== section) return false;
    if (since !== null && row.viewedAtS < since) return false;
    if (until !== null && row.viewedAtS > until) return false;
    if (metadata === null) return true;
    return [item?.ratingKey, item?.parent?.ratingKey, item?.parent?.parent?.ratingKey].includes(metadata);
  });
  return sorted(rows, query.get('sort') ?? 'viewedAt');
}

const fields: Readonly<Record<string, (row: HistoryRow) => number>> = {
  viewedAt: (row) => row.viewedAtS,
  accountID: (row) => row.accountId,
  deviceID: (row) => row.deviceId ?? 0,
  id: (row) => row.id,
};

function sorted(rows: HistoryRow[], sort: string): HistoryRow[] | null {
  const keys = sort.split(',').map((part) => {
    const [name = '', direction] = part.replace(/^-/, '').split(':');
    return { read: fields[name], sign: part.startsWith('-') || direction === 'desc' ? -1 : 1 };
  });
  if (keys.some(({ read }) => read === undefined)) return null;
  return rows.toSorted((a, b) => {
    for (const { read, sign } of keys) {
      const difference = ((read?.(a) ?? 0) - (read?.(b) ?? 0)) * sign;
      if (difference !== 0) return difference;
    }
    return a.id - b.id;
  });
}

function numberOf(text: string | null): number | null {
  if (text === null || text === '') return null;
  const value = Number(text.replace(/^=/, ''));
  return Number.isFinite(value) ? value : null;
}
