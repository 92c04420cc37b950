// The device key: what goes to plex.tv, what never does, and what is signed with it.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDeviceKey, readExpiryMs, signDeviceJwt, toPublicJwk } from './device-key.ts';

const decode = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));

describe('a device key', () => {
  it('is another one each time, and named by its thumbprint', () => {
    const [one, other] = [createDeviceKey(), createDeviceKey()];
    expect(one.kid).not.toBe(other.kid);
    expect(one.kid).toMatch(/^[\w-]{43}$/);
  });
  it('is told to plex.tv without its private part', () => {
    const key = createDeviceKey();
    const told = toPublicJwk(key);
    expect(told).toEqual({ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA', kid: key.kid, x: key.x });
    expect(JSON.stringify(told)).not.toContain(key.d);
  });
  it('has the thumbprint of RFC 7638', () => {
    const { kid, x } = createDeviceKey();
    const hash = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);
    expect(kid).toBe(hash.digest('base64url'));
  });
});

describe('what it signs', () => {
  const key = createDeviceKey();
  const jwt = signDeviceJwt(key, { clientId: 'marquee-1', nonce: 'n-1', nowMs: 1_790_000_000_900 });
  const [header, claims, signature] = jwt.split('.');

  it('names the key, and says who speaks to whom, and for five minutes', () => {
    expect(decode(header)).toEqual({ kid: key.kid, alg: 'EdDSA', typ: 'JWT' });
    expect(decode(claims)).toEqual({
      nonce: 'n-1',
      scope: 'username,email,friendly_name,restricted,anonymous,joinedAt',
      aud: 'plex.tv',
      iss: 'marquee-1',
      iat: 1_790_000_000,
      exp: 1_790_000_300,
    });
  });
  it('can be checked with the public part alone', () => {
    const { kty, crv, x } = toPublicJwk(key);
    const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
    const check = (text: string) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature ?? '', 'base64url'));
    expect(check(`${header}.${claims}`)).toBe(true);
    expect(check(`${header}.${claims}x`)).toBe(false);
  });
});

const jwtOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

it.each([
  ['a token of plex.tv', jwtOf({ exp: 1_790_000_000 }), 1_790_000_000_000],
  ['one without an end', jwtOf({}), null],
  ['a classic one', 'xxxxxxxxxxxxxxxxxxxx', null],
  ['one with dots that is no JWT', 'a.b.c', null],
  ['nothing', '', null],
])('the end of %s', (_, token, expiresAtMs) => {
  expect(readExpiryMs(token)).toBe(expiresAtMs);
});
