// The files that are given and taken, for the OpenAPI document: they stream past the contract, and are described like it.
import { oc } from '@orpc/contract';
import type { OpenAPI } from '@orpc/openapi';
import { z } from 'zod';
import { archiveQuerySchema, downloadPaths, exportQuerySchema } from '../../src-contract/export.ts';
import { problems, webProblems } from '../../src-contract/problem.ts';
import { KEPT_MS, MOST_BYTES, PART_BYTES } from './uploads.ts';

const { HISTORY_UNAVAILABLE, INVALID_INPUT } = problems;
const { MALFORMED_REQUEST, NOT_FOUND, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NO_ROOM } = webProblems;

/** Under `/api/v1`. */
export const UPLOADS_PATH = '/imports/uploads';
const PART_PATH = `${UPLOADS_PATH}/{uploadId}/{at}`;

const mebibytes = PART_BYTES / 1024 ** 2;
const uploadWords = `One file at a time, up to ${MOST_BYTES / 1024 ** 3} GiB, for ${KEPT_MS / 60_000} minutes after its last part. \
Asking for room again throws away what came before. Begin an import with \`{"kind": "file", "path"}\` as its source.`;

const begunSchema = z.object({
  uploadId: z.string(),
  path: z.string().describe('Where Marquee has the file: the source of an import'),
  partBytes: z.number().int().describe('How large a part may be'),
});
const partSchema = z.object({
  uploadId: z.string(),
  at: z.number().int().min(0).describe('The byte at which this part begins: where the last one ended'),
});

export const filesContract = {
  downloads: {
    plays: oc
      .route({ method: 'GET', path: downloadPaths.plays, summary: 'Filtered plays as a file to download' })
      .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
      .input(exportQuerySchema),
    archive: oc
      .route({ method: 'GET', path: downloadPaths.archive, summary: 'The whole history as Parquet files in a ZIP' })
      .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
      .input(archiveQuerySchema),
  },
  uploads: {
    begin: oc
      .route({
        method: 'POST',
        path: UPLOADS_PATH,
        summary: 'Room for a file that is brought, such as the database of a Tautulli on another computer',
        description: uploadWords,
      })
      .errors({ NO_ROOM })
      .output(begunSchema),
    append: oc
      .route({
        method: 'PUT',
        path: PART_PATH,
        summary: 'The next part of the file',
        description: `At most ${mebibytes} MiB. A part that broke off is sent again to the same place.`,
      })
      .errors({ MALFORMED_REQUEST, NOT_FOUND, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NO_ROOM })
      .input(partSchema)
      .output(z.object({ bytes: z.number().int().describe('How much of the file is here now') })),
  },
};

const bytes = { schema: { type: 'string', format: 'binary' } } as const;
const part = { schema: { type: 'string', format: 'binary', maxLength: PART_BYTES } } as const;
const text = { schema: { type: 'string' } } as const;
const list = { schema: { type: 'array', items: { type: 'object' } } } as const;

const playsFile = {
  'text/csv': text,
  'application/json': list,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': bytes,
  'application/vnd.apache.parquet': bytes,
};
const archive = { 'application/zip': bytes };

const withGiven = (item: OpenAPI.PathItemObject, content: typeof playsFile | typeof archive): OpenAPI.PathItemObject =>
  item.get
    ? { ...item, get: { ...item.get, responses: { ...item.get.responses, 200: { description: 'The file', content } } } }
    : item;

const withTaken = (item: OpenAPI.PathItemObject): OpenAPI.PathItemObject =>
  item.put
    ? { ...item, put: { ...item.put, requestBody: { required: true, content: { 'application/octet-stream': part } } } }
    : item;

/** A file where a procedure would answer with data or take it; every other path as it is. */
export const withFile = (path: string, item: OpenAPI.PathItemObject): OpenAPI.PathItemObject => {
  if (path === downloadPaths.plays) return withGiven(item, playsFile);
  if (path === downloadPaths.archive) return withGiven(item, archive);
  return path === PART_PATH ? withTaken(item) : item;
};
