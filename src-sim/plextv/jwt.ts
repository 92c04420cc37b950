// JSON web tokens with Ed25519, made and taken apart by hand: plex.tv signs with its own key and checks the devices' ones.
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export type Jwt = {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  signed: string;
  signature: Buffer;
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function signJwt(key: KeyObject, kid: string, claims: Record<string, unknown>): string {
  const signed = `${encode({ kid, typ: 'JWT', alg: 'EdDSA' })}.${encode(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

/** Null for a text that is none. Nothing is checked yet. */
export function readJwt(text: string): Jwt | null {
  const [header = '', claims = '', signature = '', ...more] = text.split('.');
  const [head, body] = [decode(header), decode(claims)];
  if (more.length > 0 || signature === '' || head === null || body === null) return null;
  return {
    header: head,
    claims: body,
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

export const isSignedBy = (jwt: Jwt, key: KeyObject): boolean =>
  jwt.header['alg'] === 'EdDSA' && verify(null, Buffer.from(jwt.signed), key, jwt.signature);

/** A device's public key out of its JWK; null when it is none that plex.tv takes. */
export function publicKeyOf(jwk: { kty: unknown; crv: unknown; x: unknown }): KeyObject | null {
  const { kty, crv, x } = jwk;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') return null;
  try {
    return createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
  } catch {
    return null; // not 32 bytes
  }
}

export function objectOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value));
}

function decode(part: string): Record<string, unknown> | null {
  try {
    return objectOf(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    return null;
  }
}
