// What the owner asks for about servers: tried first, then done, and refused in words that say what to do.
import type { Server } from '../src-contract/server.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { readStrangeCertificate } from './plex/certificate.ts';
import { createPlexClient } from './plex/client.ts';
import { discover, type Discovery } from './plex/discovery.ts';
import { PlexError } from './plex/errors.ts';
import type { PlexIdentity } from './plex/identity.ts';
import type { PlexTvServer } from './plex/plex-tv.ts';
import type { Probe } from './plex/probe.ts';
import { toWays } from './plex/ways.ts';
import { ServerProblem } from './procedures/server-problem.ts';
import type { WatchingRoom } from './procedures/servers.ts';
import type { Accounts, Entry } from './watched-entry.ts';
import type { WatchedServers } from './watched-servers.ts';

type Options = {
  servers: WatchedServers;
  accounts: Accounts;
  history: Pick<History, 'formerServers' | 'removeServer' | 'joinServer'>;
  identity: PlexIdentity;
  probe: Probe;
  discovery: Discovery;
  clock: Clock;
  log: Log;
};

type Trial = { uri: string; token: string; trustedCertificate: string | null };

const TRIAL_MS = 8000;

type Why = 'unreachable' | 'unauthorized' | 'not-owner' | 'not-plex' | 'certificate' | 'certificate-changed' | 'busy';

const describeWhy = (why: Why, uri: string): string => {
  const { host } = new URL(uri);
  switch (why) {
    case 'unreachable':
      return `Nothing answers at ${host}. Check the address, and that the server runs and can be reached from here.`;
    case 'unauthorized':
      return `The server at ${host} does not accept this token.`;
    case 'not-owner':
      return 'This token is not of the owner of the server; only he may see who is watching.';
    case 'not-plex':
      return `What answers at ${host} is no Plex Media Server.`;
    case 'certificate':
      return `Nobody vouches for the certificate of ${host}. Trust it if this server is yours.`;
    case 'certificate-changed':
      return `The certificate of ${host} is not the one you accepted. Trust the new one only if you know why it changed.`;
    case 'busy':
      return `The server at ${host} answers with an error. Try again in a moment.`;
  }
};

const toWhy = ({ kind }: PlexError): Why => {
  switch (kind) {
    case 'unauthorized':
    case 'certificate':
    case 'certificate-changed':
      return kind;
    case 'forbidden':
      return 'not-owner';
    case 'not-found':
    case 'bad-answer':
      return 'not-plex';
    case 'rate-limited':
    case 'server-error':
    case 'breaker-open':
      return 'busy';
    case 'timeout':
    case 'unreachable':
      return 'unreachable';
  }
};

const cannotConnect = (why: Why, uri: string, certificate: string | null = null): ServerProblem => {
  const text = describeWhy(why, uri);
  return new ServerProblem('CANNOT_CONNECT', { why, text, certificate }, text);
};

const toUri = (text: string): string => text.replace(/\/+$/, '');

export const createChoices = (options: Options): WatchingRoom => {
  const { servers, accounts, history, identity, probe, clock, log } = options;

  const find = (serverId: string): Entry => {
    const entry = servers.find(serverId);
    if (!entry) throw new ServerProblem('UNKNOWN_SERVER');
    return entry;
  };
  const refuseEnvironment = ({ origin }: Entry) => {
    if (origin === 'environment') throw new ServerProblem('SERVER_FROM_ENVIRONMENT');
  };
  const refuseWatched = (serverId: string) => {
    const entry = servers.find(serverId);
    if (entry) throw new ServerProblem('ALREADY_WATCHED', { serverId: entry.id(), name: entry.view().name });
  };

  const toRefusal = async (error: PlexError, uri: string): Promise<ServerProblem> => {
    const why = toWhy(error);
    const isStrange = why === 'certificate' || why === 'certificate-changed';
    return cannotConnect(why, uri, isStrange ? await readStrangeCertificate(uri, TRIAL_MS, clock) : null);
  };

  /** Who answers there, once he has let us see what plays. The token is sent only to a Plex Media Server. */
  const tryOut = async ({ uri, token, trustedCertificate }: Trial) => {
    const fare = await probe(uri, { trustedCertificate });
    if (fare.kind === 'failed') throw await toRefusal(fare.error, uri);
    const limits = { retries: 0, timeoutMs: TRIAL_MS };
    const client = createPlexClient({ uri, token, trustedCertificate, identity, log, clock, limits });
    try {
      const info = await client.info();
      try {
        await client.sessions();
      } catch (error) {
        // The token was good a moment ago: what is refused is the look at others (older servers say 401, newer ones 403).
        if (error instanceof PlexError && error.kind === 'unauthorized') throw cannotConnect('not-owner', uri);
        throw error;
      }
      return info;
    } catch (error) {
      throw error instanceof PlexError ? await toRefusal(error, uri) : error;
    } finally {
      await client.close();
    }
  };

  const listOf = async (accountId: string): Promise<PlexTvServer[]> => {
    const asked = accounts.servers(accountId);
    if (asked === null) throw new ServerProblem('UNKNOWN_ACCOUNT');
    try {
      return await asked;
    } catch (error) {
      log.info('plex.tv did not tell the servers of an account', { error });
      throw new ServerProblem('PLEX_TV_FAILED', { trouble: { kind: 'not-answering' }, retryAfterMs: null });
    }
  };

  /** Who signs in again brings the token that a server has been waiting for. */
  const refreshOne = async (accountId: string, entry: Entry, { accessToken: token }: PlexTvServer): Promise<Server> => {
    const isWaiting = entry.view().status.kind === 'unauthorized';
    const isMeant = entry.origin !== 'environment' && (isWaiting || entry.accountId === accountId);
    if (isMeant && token !== null && (isWaiting || token !== entry.token())) await servers.change(entry, { token });
    return entry.view();
  };

  const addOne = async (accountId: string, resource: PlexTvServer): Promise<Server | null> => {
    const watched = servers.find(resource.id);
    if (watched) return refreshOne(accountId, watched, resource);
    const [first] = toWays(resource).ways;
    if (!first || resource.accessToken === null) return null;
    const known = { id: resource.id, name: resource.name, uri: first.uri, accountId, owned: resource.owned };
    return (await servers.add({ uri: first.uri, token: resource.accessToken, known }, resource)).view();
  };

  return {
    add: async ({ uri: text, token, name, trustedCertificate }) => {
      const uri = toUri(text);
      const info = await tryOut({ uri, token, trustedCertificate });
      refuseWatched(info.id);
      const label = name === undefined ? {} : { label: name };
      const known = { id: info.id, name: info.name, uri, ...label, trustedCertificate };
      return (await servers.add({ uri, token, known })).view();
    },
    addFromAccount: async (accountId, serverIds) => {
      const found = await listOf(accountId);
      const chosen = found.filter(({ id, owned }) => (serverIds === null ? owned : serverIds.includes(id)));
      if (serverIds?.some((id) => !found.some((server) => server.id === id))) throw new ServerProblem('UNKNOWN_SERVER');
      const added = await Promise.all(chosen.map((resource) => addOne(accountId, resource)));
      return added.filter((server) => server !== null);
    },
    update: async (serverId, { name, uri: text, token, ...change }) => {
      const entry = find(serverId);
      const uri = text === undefined ? undefined : toUri(text);
      if (uri !== undefined || token !== undefined) {
        refuseEnvironment(entry);
        const trustedCertificate = change.trustedCertificate ?? entry.view().trustedCertificate;
        const { id } = await tryOut({ uri: uri ?? entry.uri(), token: token ?? entry.token(), trustedCertificate });
        if (id !== entry.id()) refuseWatched(id);
      }
      await servers.change(entry, { ...change, label: name, uri, token });
      return entry.view();
    },
    remove: async (serverId, kept) => {
      const entry = find(serverId);
      refuseEnvironment(entry);
      const id = entry.id();
      await servers.remove(entry);
      return { deletedPlays: kept === 'delete' ? await history.removeServer(id) : 0 };
    },
    former: async () => {
      const former = await history.formerServers();
      return former.filter(({ id }) => servers.find(id) === null);
    },
    join: async (serverId, formerServerId) => {
      const entry = find(serverId);
      if (servers.find(formerServerId)) throw new ServerProblem('STILL_WATCHED');
      const former = await history.formerServers();
      if (!former.some(({ id }) => id === formerServerId)) throw new ServerProblem('UNKNOWN_SERVER');
      return { joinedPlays: await history.joinServer(formerServerId, entry.id()) };
    },
    discover: async () => {
      const found = await discover(options.discovery, probe, clock);
      return found.map((server) => ({ ...server, watched: servers.find(server.id) !== null }));
    },
    connections: (serverId) => {
      const watched = find(serverId).watched();
      return watched?.connections.view() ?? { triedAtMs: null, candidates: [] };
    },
    certificate: async (serverId) => {
      const { connection, trustedCertificate } = find(serverId).view();
      if (!connection) return { fingerprint: null };
      const fingerprint = await readStrangeCertificate(connection.uri, TRIAL_MS, clock);
      return { fingerprint: fingerprint === trustedCertificate ? null : fingerprint };
    },
    reconnect: async (serverId) => {
      const entry = find(serverId);
      await entry.watched()?.lookAgain();
      return entry.view();
    },
  };
};
