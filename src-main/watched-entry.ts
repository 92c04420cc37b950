// One server on the list of those that are watched: what is kept of it, its token and how that is renewed, on and off.
import type { Server, ServerInfo } from '../src-contract/server.ts';
import type { Clock } from './lib/clock.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import { withinTime } from './lib/within-time.ts';
import type { PlexTvServer } from './plex/plex-tv.ts';
import { toWays, type Way, type Ways } from './plex/ways.ts';
import type { SecretStore } from './settings/secret-store.ts';
import type { ServerToWatch } from './settings/servers-to-watch.ts';
import type { KnownServer, SettingsFile } from './settings/settings-file.ts';
import { watchServer, type WatchedServer, type WatchMeans } from './watch-server.ts';
import { showUnwatched, toUnwatchedServer, type Wish } from './wished-server.ts';

/** The plex.tv accounts that are signed in, as far as watching needs them. */
export type Accounts = {
  /** What plex.tv says of an account's servers now; null when no such account is signed in. Rejects when plex.tv does not say. */
  servers: (accountId: string) => Promise<PlexTvServer[]> | null;
  /** Renews the sign-in; null when no such account is signed in. Rejects when only the owner can. */
  renew: (accountId: string) => Promise<unknown> | null;
};

/** What the owner wants otherwise from now on. */
export type Change = {
  label?: string | null | undefined;
  enabled?: boolean | undefined;
  trustedCertificate?: string | null | undefined;
  uri?: string | undefined;
  token?: string | undefined;
};

export type Entry = {
  readonly origin: Server['origin'];
  readonly accountId: string | null;
  /** Under which it is shown. */
  id: () => string;
  uri: () => string;
  token: () => string;
  /** Null while it is switched off or being opened. */
  watched: () => WatchedServer | null;
  /** As people see it. */
  view: () => Server;
};

export type OwnEntry = Entry & {
  start: () => Promise<void>;
  /** `pause`: it goes on at the next start. `end`: its sessions end. */
  stop: (how: 'pause' | 'end') => Promise<void>;
  /** Throws when it cannot be kept, and then nothing has changed. */
  change: (change: Change) => Promise<void>;
  /** Nothing more is kept of it. */
  forget: () => void;
};

export type EntryMeans = {
  /** False: servers are shown and none is watched. */
  isOn: boolean;
  environmentUri: string | null;
  file: Pick<SettingsFile, 'rememberServer' | 'forgetServer'>;
  secrets: Pick<SecretStore, 'keepToken' | 'forgetToken'>;
  accounts: Accounts;
  hidden: HiddenWords;
  means: WatchMeans;
  clock: Clock;
  log: Log;
};

type Options = EntryMeans & {
  server: ServerToWatch;
  /** What plex.tv has just said of it. */
  resource: PlexTvServer | null;
  /** It has said who it is. */
  onKnown: (id: string) => void;
};

/** A sign-in that was refused is renewed at most this often… */
const RENEW_MS = 60_000;
/** …and waited for no longer than this. */
const RENEW_LIMIT_MS = 10_000;

const toKnownWays = ({ known }: ServerToWatch): Ways => ({
  ways: (known?.ways ?? []).map((way) => ({ ...way, secure: way.uri.startsWith('https:'), from: 'plex-tv' })),
  leftOut: [],
});

/** What the owner has decided of a server, which has to say who it is before that can be kept. */
type Decided = Pick<KnownServer, 'label' | 'enabled' | 'trustedCertificate'>;

const toWish = ({ uri, known }: ServerToWatch, early: Decided, from: Pick<Wish, 'origin' | 'accountId'>): Wish => ({
  ...from,
  enabled: (known ?? early).enabled !== false,
  trustedCertificate: (known ?? early).trustedCertificate ?? null,
  id: known?.id ?? null,
  label: (known ?? early).label ?? null,
  name: known?.name ?? null,
  uri,
});

export const createEntry = (options: Options): OwnEntry => {
  const { isOn, environmentUri, file, secrets, accounts, hidden, means, onKnown, clock, log } = options;
  const { feed } = means;
  let { server, resource } = options;
  let watched: WatchedServer | null = null;
  let starting: Promise<void> | null = null;
  let leave = () => {};
  let isForgotten = false;
  let renewedAtMs = Number.NEGATIVE_INFINITY;
  const accountId = server.known?.accountId ?? null;
  const origin = server.uri === environmentUri ? 'environment' : accountId === null ? 'address' : 'account';
  let early: Decided = {};
  const wish = () => toWish(server, early, { origin, accountId });
  hidden.add(server.token);

  /** A full disk, or a folder that is read-only: it is watched all the same. */
  const tryToKeep = (what: string, keep: () => void) => {
    if (isForgotten) return;
    try {
      keep();
    } catch (error) {
      log.warn(`The ${what} could not be written into the settings`, { reason: toError(error).message });
    }
  };
  const remember = (known: KnownServer) => {
    server = { ...server, known };
    tryToKeep('server', () => file.rememberServer(known));
  };
  const keepToken = (id: string) => {
    if (origin !== 'environment') tryToKeep('token of a server', () => secrets.keepToken(id, server.token));
  };

  const useToken = (token: string) => {
    hidden.add(token);
    server = { ...server, token };
    if (server.known) keepToken(server.known.id);
    watched?.use({ token });
  };

  const askPlexTv = async (): Promise<Ways | null> => {
    const listed = accountId === null ? null : await accounts.servers(accountId);
    const { known } = server;
    const found = listed?.find(({ id }) => id === known?.id);
    if (!found || !known || isForgotten) return null;
    if (found.accessToken !== null && found.accessToken !== server.token) useToken(found.accessToken);
    const ways = toWays(found);
    remember({ ...known, owned: found.owned, ways: ways.ways.map(({ uri, local, relay }) => ({ uri, local, relay })) });
    return ways;
  };

  const renewOnce = async (account: string): Promise<boolean> => {
    const before = server.token;
    await askPlexTv();
    if (server.token !== before) return true;
    await accounts.renew(account);
    await askPlexTv();
    return server.token !== before;
  };
  const renew = async (): Promise<boolean> => {
    if (accountId === null || clock.nowMs() - renewedAtMs < RENEW_MS) return false;
    renewedAtMs = clock.nowMs();
    try {
      return await withinTime(renewOnce(accountId), RENEW_LIMIT_MS, clock);
    } catch (error) {
      // Expected: plex.tv is down, or does not accept the account any more.
      log.info('The sign-in to a server could not be renewed', { reason: toError(error).message });
      return false;
    }
  };

  const onInfo = ({ id, name }: ServerInfo) => {
    const before = server.known;
    remember({ ...(before ?? early), id, name, uri: server.uri });
    if (before?.id === id) return;
    if (before !== null && origin !== 'environment') {
      tryToKeep('token of a server', () => secrets.forgetToken(before.id));
    }
    keepToken(id);
    onKnown(id);
  };
  const onWay = ({ uri }: Way) => {
    server = { ...server, uri };
    if (server.known) remember({ ...server.known, uri });
  };

  const open = async () => {
    const { token } = server;
    const made = await watchServer({
      ...means,
      wish,
      token,
      ways: resource ? toWays(resource) : toKnownWays(server),
      askPlexTv: accountId === null ? null : askPlexTv,
      renew,
      onInfo,
      onWay,
    });
    resource = null;
    watched = made;
    // It may have come while the server was being opened.
    if (server.token !== token) made.use({ token: server.token });
  };
  const leavePlace = () => {
    leave();
    leave = () => {};
  };
  const start = (): Promise<void> => {
    leavePlace();
    if (!isOn || !wish().enabled) {
      leave = showUnwatched(wish(), feed);
      return Promise.resolve();
    }
    starting ??= open().finally(() => (starting = null));
    return starting;
  };
  const stop: OwnEntry['stop'] = async (how) => {
    await starting?.catch(() => {}); // Told where it was started.
    const going = watched;
    watched = null;
    leavePlace();
    if (how === 'end') going?.watcher.disable();
    await going?.close();
  };

  const change: OwnEntry['change'] = async ({ label, enabled, trustedCertificate, uri, token }) => {
    const decided: Decided = {
      ...(label !== undefined && { label: label ?? undefined }),
      ...(enabled !== undefined && { enabled }),
      ...(trustedCertificate !== undefined && { trustedCertificate }),
    };
    const known: KnownServer | null = server.known && {
      ...server.known,
      ...decided,
      ...(uri !== undefined && { uri }),
    };
    if (known) {
      file.rememberServer(known);
      if (token !== undefined) secrets.keepToken(known.id, token);
    }
    if (token !== undefined) hidden.add(token);
    const wasEnabled = wish().enabled;
    if (!known) early = { ...early, ...decided };
    server = { uri: uri ?? server.uri, token: token ?? server.token, known };
    if (wasEnabled !== wish().enabled) {
      await stop('end');
      return start();
    }
    if (!watched) return start();
    const end = {
      ...(token !== undefined && { token }),
      ...(trustedCertificate !== undefined && { trustedCertificate }),
    };
    if (Object.keys(end).length > 0 || uri !== undefined) watched.use({ ...end, ...(uri !== undefined && { uri }) });
    watched.show();
  };

  return {
    origin,
    accountId,
    id: () => watched?.server().id ?? server.known?.id ?? server.uri,
    uri: () => server.uri,
    token: () => server.token,
    watched: () => watched,
    view: () => watched?.server() ?? toUnwatchedServer(wish()),
    start,
    stop,
    change,
    forget: () => {
      const id = server.known?.id;
      if (id !== undefined) {
        file.forgetServer(id);
        secrets.forgetToken(id);
      }
      isForgotten = true;
    },
  };
};
