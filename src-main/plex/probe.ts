// Asks who answers at an address. No token goes there: it may be somebody else.
import { type Clock } from '../lib/clock.ts';
import { createAgent, toBase, type Trust } from './agent.ts';
import { PlexError } from './errors.ts';
import { createExchange } from './exchange.ts';
import { type PlexIdentity, toPlexHeaders } from './identity.ts';
import { parseIdentity } from './to-server.ts';

export type Fare =
  | { kind: 'answered'; id: string; version: string; latencyMs: number }
  | { kind: 'failed'; error: PlexError };

/** Never rejects. */
export type Probe = (uri: string, trust?: Trust) => Promise<Fare>;

type Options = { identity: PlexIdentity; clock: Clock; timeoutMs: number };

const BODY_MAX_BYTES = 64 * 1024;

export const createProbe = ({ identity, clock, timeoutMs }: Options): Probe => {
  const { 'x-plex-token': _, ...headers } = toPlexHeaders(identity, '');
  return async (text, trust = {}) => {
    const uri = new URL(text);
    const agent = createAgent({ uri, trust, connections: 1, timeoutMs });
    const exchange = createExchange({
      base: toBase(uri),
      headers,
      agent,
      clock,
      closing: new AbortController().signal,
    });
    const startedAtMs = performance.now();
    try {
      const { bytes } = await exchange({ method: 'GET', path: '/identity', timeoutMs, bodyMaxBytes: BODY_MAX_BYTES });
      const identified = parseIdentity(toJson(bytes));
      if (!identified) return { kind: 'failed', error: notPlex() };
      return { kind: 'answered', ...identified, latencyMs: Math.round(performance.now() - startedAtMs) };
    } catch (error) {
      return { kind: 'failed', error: error instanceof PlexError ? error : notPlex(error) };
    } finally {
      void agent.destroy();
    }
  };
};

const notPlex = (cause?: unknown) => new PlexError('bad-answer', 'GET /identity: no Plex Media Server', { cause });

const toJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null; // Expected: something else listens there.
  }
};
