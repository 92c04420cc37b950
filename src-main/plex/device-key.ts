// The key that only this Marquee has, and what is signed with it to show that a sign-in is ours.
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { z } from 'zod';

/** An Ed25519 key as a JWK: `x` is public, `d` never leaves the secret store. */
export type DeviceKey = { kid: string; x: string; d: string };

const jwkSchema = z.object({ x: z.string(), d: z.string() });

/** A new one for every sign-in: plex.tv knows by it which account is renewed. Named by its thumbprint (RFC 7638). */
export const createDeviceKey = (): DeviceKey => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x, d } = jwkSchema.parse(privateKey.export({ format: 'jwk' }));
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  return { kid, x, d };
};

export const toPublicJwk = ({ kid, x }: DeviceKey) => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x,
  use: 'sig',
  alg: 'EdDSA',
  kid,
});

/** As long as a nonce of plex.tv lives. */
const LIFE_S = 300;

/** All that plex.tv offers (official documentation). */
const SCOPE = 'username,email,friendly_name,restricted,anonymous,joinedAt';

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** `nowMs` by the clock of plex.tv, which is the one that judges. */
export const signDeviceJwt = (
  { kid, x, d }: DeviceKey,
  { clientId, nonce, nowMs }: { clientId: string; nonce: string; nowMs: number },
): string => {
  const iat = Math.floor(nowMs / 1000);
  const claims = { nonce, scope: SCOPE, aud: 'plex.tv', iss: clientId, iat, exp: iat + LIFE_S };
  const signed = `${encode({ kid, alg: 'EdDSA', typ: 'JWT' })}.${encode(claims)}`;
  const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
};

const claimsSchema = z.object({ exp: z.number() });

/** When a Plex token ends; null for a classic one, which says nothing and ends when it is revoked. */
export const readExpiryMs = (token: string): number | null => {
  const [, claims, signature] = token.split('.');
  if (claims === undefined || signature === undefined) return null;
  try {
    const parsed = claimsSchema.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data.exp * 1000 : null;
  } catch {
    // Expected: it only looks like one.
    return null;
  }
};
