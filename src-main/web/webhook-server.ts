// A second, tiny listener for webhooks alone: a Plex on another machine reaches it, and nothing else of Marquee.
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createFastify, defaultLimits, type Limits } from './create-fastify.ts';
import { createGuard } from './guard.ts';
import { ListenError } from './listen-error.ts';
import { securityHeaders } from './security-headers.ts';
import { WebProblem } from './to-problem.ts';
import { addWebhookRoutes, type WebhookDoor } from './webhook-routes.ts';

type Options = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  door: WebhookDoor | null;
  clock: Clock;
  log: Log;
  limits?: Partial<Limits>;
};

export type WebhookServer = { port: number; close: () => Promise<void> };

export const createWebhookServer = async (options: Options): Promise<WebhookServer> => {
  const { host, port, clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const app = createFastify(limits, '', log);
  const guard = createGuard({ host, port, publicUrl: null });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const code = guard(request.headers, 'webhook');
    if (code !== null) throw new WebProblem(code);
  });
  await addWebhookRoutes(app, () => options.door);
  const closeAll = async (): Promise<void> => {
    const cancelPatience = clock.after(limits.closeMs, () => app.server.closeAllConnections());
    await app.close();
    cancelPatience();
  };
  try {
    await app.listen({ host, port });
  } catch (error) {
    await closeAll();
    throw new ListenError(error, host, port);
  }
  const address = app.server.address();
  let closing: Promise<void> | undefined;
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => (closing ??= closeAll()),
  };
};
