// Asks one Plex Media Server: who is playing what, what it stores of an item, and to end a stream or a transcode.
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { type SeenSession } from '../../src-contract/heard.ts';
import { type SourceMedia } from '../../src-contract/media.ts';
import { type ServerLimits } from '../../src-contract/reason.ts';
import { type Activity, type ServerInfo } from '../../src-contract/server.ts';
import { type Item } from '../../src-contract/session.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { createAgent, toBase, type Trust } from './agent.ts';
import { PlexError } from './errors.ts';
import { type Ask, createExchange } from './exchange.ts';
import { type PlexIdentity, toPlexHeaders } from './identity.ts';
import { createOddities } from './oddities.ts';
import { createQuestions, type PlexQuestions } from './questions.ts';
import { type Breaker, createReading, type ReadingLimits } from './reading.ts';
import { type BackgroundJob } from '../../src-contract/transcodes.ts';
import { parseJobs, parseLimits, parseLoads, type Load } from './to-load.ts';
import { parseActivities, parseIdentity, parseServerInfo } from './to-server.ts';
import { parseSessionsInSlices } from './to-session.ts';
import { parseStored, type Stored } from './to-source.ts';
import { toTranscodeKey } from './to-transcode.ts';

export type PlexLimits = ReadingLimits & {
  /** From the first byte out to the last byte in. */
  timeoutMs: number;
  bodyMaxBytes: number;
  imageMaxBytes: number;
  connections: number;
  /** Images may hold so many of the connections, so that the session list never waits for posters. */
  imagesAtOnce: number;
  sourcesKept: number;
  sourceKeptMs: number;
};

const DEFAULT_LIMITS: PlexLimits = {
  timeoutMs: 10_000,
  bodyMaxBytes: 32 * 1024 * 1024,
  imageMaxBytes: 8 * 1024 * 1024,
  connections: 6,
  imagesAtOnce: 3,
  sourcesKept: 500,
  sourceKeptMs: 10 * 60_000,
  retries: 2,
  retryBaseMs: 250,
  retryAfterMaxMs: 5000,
  breakerFailures: 5,
  breakerOpenMs: 5000,
};

/** Every call fails with a PlexError and nothing else. */
export type PlexClient = PlexQuestions & {
  info: () => Promise<ServerInfo>;
  identity: () => Promise<{ id: string; version: string }>;
  sessions: () => Promise<SeenSession[]>;
  /** Null when the server has no such item (any more). Remembered for some minutes. */
  source: (ratingKey: string) => Promise<SourceMedia | null>;
  /** What it is; the same question as for the source. */
  item: (ratingKey: string) => Promise<Item | null>;
  activities: () => Promise<Activity[]>;
  /** What the owner's settings allow. */
  limits: () => Promise<ServerLimits>;
  /** How busy it was in the last minutes or hours, the oldest first. */
  loads: () => Promise<Load[]>;
  backgroundJobs: () => Promise<Omit<BackgroundJob, 'serverId'>[]>;
  /**
   * Asked once, never repeated. `unauthorized` means here that the server lacks the feature (no Plex Pass), not that
   * the token is bad; `forbidden` an empty id or not the owner; `not-found` that the session is gone (official API).
   */
  terminate: (terminateId: string, message: string) => Promise<void>;
  /** Asked once, never repeated. `not-found`: there is no such transcode (any more). */
  cancelTranscode: (key: string) => Promise<void>;
  /** A picture, scaled by the server. `path` is one of its own, or of plex.tv as programmes of live TV have. */
  image: (wanted: {
    path: string;
    width: number;
    height: number;
  }) => Promise<{ contentType: string; bytes: Uint8Array }>;
  breaker: () => Breaker;
  /** Breaks off what is under way. */
  close: () => Promise<void>;
};

export type PlexClientOptions = Trust & {
  /** The server's address, with a path where a proxy adds one. */
  uri: string;
  token: string;
  identity: PlexIdentity;
  log: Log;
  clock?: Clock;
  limits?: Partial<PlexLimits>;
  random?: () => number;
};

const isImagePath = (path: string): boolean => {
  if (path.startsWith('/')) return !path.startsWith('//');
  const url = URL.canParse(path) ? new URL(path) : null;
  return url?.protocol === 'https:' && /(^|\.)plex\.tv$/.test(url.hostname);
};

export const createPlexClient = (options: PlexClientOptions): PlexClient => {
  const { token, identity, log, clock = systemClock, random = Math.random } = options;
  const limits: PlexLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const uri = new URL(options.uri);
  const { connections, timeoutMs } = limits;
  const agent = createAgent({ uri, trust: options, connections, timeoutMs });
  const closing = new AbortController();
  const exchange = createExchange({
    base: toBase(uri),
    headers: toPlexHeaders(identity, token),
    agent,
    clock,
    closing: closing.signal,
  });
  const reading = createReading(limits, { who: uri.host, clock, log, closing: closing.signal, random });
  const { note } = createOddities(log);
  const pictures = bulkhead(limits.imagesAtOnce, 500);
  const { bodyMaxBytes } = limits;

  /** `parse` gives null for an answer that is not what was asked for. */
  const getJson = async <Value>(
    path: string,
    parse: (body: unknown) => Value | null | Promise<Value | null>,
    query: Ask['query'] = {},
  ): Promise<Value> => {
    const { bytes } = await exchange({ method: 'GET', path, query, timeoutMs, bodyMaxBytes });
    let body: unknown;
    try {
      body = JSON.parse(Buffer.from(bytes).toString('utf8'));
    } catch {
      throw new PlexError('bad-answer', `GET ${path}: the answer is not JSON`);
    }
    const parsed = await parse(body);
    if (parsed === null) throw new PlexError('bad-answer', `GET ${path}: the answer is of another shape`);
    return parsed;
  };

  const stored = new LRUCache<string, Promise<Stored | null>>({
    max: limits.sourcesKept,
    ttl: limits.sourceKeptMs,
  });
  const readStored = async (ratingKey: string): Promise<Stored | null> => {
    const path = `/library/metadata/${encodeURIComponent(ratingKey)}`;
    try {
      const parse = (body: unknown) => parseStored(body, ratingKey, note);
      const found = await reading.readItem(() => getJson(path, parse, { includeMarkers: '1' }));
      return found === 'missing' ? null : found;
    } catch (error) {
      if (error instanceof PlexError && error.kind === 'not-found') return null;
      throw error;
    }
  };

  const find = (ratingKey: string): Promise<Stored | null> => {
    const known = stored.get(ratingKey);
    if (known) return known;
    const asked = readStored(ratingKey);
    stored.set(ratingKey, asked);
    // A failure is told to those who asked and then forgotten.
    asked.catch(() => {
      if (stored.peek(ratingKey) === asked) stored.delete(ratingKey);
    });
    return asked;
  };

  return {
    ...createQuestions({ getJson, reading, note }),
    info: () => reading.read(() => getJson('/', parseServerInfo)),
    identity: () => reading.read(() => getJson('/identity', parseIdentity)),
    sessions: () => reading.read(() => getJson('/status/sessions', (body) => parseSessionsInSlices(body, note))),
    activities: () => reading.readItem(() => getJson('/activities', (body) => parseActivities(body, note))),
    limits: () => reading.readItem(() => getJson('/:/prefs', (body) => parseLimits(body, note))),
    loads: () =>
      reading.readItem(() => getJson('/statistics/resources', (body) => parseLoads(body, note), { timespan: '6' })),
    backgroundJobs: () =>
      reading.readItem(() => getJson('/status/sessions/background', (body) => parseJobs(body, note))),
    source: async (ratingKey) => (await find(ratingKey))?.source ?? null,
    item: async (ratingKey) => (await find(ratingKey))?.item ?? null,
    // Acts go past the breaker: a person asked, and one honest try is what he is owed.
    terminate: async (terminateId, message) => {
      const query = { sessionId: terminateId, reason: message };
      await exchange({ method: 'POST', path: '/status/sessions/terminate', query, timeoutMs, bodyMaxBytes });
    },
    cancelTranscode: async (key) => {
      const path = `/transcode/sessions/${encodeURIComponent(toTranscodeKey(key) ?? '')}`;
      await exchange({ method: 'DELETE', path, timeoutMs, bodyMaxBytes });
    },
    image: async ({ path, width, height }) => {
      if (!isImagePath(path)) throw new PlexError('not-found', 'Not a picture of this server');
      const query = { url: path, width: String(width), height: String(height), minSize: '1', upscale: '1' };
      const ask: Ask = {
        method: 'GET',
        path: '/photo/:/transcode',
        query,
        timeoutMs,
        bodyMaxBytes: limits.imageMaxBytes,
      };
      try {
        return await pictures.execute(async () => {
          reading.guard();
          const answer = await exchange(ask);
          if (answer.contentType.startsWith('image/')) return answer;
          throw new PlexError('bad-answer', `GET ${ask.path}: the answer is no picture`);
        });
      } catch (error) {
        if (!(error instanceof BulkheadRejectedError)) throw error;
        throw new PlexError('rate-limited', 'Too many pictures are being fetched at once');
      }
    },
    breaker: reading.breaker,
    close: async () => {
      closing.abort();
      stored.clear();
      await agent.destroy();
    },
  };
};
