// What the reading thread and the importer tell each other.
import { z } from 'zod';
import { importSourceSchema, unusableWhySchema } from '../../../src-contract/import.ts';

export const orderSchema = z.object({
  source: importSourceSchema,
  /** A folder of our own, for the copy of the file and the parts. */
  dir: z.string(),
  /** Whose plays these are, where the owner said so. */
  serverId: z.string().nullable(),
  /** Of this Marquee, and of the import. */
  site: z.string(),
  importId: z.string(),
  /** Rows from this number on; the newest that was dealt with before. */
  after: z.number(),
  /** Only to look: no plays and items are written. */
  dry: z.boolean(),
  /** How the plays of Tautulli's admin are told here; null: by his own id. By server. */
  owners: z.record(z.string(), z.string()),
});
export type Order = z.infer<typeof orderSchema>;

export const headSchema = z.object({
  kind: z.literal('head'),
  name: z.string(),
  version: z.string().nullable(),
  serverId: z.string().nullable(),
  serverName: z.string().nullable(),
  total: z.number(),
  remarks: z.array(z.string()),
  users: z.array(z.object({ id: z.string(), name: z.string(), friendlyName: z.string().nullable() })),
});
export type Head = z.infer<typeof headSchema>;

export const partSchema = z.object({
  kind: z.literal('part'),
  /** Lines of what is needed to decide about a row, of whole plays, and of items not named before. */
  rowsPath: z.string(),
  playsPath: z.string(),
  itemsPath: z.string(),
  /** Rows of the source in it, and how many of them are lines of the file. */
  rows: z.number(),
  lines: z.number(),
  lastRowId: z.number(),
  fromMs: z.number(),
  untilMs: z.number(),
  unusable: z.array(z.object({ rowId: z.number(), why: unusableWhySchema })),
});
export type Part = z.infer<typeof partSchema>;

export const saidSchema = z.discriminatedUnion('kind', [
  headSchema,
  partSchema,
  z.object({ kind: z.literal('end') }),
  /** `message` is for the owner. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/** What is needed to decide about a row. */
export const rowColumns = {
  row_id: 'BIGINT',
  first_row_id: 'BIGINT',
  id: 'VARCHAR',
  user_id: 'VARCHAR',
  user_name: 'VARCHAR',
  user_thumb: 'VARCHAR',
  item_key: 'VARCHAR',
  rating_key: 'VARCHAR',
  live: 'BOOLEAN',
  type: 'VARCHAR',
  machine_id: 'VARCHAR',
  library_id: 'VARCHAR',
  library_title: 'VARCHAR',
  started_at_ms: 'BIGINT',
  stopped_at_ms: 'BIGINT',
} as const;

/** As in the table `item`. */
export const itemColumns = {
  key: 'VARCHAR',
  server_id: 'VARCHAR',
  guid: 'VARCHAR',
  type: 'VARCHAR',
  title: 'VARCHAR',
  parent_title: 'VARCHAR',
  grandparent_title: 'VARCHAR',
  original_title: 'VARCHAR',
  year: 'INTEGER',
  duration_ms: 'BIGINT',
  thumb: 'VARCHAR',
  seen_at_ms: 'BIGINT',
  series_key: 'VARCHAR',
  season_key: 'VARCHAR',
  search: 'VARCHAR',
} as const;
