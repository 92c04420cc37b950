// Signing in at plex.tv itself: a PIN bound to a new device key, or a plain one where plex.tv takes no keys.
import { createDeviceKey, type DeviceKey, readExpiryMs, signDeviceJwt, toPublicJwk } from './device-key.ts';
import { PlexError } from './errors.ts';
import type { PlexIdentity } from './identity.ts';
import type { PlexTv } from './plex-tv.ts';
import type { Pin } from './plex-tv-schemas.ts';
import { toSignInUrl, withState } from './sign-in-page.ts';
import type { Grant, SignInWay } from './sign-in-way.ts';

type Signing = Pick<PlexTv, 'clientId' | 'nonce' | 'nowMs'>;

/** As plex.tv itself counts time, so that a wrong clock here does no harm. */
export const createProof = async (key: DeviceKey, { clientId, nonce, nowMs }: Signing): Promise<string> => {
  const fresh = await nonce();
  return signDeviceJwt(key, { clientId, nonce: fresh, nowMs: nowMs() });
};

/** A proof lives for five minutes; a PIN up to thirty. */
const PROOF_FRESH_MS = 4 * 60_000;

/** For a PIN that does not say how long it lives. */
const PIN_LIFE_MS = 15 * 60_000;

/** The statuses that speak against the key, not against us. */
const isAboutTheKey = (error: unknown): boolean =>
  error instanceof PlexError &&
  error.status !== null &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== 429;

const isThumbprintTaken = (error: unknown): boolean => error instanceof PlexError && error.status === 422;

/** With a key; with another key if that one is taken; and without one where plex.tv takes none. */
const createPin = async (plexTv: PlexTv): Promise<{ pin: Pin; key: DeviceKey | null }> => {
  for (const _ of ['first', 'another']) {
    const key = createDeviceKey();
    try {
      return { pin: await plexTv.createPin(toPublicJwk(key)), key };
    } catch (error) {
      if (!isAboutTheKey(error)) throw error;
      if (!isThumbprintTaken(error)) break;
    }
  }
  return { pin: await plexTv.createPin(null), key: null };
};

const toGrant = (token: string, key: DeviceKey | null): Grant => {
  const expiresAtMs = readExpiryMs(token);
  // What was asked for with a key and does not end is a classic token all the same.
  const isBound = key !== null && expiresAtMs !== null;
  const tokenKind = isBound ? 'device-key' : 'classic';
  return { tokenKind, token, expiresAtMs, key: isBound ? key : null, refreshToken: null, person: null };
};

export const createPinWay = ({ plexTv, identity }: { plexTv: PlexTv; identity: PlexIdentity }): SignInWay => ({
  begin: async ({ state, callbackUrl }) => {
    const { pin, key } = await createPin(plexTv);
    const { pageUrl } = plexTv;
    const forwardUrl = withState(callbackUrl, state);
    let proof: { jwt: string; untilMs: number } | null = null;
    const prove = async (): Promise<string | null> => {
      if (key === null) return null;
      if (proof === null || plexTv.nowMs() >= proof.untilMs) {
        proof = { jwt: await createProof(key, plexTv), untilMs: plexTv.nowMs() + PROOF_FRESH_MS };
      }
      return proof.jwt;
    };
    return {
      authorizationUrl: toSignInUrl({ pageUrl, identity, code: pin.code, forwardUrl }),
      lifeMs: pin.lifeMs ?? PIN_LIFE_MS,
      polls: true,
      ask: async () => {
        try {
          const { token } = await plexTv.readPin(pin.id, await prove());
          return token === null ? null : toGrant(token, key);
        } catch (error) {
          if (error instanceof PlexError && error.status === 404) return 'expired';
          // The next one is signed by the clock that this very answer showed.
          proof = null;
          throw error;
        }
      },
    };
  },
});
