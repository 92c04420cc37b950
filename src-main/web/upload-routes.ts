// Where a browser brings a file: first it asks for room, then it sends part after part.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { UPLOADS_PATH } from './openapi-files.ts';
import { WebProblem } from './to-problem.ts';
import { PART_BYTES, type Uploads } from './uploads.ts';

const UPLOADS = `/api/v1${UPLOADS_PATH}`;
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
  app.post(UPLOADS, async () => {
    try {
      return { ...(await uploads.begin()), partBytes: PART_BYTES };
    } catch (error) {
      throw toWebProblem(error);
    }
  });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const otherType = new WebProblem('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send it as application/octet-stream.' });
    scope.addContentTypeParser('*', (_request, _body, done) => done(otherType));
    // Read as it comes, and counted there.
    scope.addContentTypeParser('application/octet-stream', (_request, _body, done) => done(null));
    scope.addHook('onError', async (_request, reply) => {
      // The rest of the part is not waited for.
      void reply.header('connection', 'close');
    });
    scope.put(`${UPLOADS}/:uploadId/:at`, async (request) => {
      const params = paramsSchema.safeParse(request.params).data;
      if (!params) throw new WebProblem('NOT_FOUND');
      try {
        return { bytes: await uploads.append(params.uploadId, params.at, request.raw) };
      } catch (error) {
        throw toWebProblem(error);
      }
    });
  });
};
