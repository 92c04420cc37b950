// Hands files over as they are written: as much at a time as the other side takes, and no more once it has gone.
import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { downloadPaths } from '../../src-contract/export.ts';

type Download = { fileName: string; contentType: string; bytes: Readable };
export type GiveDownload = (path: string, query: unknown) => Promise<Download>;

/** `api` stands for `/api/v1`. */
export const addDownloadRoutes = (api: FastifyInstance, give: GiveDownload): void => {
  for (const path of Object.values(downloadPaths)) {
    api.get(path, async (request, reply) => {
      const { fileName, contentType, bytes } = await give(path, request.query);
      reply.raw.once('close', () => bytes.destroy());
      return reply
        .headers({
          'content-type': contentType,
          'content-disposition': `attachment; filename="${fileName}"`,
          'cache-control': 'no-store',
        })
        .send(bytes);
    });
  }
};
