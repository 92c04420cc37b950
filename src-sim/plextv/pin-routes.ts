// PINs: made by a device, claimed by a person in the browser, asked for by the device until its token is there.
import { failure, nothing, reply, troubles, type Answer, type Value } from './answer.ts';
import type { Account } from './accounts.ts';
import type { Ask } from './ask.ts';
import { checkDeviceJwt } from './device-jwt.ts';
import { objectOf, publicKeyOf } from './jwt.ts';
import { route, withAccount, withIdentifier, type Route } from './route.ts';
import type { Pin, State } from './state.ts';

export function pinRoutes(state: State, uri: () => string): Route[] {
  const isoOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const pinValue = (pin: Pin, token: string | null): Value => ({
    id: pin.id,
    code: pin.code,
    product: pin.product,
    trusted: false,
    qr: `${uri()}/api/v2/pins/qr/${pin.code}`,
    clientIdentifier: pin.clientIdentifier,
    location: {
      code: 'NL',
      european_union_member: true,
      continent_code: 'EU',
      country: 'Netherlands',
      city: 'Utrecht',
      time_zone: 'Europe/Amsterdam',
      postal_code: '3511',
      in_privacy_restricted_country: true,
      subdivisions: 'Utrecht',
      coordinates: '52.0908, 5.1222',
    },
    expiresIn: Math.max(0, Math.ceil((pin.expiresAtMs - state.now()) / 1000)),
    createdAt: isoOf(pin.createdAtMs),
    expiresAt: isoOf(pin.expiresAtMs),
    authToken: token,
    newRegistration: null,
  });

  const make = (ask: Ask, identifier: string): Answer => {
    if (ask.json === null) return failure(troubles.malformed, ask.accept);
    const asked = ask.query.get('strong') ?? ask.form.get('strong') ?? '';
    const strong = ask.json['strong'] === true || /^(true|1)$/i.test(asked);
    const product = ask.plex('Product');
    const jwk = ask.json['jwk'];
    if (jwk === undefined) {
      const pin = state.newPin({ strong, product, clientIdentifier: identifier, kid: null });
      return reply(pinValue(pin, null), 'pin', ask.accept, 201);
    }
    const added = state.settings.takesKeys ? addKey(state, jwk, identifier, null) : 'malformed';
    if (typeof added === 'string') return failure(troubles[added], ask.accept);
    const pin = state.newPin({ strong, product, clientIdentifier: identifier, kid: added.kid });
    return reply(pinValue(pin, null), 'pin', ask.accept, 201);
  };

  const poll = (ask: Ask, identifier: string, id: string): Answer => {
    const pin = state.findPin(id);
    if (pin === null || pin.clientIdentifier !== identifier || !/^\d+$/.test(id))
      return failure(troubles.noPin, ask.accept);
    if (pin.kid === null) {
      if (pin.account !== null) pin.token ??= state.newClassicToken(pin.account, identifier).value;
      return reply(pinValue(pin, pin.token), 'pin', ask.accept);
    }
    const text = ask.query.get('deviceJWT');
    // Nobody but the holder of the key gets the token.
    if (text === null) return reply(pinValue(pin, null), 'pin', ask.accept);
    const checked = checkDeviceJwt(state, text, identifier);
    if ('trouble' in checked) return failure(checked.trouble, ask.accept);
    if (checked.key.kid !== pin.kid) return failure(troubles.signature, ask.accept);
    if (pin.account !== null) {
      checked.key.account = pin.account;
      pin.token ??= state.newJwt(pin.account, checked.key, checked.scope).value;
    }
    return reply(pinValue(pin, pin.token), 'pin', ask.accept);
  };

  return [
    route('POST /api/v2/pins', withIdentifier(make)),
    route(
      'GET /api/v2/pins/{}',
      withIdentifier((ask, identifier, [id = '']) => poll(ask, identifier, id)),
    ),
    route(
      'PUT /api/v2/pins/link',
      withAccount(state, (ask, { account }) => {
        const code = ask.form.get('code') ?? ask.query.get('code');
        const pin = state.findPin(code ?? '');
        if (pin === null) return failure(troubles.noPin, ask.accept);
        claim(pin, account);
        return nothing();
      }),
    ),
  ];
}

export function claim(pin: Pin, account: Account): void {
  pin.state = 'approved';
  pin.account = account;
}

/** The name of the trouble when the key cannot be taken. */
export function addKey(
  state: State,
  given: unknown,
  clientIdentifier: string,
  owner: { account: Account; legacyToken: string } | null,
): { kid: string } | 'malformed' | 'thumbprint' {
  const jwk = objectOf(given);
  const key = jwk === null ? null : publicKeyOf({ kty: jwk['kty'], crv: jwk['crv'], x: jwk['x'] });
  const kid = jwk?.['kid'];
  if (key === null || typeof kid !== 'string' || kid === '') return 'malformed';
  const known = state.keys.get(kid);
  if (known !== undefined && known.clientIdentifier !== clientIdentifier) return 'thumbprint';
  state.keys.set(kid, {
    kid,
    key,
    clientIdentifier,
    account: owner?.account ?? known?.account ?? null,
    legacyToken: owner?.legacyToken ?? null,
  });
  return { kid };
}
