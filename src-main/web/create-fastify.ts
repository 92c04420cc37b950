// A fastify with our limits, our way of reading JSON and our way of saying what is wrong; every door has the same.
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Problem } from '../../src-contract/problem.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { withoutBasePath } from './base-path.ts';
import { endWithProblem } from './end-with-problem.ts';
import { limitPeers } from './limit-peers.ts';
import { PROBLEM_TYPE, describeProblem, toProblem, WebProblem } from './to-problem.ts';

export const defaultLimits = {
  bodyBytes: 64 * 1024,
  /** A client that dawdles over its headers or its body is cut off. */
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 5_000,
  connections: 512,
  /** Of one address: who holds many lines open and says nothing must not keep everybody else out. */
  connectionsOfOne: 384,
  sockets: 64,
  heartbeatMs: 30_000,
  closeMs: 1_000,
};
export type Limits = typeof defaultLimits;

const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply => {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (problem.status === 429 && !reply.hasHeader('retry-after')) reply.header('retry-after', '60');
  // Bytes, because fastify adds a charset to text, which JSON has no use for.
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
};

const isTooSlow = (error: Error): boolean => 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT';

const noSchemas = (): never => {
  throw new Error('What comes in is read with the schemas of the contract.');
};

export const createFastify = (
  limits: Limits,
  basePath: string,
  log: Log,
  /** Whose word about the peer they ask for is believed. */
  trustedProxy: readonly string[] | null = null,
): FastifyInstance => {
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    trustProxy: trustedProxy === null ? false : [...trustedProxy],
    requestTimeout: limits.requestMs,
    forceCloseConnections: 'idle',
    rewriteUrl: ({ url }) => withoutBasePath(url ?? '/', basePath),
    routerOptions: { maxParamLength: 200 },
    // No route has a JSON schema, so the compilers for them need not be loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    http: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    clientErrorHandler: (error, socket) => endWithProblem(socket, isTooSlow(error) ? 'TOO_SLOW' : 'MALFORMED_REQUEST'),
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, toProblem(error)),
  });
  app.server.maxConnections = limits.connections;
  limitPeers(app.server, limits.connectionsOfOne);

  // Many clients name a type for nothing at all.
  app.addHook('onRequest', async ({ headers }) => {
    const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
    if (isEmpty) delete headers['content-type'];
  });
  // JSON objects only; nothing at all is fine where nothing is needed.
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, null);
    return parseJson(request, body.toString(), (error, parsed) => {
      const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
      return error || isObject ? done(error, parsed) : done(new WebProblem('MALFORMED_REQUEST'));
    });
  });

  // The pattern of the route, never the address: that may hold what somebody pasted into it.
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    log.debug('request', {
      route: request.routeOptions.url ?? null,
      method: request.method,
      status: reply.statusCode,
      ms,
    });
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, describeProblem('NOT_FOUND')));
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.code === 'INTERNAL') {
      log.error('A request failed', { route: request.routeOptions.url ?? null, stack: toError(error).stack });
    }
    return sendProblem(reply, problem);
  });
  return app;
};
