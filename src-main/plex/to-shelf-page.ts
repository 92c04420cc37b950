// A page of a library: what lies there, how long it is and how large its files are.
import { z } from 'zod';
import { many, number, text, toList } from './lenient.ts';
import type { Note } from './oddities.ts';
import { parseContainer, parseEntries } from './schemas.ts';
import { toAtMs } from './to-shelf.ts';

const rawEntry = z.object({
  ratingKey: text,
  parentRatingKey: text,
  grandparentRatingKey: text,
  guid: text,
  grandparentGuid: text,
  title: text,
  parentTitle: text,
  grandparentTitle: text,
  index: number,
  parentIndex: number,
  year: number,
  duration: number,
  thumb: text,
  addedAt: number,
  updatedAt: number,
  Media: many(z.object({ Part: many(z.object({ size: number })) })),
});
export type ShelfEntry = Omit<z.output<typeof rawEntry>, 'Media' | 'addedAt' | 'updatedAt' | 'ratingKey'> & {
  ratingKey: string;
  /** Of all its files; null where no size is told. */
  bytes: number | null;
  addedAtMs: number | null;
  updatedAtMs: number | null;
};
export type ShelfPage = { entries: ShelfEntry[]; read: number; total: number | null };

export const parseShelfPage = (body: unknown, note: Note): ShelfPage | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const raw = ['Metadata', 'Video', 'Track', 'Photo', 'Directory'].flatMap((key) => toList(container[key]));
  const entries = parseEntries(rawEntry, raw, 'library item', note).flatMap(
    ({ ratingKey, Media, addedAt, updatedAt, ...entry }) => {
      if (ratingKey === null) {
        note('library item without a key');
        return [];
      }
      const sizes = Media.flatMap(({ Part }) => Part.flatMap(({ size }) => size ?? []));
      const bytes = sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
      return [{ ...entry, ratingKey, bytes, addedAtMs: toAtMs(addedAt), updatedAtMs: toAtMs(updatedAt) }];
    },
  );
  const total = Number(container['totalSize'] ?? container['size'] ?? Number.NaN);
  return { entries, read: raw.length, total: Number.isFinite(total) ? total : null };
};
