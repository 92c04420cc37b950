// The local web server: the window and its line to Marquee, REST for scripts, pictures, and who may have them.
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Problem } from '../../src-contract/problem.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { addAccessRoutes } from './access-routes.ts';
import type { Access } from './access.ts';
import { createAdmission, generousLimits } from './admission.ts';
import { addArtwork, type Artwork } from './artwork.ts';
import { toBasePath, withoutBasePath } from './base-path.ts';
import { endWithProblem } from './end-with-problem.ts';
import { createGuard, toUrlHost, type Guard } from './guard.ts';
import { ListenError } from './listen-error.ts';
import { addRest } from './rest.ts';
import { createRpcSocket, type ServedRouter } from './rpc-socket.ts';
import { securityHeaders } from './security-headers.ts';
import { PROBLEM_TYPE, describeProblem, toProblem, WebProblem } from './to-problem.ts';
import { addWindowFiles } from './window-files.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no access key; Host and Origin are checked all the same. */
    open?: boolean;
  }
}

const defaultLimits = {
  bodyBytes: 64 * 1024,
  /** A client that dawdles over its headers or its body is cut off. */
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 5_000,
  connections: 512,
  sockets: 64,
  heartbeatMs: 30_000,
  closeMs: 1_000,
};

export type WebServerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  publicUrl: string | null;
  version: string;
  router: ServedRouter;
  access: Access;
  /** The built window; null where there is none. */
  windowDir: string | null;
  artwork: Artwork;
  clock: Clock;
  log: Log;
  limits?: Partial<typeof defaultLimits>;
  /** How often one access key may ask over REST. */
  rate?: typeof generousLimits;
};

/** `url` is where this process listens; where browsers find it may be the `publicUrl`. */
export type WebServer = { url: string; port: number; close: () => Promise<void> };

/** Where a person's browser finds it; "every address of this machine" is not one, so the loopback stands for it. */
const toUrl = (host: string, port: number): string => {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : toUrlHost(host);
  return `http://${name}:${port}`;
};

const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply => {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (problem.status === 429 && !reply.hasHeader('retry-after')) reply.header('retry-after', '60');
  // Bytes, because fastify adds a charset to text, which JSON has no use for.
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
};

const createFastify = (limits: typeof defaultLimits, basePath: string): FastifyInstance => {
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    forceCloseConnections: 'idle',
    rewriteUrl: ({ url }) => withoutBasePath(url ?? '/', basePath),
    routerOptions: { maxParamLength: 200 },
    http: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    clientErrorHandler: (_error, socket) => endWithProblem(socket, 'MALFORMED_REQUEST'),
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, toProblem(error)),
  });
  app.server.maxConnections = limits.connections;

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
  return app;
};

export const createWebServer = async (options: WebServerOptions): Promise<WebServer> => {
  const { host, publicUrl, router, access, windowDir, clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const basePath = toBasePath(publicUrl);
  const app = createFastify(limits, basePath);
  let guard: Guard = () => 'UNKNOWN_HOST';
  const admission = createAdmission({ access, clock, limits: { ...generousLimits, ...options.rate } });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const code = guard(request.headers, 'http');
    if (code !== null) throw new WebProblem(code);
    const isOpen = request.is404 || request.routeOptions.config.open === true;
    if (!isOpen) admission.http(request, reply);
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

  addAccessRoutes(app, { access, clock, publicUrl });
  addArtwork(app, options.artwork, log);
  await addRest(app, router, options.version);
  if (windowDir !== null) await addWindowFiles(app, windowDir);

  const rpc = createRpcSocket({
    server: app.server,
    basePath,
    router,
    refuse: (request) => guard(request.headers, 'socket') ?? admission.socket(request),
    clock,
    log,
    limits: { payloadBytes: limits.bodyBytes, ...limits },
  });
  const closeAll = async (): Promise<void> => {
    admission.close();
    await rpc.close();
    const cancelPatience = clock.after(limits.closeMs, () => app.server.closeAllConnections());
    await app.close();
    cancelPatience();
  };

  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await closeAll();
    throw new ListenError(error, host, options.port);
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  guard = createGuard({ host, port, publicUrl });
  let closing: Promise<void> | undefined;
  return { url: toUrl(host, port), port, close: () => (closing ??= closeAll()) };
};
