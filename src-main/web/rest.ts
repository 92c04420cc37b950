// Serves the contract as REST under /api/v1, with the OpenAPI document that describes it.
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiPageStyle, toApiPage } from './api-page.ts';
import { addDownloadRoutes, type GiveDownload } from './download-routes.ts';
import { createOpenApiDocument, hasRoute } from './openapi.ts';
import type { ServedRouter } from './rpc-socket.ts';
import { addSignInRoutes, type SignInDoor } from './sign-in-routes.ts';
import { PROBLEM_TYPE, toProblem, WebProblem } from './to-problem.ts';

const API_PREFIX = '/api/v1';

/** The address as everybody reads it: oRPC takes `/x/` and `/./x` for `/x`, but what a key may do goes by fastify's reading. */
const isPlain = (path: string): boolean => new URL(path, 'http://any').pathname === path && !path.endsWith('/');

type Options = {
  router: ServedRouter;
  version: string;
  signIn: SignInDoor;
  download: GiveDownload;
  nowMs: () => number;
};

export const addRest = async (
  app: FastifyInstance,
  { router, version, signIn, download, nowMs }: Options,
): Promise<void> => {
  const handler = new OpenAPIHandler(router, { filter: hasRoute, customErrorResponseBodyEncoder: toProblem });
  const document = await createOpenApiDocument(version);
  const page = toApiPage(document);

  await app.register(
    async (api) => {
      // oRPC writes every body as `application/json`; a problem has a type of its own.
      api.addHook('onSend', async (_request, reply) => {
        const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
        if (reply.statusCode >= 400 && !isPage) reply.header('content-type', PROBLEM_TYPE);
      });
      api.get('/openapi.json', async () => document);
      api.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
      api.get('/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(apiPageStyle));
      const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        if (!isPlain(request.url.split('?')[0] ?? '')) throw new WebProblem('NOT_FOUND');
        // oRPC looks at the address as it came, fastify at what the base path leaves of it.
        const basePath = request.originalUrl.slice(0, -(request.raw.url ?? '').length);
        const { matched } = await handler.handle(request, reply, { prefix: `/${`${basePath}${API_PREFIX}`.slice(1)}` });
        if (!matched) throw new WebProblem('NOT_FOUND');
        return reply;
      };
      addDownloadRoutes(api, download);
      addSignInRoutes(api, { door: signIn, answerJson: answer, nowMs });
      // The specification starts a sign-in by GET.
      api.get('/auth/plex/start', { config: { changes: true } }, answer);
      // Tells the address that webhooks are let in by.
      api.get('/webhooks', { config: { changes: true } }, answer);
      api.all('/*', answer);
    },
    { prefix: API_PREFIX },
  );
};
