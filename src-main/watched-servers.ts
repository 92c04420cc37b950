// The servers that are watched: opened, changed and let go of while Marquee runs. Each is on its own, whatever befalls another.
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
import {
  showUnwatched,
  toUnwatchedServer,
  watchServer,
  type WatchedServer,
  type WatchMeans,
  type Wish,
} from './watch-server.ts';

/** The plex.tv accounts that are signed in, as far as watching needs them. */
export type Accounts = {
  /** What plex.tv says of an account's servers now; null when no such account is signed in. Rejects when plex.tv does not say. */
  servers: (accountId: string) => Promise<PlexTvServer[]> | null;
  /** Renews the sign-in; null when no such account is signed in. Rejects when only the owner can. */
  renew: (accountId: string) => Promise<unknown> | null;
};

/** One server, watched or switched off. */
export type Entry = {
  readonly id: () => string;
  readonly origin: Server['origin'];
  readonly accountId: string | null;
  readonly uri: () => string;
  readonly token: () => string;
  readonly enabled: () => boolean;
  /** Null while it is switched off or being opened. */
  readonly watched: () => WatchedServer | null;
  /** As people see it. */
  readonly view: () => Server;
};

export type WatchedServers = {
  all: () => Entry[];
  /** By the id under which it is shown. */
  find: (serverId: string) => Entry | null;
  /** Watches one that is known from before. */
  open: (server: ServerToWatch) => void;
  /** Watches one more, now and after a restart; throws when it cannot be kept. It must not be watched already. */
  add: (server: ServerToWatch & { known: KnownServer }, resource?: PlexTvServer) => Promise<Entry>;
  /** What the owner wants otherwise from now on; throws when it cannot be kept, and then nothing has changed. */
  change: (entry: Entry, change: Change) => Promise<void>;
  /** Its sessions end, and it is forgotten but for its history. */
  remove: (entry: Entry) => Promise<void>;
  wake: () => void;
  /** This machine is in another network now: another way may be the best. */
  lookAgain: () => void;
  close: () => Promise<void>;
};

export type Change = {
  label?: string | null | undefined;
  enabled?: boolean | undefined;
  allowSelfSigned?: boolean | undefined;
  uri?: string | undefined;
  token?: string | undefined;
};

type Options = {
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

type Held = { server: ServerToWatch; resource: PlexTvServer | null };
type Open = Entry & {
  start: () => Promise<void>;
  stop: (how: 'pause' | 'end') => Promise<void>;
  held: Held;
  leave: () => void;
};

/** A sign-in that was refused is renewed at most this often… */
const RENEW_MS = 60_000;
/** …and waited for no longer than this. */
const RENEW_LIMIT_MS = 10_000;

const toKnownWays = ({ known }: ServerToWatch): Ways => ({
  ways: (known?.ways ?? []).map((way) => ({ ...way, secure: way.uri.startsWith('https:'), from: 'plex-tv' })),
  leftOut: [],
});

export const createWatchedServers = (options: Options): WatchedServers => {
  const { isOn, environmentUri, file, secrets, accounts, hidden, means, clock, log } = options;
  const entries = new Set<Open>();
  let closed = false;

  /** A full disk, or a folder that is read-only: it is watched all the same. */
  const remember = (server: KnownServer) => {
    try {
      file.rememberServer(server);
    } catch (error) {
      log.warn('The server could not be written into the settings', { reason: toError(error).message });
    }
  };

  const create = (server: ServerToWatch, resource: PlexTvServer | null): Open => {
    const held: Held = { server, resource };
    let watched: WatchedServer | null = null;
    let starting: Promise<void> | null = null;
    let renewedAtMs = Number.NEGATIVE_INFINITY;
    const accountId = server.known?.accountId ?? null;
    const origin = server.uri === environmentUri ? 'environment' : accountId === null ? 'address' : 'account';
    const known = () => held.server.known;
    hidden.add(server.token);

    const wish = (): Wish => ({
      origin,
      accountId,
      enabled: known()?.enabled !== false,
      allowSelfSigned: known()?.allowSelfSigned === true,
      id: known()?.id ?? null,
      label: known()?.label ?? null,
      name: known()?.name ?? null,
      uri: held.server.uri,
    });

    const hold = (change: Partial<KnownServer>) => {
      const before = known();
      if (before) held.server = { ...held.server, known: { ...before, ...change } };
    };

    const askPlexTv = async (id: string): Promise<Ways | null> => {
      const listed = accountId === null ? null : await accounts.servers(accountId);
      const found = listed?.find((one) => one.id === id);
      if (!found || closed) return null;
      if (found.accessToken !== null && found.accessToken !== held.server.token) useToken(found.accessToken);
      const ways = toWays(found);
      hold({ owned: found.owned, ways: ways.ways.map(({ uri, local, relay }) => ({ uri, local, relay })) });
      const now = known();
      if (now) remember(now);
      return ways;
    };

    const useToken = (token: string) => {
      hidden.add(token);
      held.server = { ...held.server, token };
      const id = known()?.id;
      if (id !== undefined && origin !== 'environment') keepToken(id, token);
      watched?.use({ token });
    };

    const keepToken = (id: string, token: string) => {
      try {
        secrets.keepToken(id, token);
      } catch (error) {
        log.warn('The token of a server could not be kept', { reason: toError(error).message });
      }
    };

    const renewOnce = async (account: string, id: string): Promise<boolean> => {
      const before = held.server.token;
      await askPlexTv(id);
      if (held.server.token !== before) return true;
      await accounts.renew(account);
      await askPlexTv(id);
      return held.server.token !== before;
    };
    const renew = async (): Promise<boolean> => {
      const id = known()?.id;
      if (accountId === null || id === undefined || clock.nowMs() - renewedAtMs < RENEW_MS) return false;
      renewedAtMs = clock.nowMs();
      try {
        return await withinTime(renewOnce(accountId, id), RENEW_LIMIT_MS, clock);
      } catch (error) {
        // Expected: plex.tv is down, or does not accept the account any more.
        log.info('The sign-in to a server could not be renewed', { reason: toError(error).message });
        return false;
      }
    };

    const onInfo = ({ id, name }: ServerInfo) => {
      const before = known();
      const isAnother = before !== null && before.id !== id;
      const now: KnownServer = { ...before, id, name, uri: held.server.uri };
      if (isAnother && origin !== 'environment') secrets.forgetToken(before.id);
      held.server = { ...held.server, known: now };
      remember(now);
      if (origin !== 'environment' && before?.id !== id) keepToken(id, held.server.token);
    };
    const onWay = ({ uri }: Way) => {
      held.server = { ...held.server, uri };
      hold({ uri });
      const now = known();
      if (now) remember(now);
    };

    const open = async () => {
      const id = known()?.id;
      const made = await watchServer({
        ...means,
        wish,
        token: held.server.token,
        ways: held.resource ? toWays(held.resource) : toKnownWays(held.server),
        askPlexTv: accountId === null || id === undefined ? null : () => askPlexTv(id),
        renew,
        onInfo,
        onWay,
      });
      if (entry.leave !== leaveNothing) entry.leave();
      entry.leave = leaveNothing;
      watched = made;
    };

    const entry: Open = {
      held,
      leave: leaveNothing,
      origin,
      accountId,
      id: () => watched?.server().id ?? known()?.id ?? held.server.uri,
      uri: () => held.server.uri,
      token: () => held.server.token,
      enabled: () => wish().enabled,
      watched: () => watched,
      view: () => watched?.server() ?? toUnwatchedServer(wish()),
      start: () => {
        if (!isOn || !wish().enabled) {
          entry.leave();
          entry.leave = showUnwatched(wish(), means.feed);
          return Promise.resolve();
        }
        starting ??= open().finally(() => (starting = null));
        return starting;
      },
      stop: async (how) => {
        await starting;
        const going = watched;
        watched = null;
        entry.leave();
        entry.leave = leaveNothing;
        if (how === 'end') going?.watcher.disable();
        await going?.close();
      },
    };
    return entry;
  };

  const open = (entry: Entry): Open => {
    const found = [...entries].find((one) => one === entry);
    if (!found) throw new Error('This server is not watched any more');
    return found;
  };

  return {
    all: () => [...entries],
    find: (serverId) => [...entries].find((entry) => entry.id() === serverId) ?? null,
    open: (server) => {
      const entry = create(server, null);
      entries.add(entry);
      // What keeps one from being opened is its own affair.
      entry.start().catch((error: unknown) => log.error('A server could not be watched', { error }));
    },
    add: async (server, resource) => {
      secrets.keepToken(server.known.id, server.token);
      file.rememberServer(server.known);
      const entry = create(server, resource ?? null);
      entries.add(entry);
      await entry.start();
      return entry;
    },
    change: async (given, { label, enabled, allowSelfSigned, uri, token }) => {
      const entry = open(given);
      const { held } = entry;
      const { known } = held.server;
      const now: KnownServer | null = known && {
        ...known,
        ...(label !== undefined && { label: label ?? undefined }),
        ...(enabled !== undefined && { enabled }),
        ...(allowSelfSigned !== undefined && { allowSelfSigned }),
        ...(uri !== undefined && { uri }),
      };
      if (now) {
        file.rememberServer(now);
        if (token !== undefined) secrets.keepToken(now.id, token);
      }
      if (token !== undefined) hidden.add(token);
      const wasEnabled = entry.enabled();
      held.server = { uri: uri ?? held.server.uri, token: token ?? held.server.token, known: now };
      if (wasEnabled !== entry.enabled()) {
        await entry.stop('end');
        return entry.start();
      }
      const watched = entry.watched();
      if (!watched) return entry.start();
      const end = { ...(token !== undefined && { token }), ...(allowSelfSigned !== undefined && { allowSelfSigned }) };
      if (Object.keys(end).length > 0 || uri !== undefined) watched.use({ ...end, ...(uri !== undefined && { uri }) });
      watched.show();
    },
    remove: async (given) => {
      const entry = open(given);
      const id = entry.held.server.known?.id;
      if (id !== undefined) {
        file.forgetServer(id);
        secrets.forgetToken(id);
      }
      entries.delete(entry);
      await entry.stop('end');
    },
    wake: () => {
      for (const entry of entries) entry.watched()?.wake();
    },
    lookAgain: () => {
      for (const entry of entries) if (entry.accountId !== null) void entry.watched()?.lookAgain();
    },
    close: async () => {
      closed = true;
      await Promise.all([...entries].map((entry) => entry.stop('pause')));
    },
  };
};

const leaveNothing = () => {};
