// Who is let in: scripts by the access key, browsers by a session that they got for a single-use sign-in code.
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../lib/clock.ts';
import type { AccessKeys } from './access-keys.ts';
import { readCookie } from './cookie.ts';
import { hashOf, isSame } from './secret-hash.ts';

/** What is kept of a signed-in browser: never its secret, only the SHA-256 of it. */
export type SignedIn = { hash: string; sinceMs: number };

/** Where signed-in browsers are kept, so that a restart signs nobody out. */
export type SignedInStore = { read: () => SignedIn[]; write: (all: SignedIn[]) => void };

/** `keyId` is null for the owner, by the generated key or in a signed-in browser. */
export type Caller = { keyId: string | null; readOnly: boolean };

export type Access = {
  /** Whose access key or cookie of a signed-in browser this request carries; null for a stranger. */
  identify: (headers: IncomingHttpHeaders) => Caller | null;
  isAllowed: (headers: IncomingHttpHeaders) => boolean;
  onRevoked: AccessKeys['onRevoked'];
  /** A link that signs one browser in, once. The code is in the fragment, so no log or proxy ever sees it. */
  createLink: (url: string) => { url: string; expiresAtMs: number };
  /** A new browser session for a good code; null for a wrong, used or old one. */
  exchange: (code: string) => string | null;
  /** A named key for a desktop app that attaches. The code is used up only by a key that was made. */
  exchangeForKey: (code: string, name: string) => KeyForCode;
};

export type KeyForCode = { kind: 'made'; id: string; key: string } | { kind: 'bad-code' | 'too-many-keys' };

const CODE_LIFE_MS = 10 * 60_000;
export const SESSION_LIFE_MS = 180 * 24 * 60 * 60_000;
const MAX_CODES = 20;
const MAX_SESSIONS = 50;

const toBearer = (authorization: string | undefined): string | null =>
  /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;

const OWNER: Caller = { keyId: null, readOnly: false };

type Options = {
  key: string;
  keys: Pick<AccessKeys, 'find' | 'create' | 'onRevoked'>;
  store: SignedInStore;
  clock: Clock;
};

export const createAccess = (options: Options): Access => {
  const { keys, store, clock } = options;
  const keyHash = hashOf(options.key);
  const codes = new Map<string, number>();
  // A hash of another length cannot be compared; somebody has been at the file.
  let browsers = store.read().filter(({ hash }) => /^[\da-f]{64}$/.test(hash));

  const isCurrent = ({ sinceMs }: SignedIn) => clock.nowMs() < sinceMs + SESSION_LIFE_MS;
  const isSignedIn = (value: string) =>
    browsers.some((browser) => isCurrent(browser) && isSame(value, Buffer.from(browser.hash, 'hex')));

  const isGood = (codeHash: string) => clock.nowMs() < (codes.get(codeHash) ?? 0);

  const identify: Access['identify'] = (headers) => {
    const bearer = toBearer(headers.authorization);
    if (bearer !== null) {
      if (isSame(bearer, keyHash)) return OWNER;
      const found = keys.find(bearer);
      return found && { keyId: found.id, readOnly: found.readOnly };
    }
    const cookie = readCookie(headers);
    return cookie !== null && isSignedIn(cookie) ? OWNER : null;
  };
  return {
    identify,
    isAllowed: (headers) => identify(headers) !== null,
    onRevoked: keys.onRevoked,
    createLink: (url) => {
      const code = randomBytes(16).toString('base64url');
      const expiresAtMs = clock.nowMs() + CODE_LIFE_MS;
      for (const [oldest] of codes) if (codes.size >= MAX_CODES) codes.delete(oldest);
      codes.set(hashOf(code).toString('hex'), expiresAtMs);
      return { url: `${url.replace(/\/$/, '')}/#code=${code}`, expiresAtMs };
    },
    exchangeForKey: (code, name) => {
      const hash = hashOf(code).toString('hex');
      if (!isGood(hash)) return { kind: 'bad-code' };
      const made = keys.create({ name, readOnly: false });
      if (!made) return { kind: 'too-many-keys' };
      codes.delete(hash);
      return { kind: 'made', id: made.id, key: made.key };
    },
    exchange: (code) => {
      const hash = hashOf(code).toString('hex');
      const wasGood = isGood(hash);
      codes.delete(hash);
      if (!wasGood) return null;
      const value = randomBytes(32).toString('base64url');
      const newest = { hash: hashOf(value).toString('hex'), sinceMs: clock.nowMs() };
      browsers = [...browsers.filter(isCurrent), newest].slice(-MAX_SESSIONS);
      store.write(browsers);
      return value;
    },
  };
};
