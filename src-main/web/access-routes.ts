// Signing in with the code of a sign-in link: a browser trades it for a cookie, a desktop app for a key of its own; and
// both can ask whether they are signed in.
import type { IncomingHttpHeaders } from 'node:http';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import { SESSION_LIFE_MS, type Access } from './access.ts';
import { toBasePath } from './base-path.ts';
import { writeCookie } from './cookie.ts';
import { WebProblem } from './to-problem.ts';

const MAX_TRIES = 10;
const TRIES_MS = 60_000;

const exchangeSchema = z.object({ code: z.string().min(1).max(200) });
const attachSchema = exchangeSchema.extend({ name: z.string().trim().min(1).max(100) });

/** Counts the wrong codes of each peer, a minute at a time. */
const createTries = (clock: Clock) => {
  const peers = new LRUCache<string, { count: number; untilMs: number }>({ max: 1000 });
  const current = (peer: string) => {
    const known = peers.get(peer);
    return known && clock.nowMs() < known.untilMs ? known : { count: 0, untilMs: clock.nowMs() + TRIES_MS };
  };
  return {
    mayTry: (peer: string): boolean => current(peer).count < MAX_TRIES,
    failed: (peer: string): void => {
      const tries = current(peer);
      peers.set(peer, { ...tries, count: tries.count + 1 });
    },
  };
};

/** The cookie belongs to the address that the page was opened at: the public one, or this machine's own. */
const toCookieScope = ({ host, origin }: IncomingHttpHeaders, publicUrl: string | null) => {
  const isPublic = publicUrl !== null && origin === new URL(publicUrl).origin;
  return isPublic
    ? { host, path: `${toBasePath(publicUrl)}/`, secure: origin.startsWith('https:') }
    : { host, path: '/', secure: false };
};

export const addAccessRoutes = (
  app: FastifyInstance,
  { access, clock, publicUrl, version }: { access: Access; clock: Clock; publicUrl: string | null; version: string },
): void => {
  const tries = createTries(clock);
  const refuse = (peer: string): never => {
    tries.failed(peer);
    throw new WebProblem('SIGN_IN_LINK_USED');
  };

  app.get('/api/v1/access/me', { config: { open: true } }, async (request) => ({
    signedIn: access.isAllowed(request.headers),
  }));

  app.post('/api/v1/access/exchange', { config: { open: true } }, async (request, reply) => {
    if (!tries.mayTry(request.ip)) throw new WebProblem('TOO_MANY_TRIES');
    const input = exchangeSchema.safeParse(request.body);
    const value = input.success ? access.exchange(input.data.code) : null;
    if (value === null) return refuse(request.ip);
    const scope = toCookieScope(request.headers, publicUrl);
    return reply.header('set-cookie', writeCookie(value, SESSION_LIFE_MS, scope)).send({ signedIn: true });
  });

  app.post('/api/v1/access/attach', { config: { open: true } }, async (request) => {
    if (!tries.mayTry(request.ip)) throw new WebProblem('TOO_MANY_TRIES');
    const input = attachSchema.safeParse(request.body);
    const made = input.success ? access.exchangeForKey(input.data.code, input.data.name) : null;
    if (made?.kind === 'too-many-keys') throw new WebProblem('TOO_MANY_KEYS');
    if (made?.kind !== 'made') return refuse(request.ip);
    return { keyId: made.id, key: made.key, host: hostname(), version };
  });
};
