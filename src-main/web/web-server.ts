// The local web server: the window and its line to Marquee, REST for scripts, pictures, and who may have them.
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { addAccessRoutes } from './access-routes.ts';
import type { Access } from './access.ts';
import { createAdmission, generousLimits } from './admission.ts';
import { addArtwork, type Artwork } from './artwork.ts';
import { toBasePath } from './base-path.ts';
import type { GiveDownload } from './download-routes.ts';
import { createFastify, defaultLimits, type Limits } from './create-fastify.ts';
import { createGuard, toUrlHost, type Guard } from './guard.ts';
import { ListenError } from './listen-error.ts';
import { addRest } from './rest.ts';
import { createRpcSocket, type ServedRouter } from './rpc-socket.ts';
import { securityHeaders } from './security-headers.ts';
import { WebProblem } from './to-problem.ts';
import type { SignInDoor } from './sign-in-routes.ts';
import { addUploadRoutes } from './upload-routes.ts';
import type { Uploads } from './uploads.ts';
import { addWebhookRoutes, type WebhookDoor } from './webhook-routes.ts';
import { addWindowFiles } from './window-files.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no access key; Host and Origin are checked all the same. */
    open?: boolean;
    /** Plex knows no key and calls us by any name: neither key nor Host are asked for. */
    webhook?: boolean;
    /** Reached by whatever name a browser was sent to; Origin is checked all the same. */
    anyHost?: boolean;
    /** Is more than a look although it is asked for by GET: not for keys that may only look. */
    changes?: boolean;
  }
}

export type WebServerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  publicUrl: string | null;
  /** Proxies that are believed when they say for whom they ask. */
  trustedProxy?: readonly string[] | null;
  version: string;
  router: ServedRouter;
  access: Access;
  /** The built window; null where there is none. */
  windowDir: string | null;
  artwork: Artwork;
  /** Files of the history. */
  download?: GiveDownload;
  /** Gives null while webhooks are off. */
  webhooks?: () => WebhookDoor | null;
  /** Takes a browser that comes back from a sign-in page. */
  signIn?: SignInDoor;
  /** Room for a file that a browser brings; without it none can be brought. */
  uploads?: Uploads;
  clock: Clock;
  log: Log;
  limits?: Partial<Limits>;
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

const noDownload = () => Promise.reject(new WebProblem('NOT_FOUND'));

export const createWebServer = async (options: WebServerOptions): Promise<WebServer> => {
  const { host, publicUrl, router, access, windowDir, clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const basePath = toBasePath(publicUrl);
  const app = createFastify(limits, basePath, log, options.trustedProxy);
  let guard: Guard = () => 'UNKNOWN_HOST';
  const admission = createAdmission({ access, clock, limits: { ...generousLimits, ...options.rate } });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const { config } = request.routeOptions;
    const code = guard(request.headers, config.webhook === true || config.anyHost === true ? 'webhook' : 'http');
    if (code !== null) throw new WebProblem(code);
    const isOpen = request.is404 || config.open === true || config.webhook === true;
    if (!isOpen) admission.http(request, reply);
  });
  addAccessRoutes(app, { access, clock, publicUrl, version: options.version });
  addArtwork(app, options.artwork, log);
  await addWebhookRoutes(app, options.webhooks ?? (() => null));
  if (options.uploads) await addUploadRoutes(app, options.uploads);
  const { signIn = async () => null, download = noDownload } = options;
  await addRest(app, { router, version: options.version, signIn, download, nowMs: clock.nowMs });
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
