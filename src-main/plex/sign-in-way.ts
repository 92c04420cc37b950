// What every way of signing in gives: an address for the browser, and in the end a grant.
import type { Account } from '../../src-contract/auth.ts';
import type { DeviceKey } from './device-key.ts';

/** What a sign-in brought. All of it is secret. */
export type Grant = {
  tokenKind: Account['tokenKind'];
  token: string;
  /** By the clock of who gave it. */
  expiresAtMs: number | null;
  /** Renews a `device-key`. */
  key: DeviceKey | null;
  /** Renews an `oauth`. */
  refreshToken: string | null;
  /** Who it is for, where an authorization server says so itself. */
  person: { id: string; name: string } | null;
};

/** What the browser brought along to the callback. */
export type Returned = { code: string | null; error: string | null; iss: string | null };

export type SignInTry = {
  authorizationUrl: string;
  lifeMs: number;
  /** Whether asking is of use before the browser has come back. */
  polls: boolean;
  /** Null: not approved yet. Fails with a PlexError. */
  ask: (returned: Returned | null) => Promise<Grant | 'denied' | 'expired' | null>;
};

export type SignInWay = {
  /** `callbackUrl` is without the state. Fails with a PlexError. */
  begin: (asked: { state: string; callbackUrl: string }) => Promise<SignInTry>;
};
