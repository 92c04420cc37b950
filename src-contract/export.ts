// What can be downloaded: plays as a table in one of four formats, and the whole history as an archive.
import { z } from 'zod';
import { playFilterShape } from './play-filter.ts';

export const exportFormatSchema = z.enum(['csv', 'json', 'xlsx', 'parquet']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

const yesOrNo = z.stringbool().or(z.boolean());

export const exportQuerySchema = z.strictObject({
  ...playFilterShape,
  format: exportFormatSchema,
  /** CSV: begins with the mark by which Excel knows UTF-8. */
  bom: yesOrNo.default(false),
  /** CSV: puts an apostrophe before a text that a spreadsheet would take for a formula. */
  guard: yesOrNo.default(true),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;

export const archiveQuerySchema = z.strictObject({});

/** Under `/api/v1`; a window of the desktop app finds them under the same path of its own address. */
export const downloadPaths = { plays: '/history/export', archive: '/history/archive' } as const;
