// A page of a server's own history: what was viewed when and by whom, and nothing of how or for how long.
import { z } from 'zod';
import { flag, number, text, toList } from './lenient.ts';
import type { Note } from './oddities.ts';
import { parseContainer, parseEntries } from './schemas.ts';

const rawLine = z.object({
  historyKey: text,
  ratingKey: text,
  parentRatingKey: text,
  grandparentRatingKey: text,
  parentKey: text,
  grandparentKey: text,
  guid: text,
  grandparentGuid: text,
  librarySectionID: text,
  type: text,
  title: text,
  parentTitle: text,
  grandparentTitle: text,
  originalTitle: text,
  index: number,
  parentIndex: number,
  year: number,
  thumb: text,
  grandparentThumb: text,
  viewedAt: number,
  accountID: text,
  deviceID: text,
  live: flag,
});
export type HistoryLine = Omit<z.output<typeof rawLine>, 'historyKey' | 'viewedAt'> & {
  id: string;
  viewedAtMs: number;
};
export type HistoryPage = { lines: HistoryLine[]; read: number; total: number | null };

const lastOf = (path: string | null): string | null => path?.split('/').at(-1) ?? null;

export const parseHistory = (body: unknown, note: Note): HistoryPage | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const raw = ['Metadata', 'Video', 'Track', 'Photo'].flatMap((key) => toList(container[key]));
  const lines = parseEntries(rawLine, raw, 'line of the history', note).flatMap(({ historyKey, viewedAt, ...line }) => {
    const id = lastOf(historyKey);
    if (id === null || viewedAt === null || viewedAt <= 0) {
      note('line of the history without a time or a number');
      return [];
    }
    // Items that were deleted since have lost their keys; their series may still be there.
    const parentRatingKey = line.parentRatingKey ?? lastOf(line.parentKey);
    const grandparentRatingKey = line.grandparentRatingKey ?? lastOf(line.grandparentKey);
    return [{ ...line, parentRatingKey, grandparentRatingKey, id, viewedAtMs: viewedAt * 1000 }];
  });
  const total = Number(container['totalSize'] ?? container['size'] ?? Number.NaN);
  return { lines, read: raw.length, total: Number.isFinite(total) ? total : null };
};
