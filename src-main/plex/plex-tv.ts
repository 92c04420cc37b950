// Asks plex.tv: for a PIN to sign in with, whose a token is, which servers he may use, and where his webhooks go.
import { type Clock, systemClock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { PlexError } from './errors.ts';
import { type Ask, createExchange } from './exchange.ts';
import { type PlexIdentity, toPlexHeaders } from './identity.ts';
import {
  parseAuthToken,
  parseNonce,
  parsePin,
  parseServers,
  parseUser,
  parseWebhookUrls,
  type Pin,
} from './plex-tv-schemas.ts';
import { toDispatcher } from './plex-tv-dispatcher.ts';
import { type Breaker, createReading, type ReadingLimits } from './reading.ts';

export type PlexTvConnection = {
  uri: string;
  address: string;
  port: number;
  local: boolean;
  relay: boolean;
  secure: boolean;
};

export type PlexTvServer = {
  /** Its machineIdentifier. */
  id: string;
  name: string;
  version: string | null;
  /** False: shared by somebody else. */
  owned: boolean;
  /** For this server and this account, and for nothing else. Null where plex.tv gives none. */
  accessToken: string | null;
  /** Its public address is the one that plex.tv sees us at: we are probably in the same network. */
  publicAddressMatches: boolean;
  /** The router may not resolve `plex.direct` names to local addresses. */
  dnsRebindingProtection: boolean;
  httpsRequired: boolean;
  /** plex.tv sees it running. */
  presence: boolean;
  lastSeenAtMs: number | null;
  connections: PlexTvConnection[];
};

export type PlexTvUser = { id: string; name: string; thumb: string | null; plexPass: boolean | null };

/** Every call fails with a PlexError and nothing else. */
export type PlexTv = {
  clientId: string;
  /** Where its sign-in page is. */
  pageUrl: string;
  /** With the public part of a device key only its holder is given the token. */
  createPin: (jwk: object | null) => Promise<Pin>;
  /** `not-found`: it has expired. `deviceJwt` belongs to the key with which it was made. */
  readPin: (id: string, deviceJwt: string | null) => Promise<Pin>;
  nonce: () => Promise<string>;
  /** A new token for what a device key has signed; works also after the old one has ended. */
  renew: (deviceJwt: string) => Promise<string>;
  /** `unauthorized` says that the token is not accepted; anything else says nothing about it. */
  user: (token: string) => Promise<PlexTvUser>;
  servers: (token: string) => Promise<PlexTvServer[]>;
  /** Keeps a classic token alive. */
  ping: (token: string) => Promise<void>;
  signOut: (token: string) => Promise<void>;
  webhookUrls: (token: string) => Promise<string[]>;
  /** All of them: what is not in the list is gone. `forbidden`: needs a Plex Pass. */
  setWebhookUrls: (token: string, urls: readonly string[]) => Promise<void>;
  /** The time at plex.tv, which judges our signatures; our own until it has answered. */
  nowMs: () => number;
  /** How far our clock is ahead of it (below zero: behind), where it has answered. */
  clockAheadMs: () => number;
  breaker: () => Breaker;
  close: () => Promise<void>;
};

export type PlexTvOptions = {
  identity: PlexIdentity;
  /** One address in place of all of plex.tv's own, for tests and the demo. */
  url?: string | null;
  /** An HTTP proxy on the way there. */
  proxy?: string | null;
  clock?: Clock;
  log: Log;
  limits?: Partial<ReadingLimits & { timeoutMs: number }>;
  random?: () => number;
};

const DEFAULT_LIMITS: ReadingLimits & { timeoutMs: number } = {
  timeoutMs: 10_000,
  retries: 2,
  retryBaseMs: 300,
  retryAfterMaxMs: 3000,
  breakerFailures: 5,
  breakerOpenMs: 30_000,
};

const BODY_MAX_BYTES = 8 * 1024 * 1024;

/** As the official documentation names them; both of the first two serve `/api/v2`. */
const HOSTS = { main: 'https://plex.tv', clients: 'https://clients.plex.tv', page: 'https://app.plex.tv/auth' };

const toHosts = (url: string | null) => (url === null ? HOSTS : { main: url, clients: url, page: `${url}/auth` });

const json = (value: object) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
const form = (fields: [string, string][]) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

type Wanted = Pick<Ask, 'method' | 'path' | 'query' | 'headers' | 'body'> & { host: 'main' | 'clients' };

export const createPlexTv = (options: PlexTvOptions): PlexTv => {
  const { identity, proxy = null, clock = systemClock, random = Math.random } = options;
  const log = options.log.for('plex.tv');
  const { timeoutMs, ...limits } = { ...DEFAULT_LIMITS, ...options.limits };
  const hosts = toHosts(options.url ?? null);
  const agent = toDispatcher(hosts.main, proxy);
  const closing = new AbortController();
  let aheadMs = 0;
  const { 'x-plex-token': _, ...headers } = toPlexHeaders(identity, '');
  const means = {
    headers,
    agent,
    clock,
    onDate: (atMs: number) => (aheadMs = clock.nowMs() - atMs),
    closing: closing.signal,
  };
  const exchanges = {
    main: createExchange({ ...means, base: hosts.main }),
    clients: createExchange({ ...means, base: hosts.clients }),
  };
  const reading = createReading(limits, { who: 'plex.tv', clock, log, closing: closing.signal, random });

  const ask = async ({ host, ...wanted }: Wanted): Promise<unknown> => {
    const { bytes } = await exchanges[host]({ ...wanted, timeoutMs, bodyMaxBytes: BODY_MAX_BYTES });
    if (bytes.byteLength === 0) return null;
    try {
      return JSON.parse(Buffer.from(bytes).toString('utf8'));
    } catch {
      throw new PlexError('bad-answer', `${wanted.method} ${wanted.path}: the answer is not JSON`);
    }
  };
  const askFor = async <Value>(wanted: Wanted, parse: (body: unknown) => Value | null): Promise<Value> => {
    const parsed = parse(await ask(wanted));
    if (parsed === null) throw new PlexError('bad-answer', `${wanted.method} ${wanted.path}: of another shape`);
    return parsed;
  };
  const withToken = (token: string) => ({ 'x-plex-token': token });

  return {
    clientId: identity.clientId,
    pageUrl: hosts.page,
    createPin: (jwk) => {
      const wanted = { method: 'POST', path: '/api/v2/pins' } as const;
      if (jwk === null) return askFor({ ...wanted, host: 'main', query: { strong: 'true' } }, parsePin);
      return askFor({ ...wanted, host: 'clients', ...json({ jwk, strong: true }) }, parsePin);
    },
    readPin: (id, deviceJwt) => {
      const query = deviceJwt === null ? {} : { deviceJWT: deviceJwt };
      const host = deviceJwt === null ? 'main' : 'clients';
      return askFor({ host, method: 'GET', path: `/api/v2/pins/${encodeURIComponent(id)}`, query }, parsePin);
    },
    nonce: () => reading.read(() => askFor({ host: 'clients', method: 'GET', path: '/api/v2/auth/nonce' }, parseNonce)),
    renew: (jwt) =>
      askFor({ host: 'clients', method: 'POST', path: '/api/v2/auth/token', ...json({ jwt }) }, parseAuthToken),
    user: (token) =>
      reading.read(() =>
        askFor({ host: 'main', method: 'GET', path: '/api/v2/user', headers: withToken(token) }, parseUser),
      ),
    servers: (token) => {
      const query = { includeHttps: '1', includeRelay: '1', includeIPv6: '1' };
      const wanted = { host: 'clients', method: 'GET', path: '/api/v2/resources', query } as const;
      return reading.read(() => askFor({ ...wanted, headers: withToken(token) }, parseServers));
    },
    ping: async (token) => {
      const wanted = { host: 'main', method: 'GET', path: '/api/v2/ping', headers: withToken(token) } as const;
      await reading.read(() => ask(wanted));
    },
    signOut: async (token) => {
      await ask({ host: 'main', method: 'DELETE', path: '/api/v2/users/signout', headers: withToken(token) });
    },
    webhookUrls: (token) => {
      const wanted = { host: 'main', method: 'GET', path: '/api/v2/user/webhooks' } as const;
      return reading.read(() => askFor({ ...wanted, headers: withToken(token) }, parseWebhookUrls));
    },
    setWebhookUrls: async (token, urls) => {
      // An empty list is one field without the brackets (python-plexapi).
      const fields = urls.length === 0 ? form([['urls', '']]) : form(urls.map((url) => ['urls[]', url]));
      const { headers: kind, body } = fields;
      const wanted = { host: 'main', method: 'POST', path: '/api/v2/user/webhooks', body } as const;
      await ask({ ...wanted, headers: { ...kind, ...withToken(token) } });
    },
    nowMs: () => clock.nowMs() - aheadMs,
    clockAheadMs: () => aheadMs,
    breaker: reading.breaker,
    close: async () => {
      closing.abort();
      await agent.destroy();
    },
  };
};
