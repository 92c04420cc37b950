// Where a browser brings a file: first it asks for room, then it sends part after part.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WebProblem } from './to-problem.ts';
import { PART_BYTES, type Uploads } from './uploads.ts';

const UPLOADS_PATH = '/api/v1/imports/uploads';
const paramsSchema = z.object({ uploadId: z.string(), at: z.coerce.number().int().min(0) });

/** What the system says of a disk on which nothing can be written any more. */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const ended = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ABORT_ERR']);

const toWebProblem = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (noRoom.has(code)) return new WebProblem('NO_ROOM', { cause: error });
  return ended.has(code) ? new WebProblem('MALFORMED_REQUEST', { cause: error }) : error;
};

export const addUploadRoutes = async (app: FastifyInstance, uploads: Uploads): Promise<void> => {
  app.post(UPLOADS_PATH, async () => ({ ...(await uploads.begin()), partBytes: PART_BYTES }));
  await app.register(async (scope) => {
    // Read as it comes, and counted there.
    scope.addContentTypeParser('application/octet-stream', (_request, _body, done) => done(null));
    scope.addHook('onError', async (_request, reply) => {
      // The rest of the part is not waited for.
      void reply.header('connection', 'close');
    });
    scope.put(`${UPLOADS_PATH}/:uploadId/:at`, async (request) => {
      const params = paramsSchema.safeParse(request.params).data;
      if (!params) throw new WebProblem('NOT_FOUND');
      if (request.headers['content-type'] !== 'application/octet-stream') {
        throw new WebProblem('UNSUPPORTED_MEDIA_TYPE');
      }
      try {
        return { bytes: await uploads.append(params.uploadId, params.at, request.raw) };
      } catch (error) {
        throw toWebProblem(error);
      }
    });
  });
};
