// Who is let in: scripts by the access key, browsers by a session that they got for a single-use sign-in code.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../lib/clock.ts';
import { readCookie } from './cookie.ts';

/** What is kept of a signed-in browser: never its secret, only the SHA-256 of it. */
export type SignedIn = { hash: string; sinceMs: number };

/** Where signed-in browsers are kept, so that a restart signs nobody out. */
export type SignedInStore = { read: () => SignedIn[]; write: (all: SignedIn[]) => void };

export type Access = {
  /** Whether this request carries the access key or the cookie of a signed-in browser. */
  isAllowed: (headers: IncomingHttpHeaders) => boolean;
  /** A link that signs one browser in, once. The code is in the fragment, so no log or proxy ever sees it. */
  createLink: (url: string) => { url: string; expiresAtMs: number };
  /** A new browser session for a good code; null for a wrong, used or old one. */
  exchange: (code: string) => string | null;
};

const CODE_LIFE_MS = 10 * 60_000;
export const SESSION_LIFE_MS = 180 * 24 * 60 * 60_000;
const MAX_CODES = 20;
const MAX_SESSIONS = 50;

/** 256 random bits, as text that fits a header, a cookie and a URL. */
export const createAccessKey = (): string => randomBytes(32).toString('base64url');

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Hashes are compared, so the time tells nothing about the secret, not even its length. */
const isSame = (secret: string, hash: Buffer): boolean => timingSafeEqual(hashOf(secret), hash);

const toBearer = (authorization: string | undefined): string | null =>
  /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;

export const createAccess = (options: { key: string; store: SignedInStore; clock: Clock }): Access => {
  const { store, clock } = options;
  const keyHash = hashOf(options.key);
  const codes = new Map<string, number>();
  // A hash of another length cannot be compared; somebody has been at the file.
  let browsers = store.read().filter(({ hash }) => /^[\da-f]{64}$/.test(hash));

  const isCurrent = ({ sinceMs }: SignedIn) => clock.nowMs() < sinceMs + SESSION_LIFE_MS;
  const isSignedIn = (value: string) =>
    browsers.some((browser) => isCurrent(browser) && isSame(value, Buffer.from(browser.hash, 'hex')));

  return {
    isAllowed: (headers) => {
      const bearer = toBearer(headers.authorization);
      if (bearer !== null) return isSame(bearer, keyHash);
      const cookie = readCookie(headers.cookie);
      return cookie !== null && isSignedIn(cookie);
    },
    createLink: (url) => {
      const code = randomBytes(16).toString('base64url');
      const expiresAtMs = clock.nowMs() + CODE_LIFE_MS;
      for (const [oldest] of codes) if (codes.size >= MAX_CODES) codes.delete(oldest);
      codes.set(hashOf(code).toString('hex'), expiresAtMs);
      return { url: `${url.replace(/\/$/, '')}/#code=${code}`, expiresAtMs };
    },
    exchange: (code) => {
      const hash = hashOf(code).toString('hex');
      const expiresAtMs = codes.get(hash);
      codes.delete(hash);
      if (expiresAtMs === undefined || clock.nowMs() >= expiresAtMs) return null;
      const value = randomBytes(32).toString('base64url');
      const newest = { hash: hashOf(value).toString('hex'), sinceMs: clock.nowMs() };
      browsers = [...browsers.filter(isCurrent), newest].slice(-MAX_SESSIONS);
      store.write(browsers);
      return value;
    },
  };
};
