// An item of a library, as it is stored.
import { z } from 'zod';
import type { LibraryItem } from '../../../src-contract/library.ts';

const whole = z.union([z.bigint(), z.number()]).transform(Number);

/** Of a table `library_item` whose readings that do not stand are left out (`standing`). */
export const itemColumns = `library_item.server_id AS "serverId", section_id AS "sectionId", rating_key AS "ratingKey",
  item_key AS "itemKey", library_item.type AS type, library_item.title AS title, parent_title AS "parentTitle",
  grandparent_title AS "grandparentTitle", item_index AS "index", parent_index AS "parentIndex", year,
  duration_ms AS "durationMs", bytes, added_at_ms AS "addedAtMs", thumb`;

export const standing = `library_item JOIN library_section section
  ON section.server_id = library_item.server_id AND section.id = section_id AND section.scan = library_item.scan AND NOT gone`;

export const itemRow: z.ZodType<LibraryItem> = z.object({
  serverId: z.string(),
  sectionId: z.string(),
  ratingKey: z.string(),
  itemKey: z.string(),
  type: z.string(),
  title: z.string(),
  parentTitle: z.string().nullable(),
  grandparentTitle: z.string().nullable(),
  index: whole.nullable(),
  parentIndex: whole.nullable(),
  year: whole.nullable(),
  durationMs: whole.nullable(),
  bytes: whole.nullable(),
  addedAtMs: whole.nullable(),
  thumb: z.string().nullable(),
});
