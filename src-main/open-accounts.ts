// Signing in: at plex.tv or at the owner's authorization server, the accounts that came of it, and how they are doing.
import { hostname } from 'node:os';
import type { Account } from '../src-contract/auth.ts';
import type { MouthHealth } from '../src-contract/live.ts';
import { describeAccount } from '../src-contract/text/words-sign-in.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import { createEmitter } from './lib/emitter.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import { createOAuth } from './plex/oauth.ts';
import { createPlexTv, type PlexTv } from './plex/plex-tv.ts';
import { createAccounts, type Accounts } from './plex/plex-tv-accounts.ts';
import { toDispatcher } from './plex/plex-tv-dispatcher.ts';
import { createSignIn, type SignIn } from './plex/sign-in.ts';
import { createPinWay } from './plex/sign-in-pin.ts';
import { toTrouble } from './plex/sign-in-trouble.ts';
import type { SignInRoom } from './procedures/auth.ts';
import type { WebhookRegistry } from './procedures/webhooks.ts';
import type { SecretStore } from './settings/secret-store.ts';
import type { Settings } from './settings/settings.ts';
import { CALLBACK_PATH } from './web/sign-in-routes.ts';
import { WEBHOOK_PATH } from './web/webhook-routes.ts';

type Options = {
  settings: Pick<Settings, 'oauthIssuer' | 'oauthClientId' | 'oauthRedirectUri' | 'httpsProxy' | 'plexTvUrl'>;
  secrets: Pick<SecretStore, 'clientId' | 'accounts' | 'webhookToken'>;
  version: string;
  hidden: HiddenWords;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
};

export type OpenAccounts = {
  accounts: Accounts;
  /** For the router. `address` is where browsers find Marquee, `isWatched` whether a server is among ours. */
  toRoom: (around: { address: () => string; isWatched: (serverId: string) => boolean }) => SignInRoom & WebhookRegistry;
  callback: SignIn['callback'];
  isPage: SignIn['isPage'];
  /** Somebody has just signed in. */
  onSignedIn: (listener: (account: Account) => void) => () => void;
  breaker: PlexTv['breaker'];
  close: () => Promise<void>;
};

const toHealth = (all: readonly Account[], nowMs: number): MouthHealth => {
  const [trouble] = all.flatMap((account) => {
    // What is renewed later needs nobody; it is told where the accounts are.
    const { status } = account;
    if (status.kind !== 'unauthorized') return [];
    const { text, hint } = describeAccount(account, nowMs);
    return [{ text: `${account.name}: ${text}${hint === null ? '' : ` ${hint}`}`, sinceMs: status.sinceMs }];
  });
  return { name: 'sign-in', ok: trouble === undefined, text: trouble?.text ?? null, sinceMs: trouble?.sinceMs ?? null };
};

/** Nothing needs to be typed or chosen: what somebody owns is watched as soon as he has signed in. */
export const watchOwnServers =
  (add: (accountId: string, serverIds: null) => Promise<unknown>, log: Log) =>
  ({ id }: Account): void =>
    void add(id, null).catch((error: unknown) => {
      log.warn('The servers of an account could not be found', { reason: toError(error).message });
    });

export const openAccounts = (options: Options): OpenAccounts => {
  const { settings, secrets, version, hidden, onHealth, clock } = options;
  const { oauthIssuer, oauthClientId, oauthRedirectUri, httpsProxy, plexTvUrl } = settings;
  const log = options.log.for('sign-in');
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));
  const own = secrets.clientId();
  const clientId = oauthIssuer === null ? (oauthClientId ?? own) : own;
  const identity = { clientId, product: 'Marquee', version, platform: process.platform, deviceName: hostname() };

  const plexTv = createPlexTv({ identity, url: plexTvUrl, proxy: httpsProxy, clock, log });
  closers.add('line to plex.tv', plexTv.close);
  const openOAuth = (issuer: string) => {
    const dispatcher = toDispatcher(issuer, httpsProxy);
    closers.add('line to the authorization server', () => dispatcher.destroy());
    return createOAuth({ issuer, clientId: oauthClientId ?? own, dispatcher, clock });
  };
  const oauth = oauthIssuer === null ? null : openOAuth(oauthIssuer);
  const { add: hide } = hidden;
  if (httpsProxy !== null) hide(new URL(httpsProxy).password);

  const accounts = createAccounts({ plexTv, oauth, store: secrets.accounts, hide, clock, log });
  closers.add('accounts', accounts.close);
  const signedIn = createEmitter<Account>();
  const signIn = createSignIn({
    way: oauth ?? createPinWay({ plexTv, identity }),
    onGrant: async (grant) => {
      const account = await accounts.add(grant);
      signedIn.emit(account);
      return account;
    },
    clockAheadMs: plexTv.clockAheadMs,
    hide,
    clock,
  });
  closers.add('sign-ins', signIn.close);
  const tellHealth = () => onHealth(toHealth(accounts.list(), clock.nowMs()));
  closers.add('health of the accounts', accounts.onChange(tellHealth));
  if (accounts.list().length > 0) tellHealth();

  return {
    accounts,
    toRoom: ({ address, isWatched }) => ({
      at: oauthIssuer === null ? null : new URL(oauthIssuer).host,
      start: (from) => signIn.start(oauthRedirectUri ?? `${(from ?? address()).replace(/\/+$/, '')}${CALLBACK_PATH}`),
      callback: signIn.callback,
      watch: signIn.watch,
      cancel: signIn.cancel,
      accounts: {
        list: accounts.list,
        renew: accounts.renew,
        remove: accounts.remove,
        servers: (id) =>
          accounts.servers(id)?.then((found) =>
            found.map((server) => ({
              id: server.id,
              name: server.name,
              version: server.version,
              owned: server.owned,
              presence: server.presence,
              lastSeenAtMs: server.lastSeenAtMs,
              watched: isWatched(server.id),
            })),
          ) ?? null,
      },
      toTrouble: (error) => toTrouble(error, { nowMs: clock.nowMs(), clockAheadMs: plexTv.clockAheadMs() }),
      nowMs: clock.nowMs,
      ownPath: () => `${WEBHOOK_PATH}/${secrets.webhookToken()}`,
      listOf: (id) => {
        const known = accounts.list().some((account) => account.id === id);
        const through = <Answer>(call: (token: string) => Promise<Answer>): Promise<Answer> => {
          const answer = accounts.use(id, call);
          // Signed out in between.
          return answer ?? Promise.reject(new Error('The account is not signed in any more'));
        };
        if (!known) return null;
        return {
          read: () => through(plexTv.webhookUrls),
          write: (urls) => through((token) => plexTv.setWebhookUrls(token, urls)),
        };
      },
    }),
    callback: signIn.callback,
    isPage: signIn.isPage,
    onSignedIn: signedIn.subscribe,
    breaker: plexTv.breaker,
    close: closers.close,
  };
};
