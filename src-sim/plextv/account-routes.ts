// A signed-in account: who it is, its servers, its webhooks, and the end of its token.
import { failure, nothing, reply, troubles, type Value } from './answer.ts';
import { userValue } from './accounts.ts';
import { route, withAccount, type Route } from './route.ts';
import type { Servers } from './servers.ts';
import type { State } from './state.ts';

export function accountRoutes(state: State, servers: Servers): Route[] {
  const player: Value = {
    name: 'Chrome',
    product: 'Plex Web',
    productVersion: '4.145.1',
    platform: 'Chrome',
    platformVersion: '131.0',
    device: 'Windows',
    clientIdentifier: 'k3b7qz0x1f5m9c2v8n4d6h7j',
    createdAt: '2023-01-02T10:00:00Z',
    lastSeenAt: '2026-01-02T10:00:00Z',
    provides: 'client,player,pubsub-player',
    ownerId: null,
    sourceTitle: null,
    publicAddress: '203.0.113.10',
    owned: true,
    home: false,
    synced: false,
    relay: false,
    presence: false,
    httpsRequired: false,
    publicAddressMatches: true,
    dnsRebindingProtection: false,
    natLoopbackSupported: false,
    accessToken: null,
    connections: [],
  };
  const isOn = (query: URLSearchParams, name: string): boolean => query.get(name) === '1' || query.get(name) === 'true';

  return [
    route(
      'GET /api/v2/user',
      withAccount(state, (ask, { account, value }) =>
        reply(userValue(account, value, state.now()), 'user', ask.accept),
      ),
    ),
    route(
      'GET /api/v2/resources',
      withAccount(state, (ask, { account }) => {
        const asked = {
          https: isOn(ask.query, 'includeHttps'),
          relay: isOn(ask.query, 'includeRelay'),
          ipv6: isOn(ask.query, 'includeIPv6'),
        };
        return reply([...servers.resources(account, asked), player], 'resources', ask.accept);
      }),
    ),
    route(
      'DELETE /api/v2/users/signout',
      withAccount(state, (_, token) => {
        token.end = 'revoked';
        // The device's key cannot ask for another token either.
        if (token.kid !== null) state.keys.delete(token.kid);
        return nothing();
      }),
    ),
    route(
      'GET /api/v2/ping',
      withAccount(state, (ask) => {
        const json = reply({ pong: true }, 'pong', 'application/json');
        if (ask.accept.includes('application/json')) return json;
        return {
          ...reply({}, 'pong', ask.accept),
          body: '<?xml version="1.0" encoding="UTF-8"?>\n<pong>true</pong>\n',
        };
      }),
    ),
    ...['GET', 'POST'].map((method) =>
      route(
        `${method} /api/v2/user/webhooks`,
        withAccount(state, (ask, { account }) => {
          if (!account.plexPass) return failure(troubles.noPlexPass, ask.accept);
          if (method === 'POST') {
            const urls = [...ask.form.getAll('urls[]'), ...listOf(ask.json?.['urls'])];
            account.webhooks = urls.filter((url) => URL.canParse(url));
            servers.applyWebhooks(account);
          }
          return reply(
            account.webhooks.map((url) => ({ url })),
            'webhooks',
            ask.accept,
            method === 'POST' ? 201 : 200,
          );
        }),
      ),
    ),
  ];
}

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
