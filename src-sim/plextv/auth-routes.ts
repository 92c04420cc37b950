// Device keys: a nonce to sign, the exchange of what was signed for a Plex token, and the keys to check that token with.
import { failure, nothing, reply, troubles, type Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import { checkDeviceJwt } from './device-jwt.ts';
import { addKey } from './pin-routes.ts';
import { route, withAccount, withIdentifier, type Route } from './route.ts';
import type { State } from './state.ts';

export function authRoutes(state: State): Route[] {
  const exchange = (ask: Ask, identifier: string): Answer => {
    const text = ask.json?.['jwt'];
    if (text === undefined) return failure(troubles.malformed, ask.accept);
    const checked = checkDeviceJwt(state, text, identifier);
    if ('trouble' in checked) return failure(checked.trouble, ask.accept);
    const { key, jwt } = checked;
    if (!state.useNonce(jwt.claims['nonce'])) return failure(troubles.nonce, ask.accept);
    if (key.account === null) return failure(troubles.notAuthenticated, ask.accept);
    const legacy = key.legacyToken === null ? undefined : state.tokens.get(key.legacyToken);
    if (legacy !== undefined) legacy.end = 'revoked';
    key.legacyToken = null;
    const token = state.newJwt(key.account, key, checked.scope);
    return reply({ auth_token: token.value }, 'token', ask.accept);
  };

  return [
    route(
      'GET /api/v2/auth/nonce',
      withIdentifier((ask) => reply({ nonce: state.newNonce() }, 'nonce', ask.accept), 422),
    ),
    route('POST /api/v2/auth/token', withIdentifier(exchange)),
    route('POST /api/v2/auth/jwk', (ask, parts) =>
      withAccount(state, (_, token) =>
        withIdentifier((__, identifier) => {
          const owner = { account: token.account, legacyToken: token.value };
          const added = addKey(state, ask.json?.['jwk'], identifier, owner);
          return typeof added === 'string' ? failure(troubles[added], ask.accept) : nothing(201);
        })(ask, parts),
      )(ask, parts),
    ),
    route('GET /api/v2/auth/keys', () => reply({ keys: state.publicKeys() }, 'keys', 'application/json')),
  ];
}
