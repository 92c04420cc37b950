// One HTTP request to a Plex server and its whole answer, within a time and a size, or a PlexError that says what failed.
import { type Dispatcher, errors, request } from 'undici';
import { type Clock } from '../lib/clock.ts';
import { readAtMost } from '../lib/read-at-most.ts';
import { toError } from '../lib/to-error.ts';
import { CERTIFICATE_CHANGED } from './certificate.ts';
import { PlexError, type PlexErrorKind } from './errors.ts';

export type Ask = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  /** Besides those of every request. */
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  bodyMaxBytes: number;
};

export type Answer = { contentType: string; bytes: Uint8Array };

export type Exchange = (ask: Ask) => Promise<Answer>;

type Means = {
  base: string;
  headers: Record<string, string>;
  agent: Dispatcher;
  clock: Clock;
  /** What the clock of the other side shows, of every answer that says it. */
  onDate?: (atMs: number) => void;
  /** Aborted when the client closes, just before its agent breaks off what is under way. */
  closing: AbortSignal;
};

const toKind = (status: number): PlexErrorKind => {
  // 498: plex.tv's own word for a token that has expired.
  if (status === 401 || status === 498) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'server-error' : 'bad-answer';
};

/** Seconds, or a date (RFC 9110). */
const toRetryAfterMs = (header: string | string[] | undefined, nowMs: number): number | null => {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined || value.trim() === '') return null;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
};

const toCode = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);

const toQuery = (query: Record<string, string>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');

const readBody = async (body: AsyncIterable<Uint8Array>, maxBytes: number, name: string): Promise<Uint8Array> => {
  const bytes = await readAtMost(body, maxBytes);
  if (bytes === null) throw new PlexError('bad-answer', `${name}: the answer is larger than ${maxBytes} bytes`);
  return bytes;
};

/** Redirects are not followed: the token would go where it does not belong. */
export const createExchange = ({ base, headers, agent, clock, onDate, closing }: Means): Exchange => {
  return async ({ method, path, query = {}, headers: more = {}, body = null, timeoutMs, bodyMaxBytes }) => {
    const name = `${method} ${path}`;
    if (closing.aborted) throw new PlexError('unreachable', `${name}: the connection was closed`);
    const giveUp = new AbortController();
    let late = false;
    let status: number | undefined;
    const disarm = clock.after(timeoutMs, () => {
      late = true;
      giveUp.abort();
    });
    try {
      const url = `${base}${path}${Object.keys(query).length > 0 ? `?${toQuery(query)}` : ''}`;
      const answer = await request(url, {
        method,
        headers: { ...headers, ...more },
        body,
        dispatcher: agent,
        signal: giveUp.signal,
      });
      status = answer.statusCode;
      const dateMs = Date.parse(String(answer.headers['date']));
      if (!Number.isNaN(dateMs)) onDate?.(dateMs);
      if (status < 200 || status > 299) {
        // What the body says is HTML for people; it is read so that the connection can be used again.
        await answer.body.dump({ limit: 64 * 1024 });
        const isWait = status === 429 || status === 503;
        const retryAfterMs = isWait ? toRetryAfterMs(answer.headers['retry-after'], clock.nowMs()) : null;
        throw new PlexError(toKind(status), `${name} answered ${status}`, { status, retryAfterMs });
      }
      const bytes = await readBody(answer.body, bodyMaxBytes, name);
      return { contentType: String(answer.headers['content-type'] ?? ''), bytes };
    } catch (thrown) {
      if (thrown instanceof PlexError) throw thrown;
      throw toPlexError(toError(thrown), { name, late, closed: closing.aborted, status });
    } finally {
      disarm();
    }
  };
};

/** What Node says of a certificate that it does not take: self-signed, unknown issuer, expired, for another name. */
const CERTIFICATE_CODE = /SELF_SIGNED|CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH/;

type Circumstances = { name: string; late: boolean; closed: boolean; status: number | undefined };

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

const toPlexError = (cause: Error, { name, late, closed, status }: Circumstances): PlexError => {
  const code = toCode(cause);
  if (closed) return new PlexError('unreachable', `${name}: the connection was closed`, { cause });
  if (late || TIMEOUT_CODES.has(code)) return new PlexError('timeout', `${name} took too long`, { cause });
  if (code === CERTIFICATE_CHANGED)
    return new PlexError('certificate-changed', `${name}: another certificate`, { cause });
  if (CERTIFICATE_CODE.test(code)) return new PlexError('certificate', `${name}: no trust (${code})`, { cause });
  // Without its cause, which holds the answer: an echo of our request would hold our token.
  if (cause instanceof errors.HTTPParserError) return new PlexError('bad-answer', `${name}: the answer is not HTTP`);
  // After the status line only the answer can be at fault: cut off, or against its own length.
  if (status !== undefined) return new PlexError('bad-answer', `${name}: the answer broke off (${code})`, { cause });
  return new PlexError('unreachable', `${name}: no connection (${code})`, { cause });
};
