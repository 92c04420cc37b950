// Lets in who has a key or is signed in, as far as the key goes and not too often; a key that is revoked is put out.
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebProblemCode } from '../../src-contract/problem.ts';
import type { Clock } from '../lib/clock.ts';
import type { Access } from './access.ts';
import { createCallers } from './callers.ts';
import { createRateLimit } from './rate-limit.ts';
import { WebProblem } from './to-problem.ts';

/** For each access key: 50 dashboards that each ask for everything once a second are well within it. */
export const generousLimits = { burst: 6000, perSecond: 1000 };

const looks = new Set(['GET', 'HEAD', 'OPTIONS']);

type Options = { access: Access; clock: Clock; limits: { burst: number; perSecond: number } };

export const createAdmission = ({ access, clock, limits }: Options) => {
  const callers = createCallers();
  const rate = createRateLimit(limits, clock);
  const unsubscribe = access.onRevoked(callers.end);
  return {
    /** Throws a problem for who may not. */
    http: (request: FastifyRequest, reply: FastifyReply): void => {
      const caller = access.identify(request.headers);
      if (caller === null) throw new WebProblem('SIGN_IN_NEEDED');
      if (request.routeOptions.url?.startsWith('/api/')) {
        const waitMs = rate.take(caller.keyId ?? 'owner');
        if (waitMs > 0) {
          reply.header('retry-after', String(Math.ceil(waitMs / 1000)));
          throw new WebProblem('TOO_MANY_REQUESTS');
        }
      }
      const isLook = looks.has(request.method) && request.routeOptions.config.changes !== true;
      if (caller.readOnly && !isLook) throw new WebProblem('READ_ONLY_KEY');
      if (caller.keyId !== null) reply.raw.once('close', callers.begin(caller.keyId, request.raw.socket));
    },
    /** The window's line can do everything, so a key that may only look cannot have it. */
    socket: (request: IncomingMessage): WebProblemCode | null => {
      const caller = access.identify(request.headers);
      if (caller === null) return 'SIGN_IN_NEEDED';
      if (caller.readOnly) return 'READ_ONLY_KEY';
      if (caller.keyId !== null) request.socket.once('close', callers.begin(caller.keyId, request.socket));
      return null;
    },
    close: unsubscribe,
  };
};
