// The files that can be downloaded, for the OpenAPI document: they stream past the contract, and are described like it.
import { oc } from '@orpc/contract';
import type { OpenAPI } from '@orpc/openapi';
import { archiveQuerySchema, downloadPaths, exportQuerySchema } from '../../src-contract/export.ts';
import { problems } from '../../src-contract/problem.ts';

const { HISTORY_UNAVAILABLE, INVALID_INPUT } = problems;

export const downloadsContract = {
  plays: oc
    .route({ method: 'GET', path: downloadPaths.plays, summary: 'Filtered plays as a file to download' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(exportQuerySchema),
  archive: oc
    .route({ method: 'GET', path: downloadPaths.archive, summary: 'The whole history as Parquet files in a ZIP' })
    .errors({ HISTORY_UNAVAILABLE, INVALID_INPUT })
    .input(archiveQuerySchema),
};

const bytes = { schema: { type: 'string', format: 'binary' } } as const;

const text = { schema: { type: 'string' } } as const;
const list = { schema: { type: 'array', items: { type: 'object' } } } as const;

const playsFile = {
  'text/csv': text,
  'application/json': list,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': bytes,
  'application/vnd.apache.parquet': bytes,
};

/** A file where a procedure would answer with data; every other path as it is. */
export const withFile = (path: string, item: OpenAPI.PathItemObject): OpenAPI.PathItemObject => {
  const { get } = item;
  const content =
    path === downloadPaths.plays ? playsFile : path === downloadPaths.archive ? { 'application/zip': bytes } : null;
  if (content === null || get === undefined) return item;
  return { ...item, get: { ...get, responses: { ...get.responses, 200: { description: 'The file', content } } } };
};
