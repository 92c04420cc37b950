// Files to download, by the path under which they are asked for: over the web, and by the window of the desktop app.
import type { Readable } from 'node:stream';
import { ORPCError } from '@orpc/server';
import type { z } from 'zod';
import { archiveQuerySchema, downloadPaths, exportQuerySchema, type ExportQuery } from '../../src-contract/export.ts';
import { problems } from '../../src-contract/problem.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { describeFields, describeIssues } from './describe-issues.ts';

export type Download = { fileName: string; contentType: string; bytes: Readable };
export type DownloadsRoom = { plays: (query: ExportQuery) => Download; archive: () => Download };

/** Rejects with a problem, and only before the first byte: after it, a stream can but break off. */
export type GiveDownload = (path: string, query: unknown) => Promise<Download>;

const parse = <Query>(schema: z.ZodType<Query>, query: unknown): Query => {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const fields = describeIssues(parsed.error.issues);
  const { status, message } = problems.INVALID_INPUT;
  throw new ORPCError('INVALID_INPUT', { status, message: `${message} ${describeFields(fields)}`, data: { fields } });
};

const unavailable = () => {
  const { status, message } = problems.HISTORY_UNAVAILABLE;
  return new ORPCError('HISTORY_UNAVAILABLE', { status, message });
};

const isReadable = (bytes: Readable): Promise<void> =>
  new Promise((resolve, reject) => {
    bytes.once('readable', resolve).once('end', resolve).once('error', reject);
  });

export const createDownloads =
  (exports: DownloadsRoom, log: Log): GiveDownload =>
  async (path, query) => {
    const begin = (): Download => {
      if (path === downloadPaths.archive) {
        parse(archiveQuerySchema, query);
        return exports.archive();
      }
      return exports.plays(parse(exportQuerySchema, query));
    };
    try {
      const download = begin();
      await isReadable(download.bytes);
      download.bytes.on('error', (error) => log.error('A download broke off', { reason: error.message }));
      return download;
    } catch (thrown) {
      if (thrown instanceof ORPCError) throw thrown;
      log.error('A download could not begin', { reason: toError(thrown).message });
      throw unavailable();
    }
  };
