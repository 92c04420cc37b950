// Checks what a device signed with its key: form, key, signature, who for, who by, and when.
import { troubles, type Trouble } from './answer.ts';
import { isSignedBy, readJwt, type Jwt } from './jwt.ts';
import type { DeviceKey, State } from './state.ts';

/** How far a device's clock may be ahead or behind. */
const skewMs = 60_000;

export type Checked = { key: DeviceKey; jwt: Jwt; scope: string } | { trouble: Trouble };

export function checkDeviceJwt(state: State, text: unknown, identifier: string): Checked {
  const jwt = typeof text === 'string' ? readJwt(text) : null;
  if (jwt === null) return { trouble: troubles.malformed };
  const { kid } = jwt.header;
  const key = typeof kid === 'string' ? state.keys.get(kid) : undefined;
  if (key === undefined || !isSignedBy(jwt, key.key)) return { trouble: troubles.signature };
  const { aud, iss, exp, iat, scope } = jwt.claims;
  if (iss !== key.clientIdentifier || iss !== identifier) return { trouble: troubles.signature };
  if (aud !== 'plex.tv' && !(Array.isArray(aud) && aud.includes('plex.tv'))) return { trouble: troubles.signature };
  if (typeof exp !== 'number' || typeof iat !== 'number') return { trouble: troubles.malformed };
  if (exp * 1000 + skewMs <= state.now()) return { trouble: troubles.expired };
  if (iat * 1000 - skewMs > state.now()) return { trouble: { ...troubles.signature, message: 'Not valid yet' } };
  return { key, jwt, scope: typeof scope === 'string' ? scope : '' };
}
