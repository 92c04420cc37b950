// For tests: a device that talks to plex.tv, with a key of its own.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { signJwt } from './jwt.ts';
import type { PlexTv } from './start-plex-tv.ts';

export type Got = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

export type Device = {
  identifier: string;
  kid: string;
  jwk: Record<string, string>;
  ask: (
    request: string,
    options?: { token?: string; json?: unknown; form?: URLSearchParams; accept?: string },
  ) => Promise<Got>;
  sign: (claims?: Record<string, unknown>) => string;
};

export function createDevice(plexTv: PlexTv, identifier = 'device-1'): Device {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  const kid = createHash('sha256').update(x).digest('hex');
  return {
    identifier,
    kid,
    jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
    ask: async (request, { token, json, form, accept = 'application/json' } = {}) => {
      const [method = 'GET', path = '/'] = request.split(' ');
      const body = json === undefined ? form : JSON.stringify(json);
      const response = await fetch(`${plexTv.uri}${path}`, {
        method,
        headers: {
          Accept: accept,
          ...(identifier === '' ? {} : { 'X-Plex-Client-Identifier': identifier }),
          'X-Plex-Product': 'Marquee',
          ...(token === undefined ? {} : { 'X-Plex-Token': token }),
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
    },
    sign: (claims = {}) => {
      const iat = Math.floor(Date.now() / 1000);
      return signJwt(privateKey, kid, {
        aud: 'plex.tv',
        iss: identifier,
        iat,
        exp: iat + 300,
        scope: 'username,email',
        ...claims,
      });
    },
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export const idOf = (pin: Record<string, unknown>): string => textOf(pin['id']);

/** The whole way by the device's key; gives the JWT. */
export async function signIn(plexTv: PlexTv, device: Device, account = 'Ada'): Promise<string> {
  const pin = (await device.ask('POST /api/v2/pins', { json: { jwk: device.jwk, strong: true } })).json;
  plexTv.control.approve(textOf(pin['code']), account);
  const polled = await device.ask(`GET /api/v2/pins/${idOf(pin)}?deviceJWT=${device.sign()}`);
  return textOf(polled.json['authToken']);
}
