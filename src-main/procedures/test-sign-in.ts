// For tests: somebody who is signed in at plex.tv, and a sign-in that has just succeeded.
import type { Account, AccountServer, SignInState } from '../../src-contract/auth.ts';
import type { SignInRoom } from './auth.ts';
import type { WebhookRegistry } from './webhooks.ts';

export const anAccount: Account = {
  id: '7300001',
  name: 'Ada',
  thumb: null,
  plexPass: true,
  signedInAtMs: 1000,
  tokenKind: 'device-key',
  expiresAtMs: 605_000,
  status: { kind: 'ok' },
};

export const anAccountServer: AccountServer = {
  id: 'attic',
  name: 'Attic',
  version: '1.41.0',
  owned: true,
  presence: true,
  lastSeenAtMs: 1000,
  watched: true,
};

const signedIn: SignInState = { kind: 'signed-in', account: anAccount };

export const aSignInRoom: SignInRoom & WebhookRegistry = {
  at: null,
  start: async () => ({ authorizationUrl: 'https://app.plex.tv/auth#?code=1', state: 's1', expiresAtMs: 600_000 }),
  callback: async (state) => (state === 's1' ? signedIn : null),
  watch: (state) =>
    state === 's1'
      ? (async function* () {
          yield signedIn;
        })()
      : null,
  cancel: (state) => (state === 's1' ? { kind: 'cancelled' } : null),
  accounts: {
    list: () => [anAccount],
    servers: (id) => (id === anAccount.id ? Promise.resolve([anAccountServer]) : null),
    renew: (id) => (id === anAccount.id ? Promise.resolve(anAccount) : null),
    remove: (id) => (id === anAccount.id ? Promise.resolve({ account: anAccount, ended: true }) : null),
  },
  toTrouble: () => ({ kind: 'no-network' }),
  nowMs: () => 1000,
  ownPath: () => '/api/v1/plex/webhook/t',
  listOf: () => ({ read: async () => ['http://elsewhere/hook'], write: async () => {} }),
};
