// The servers that plex.tv knows: who owns them, with whom they are shared, how they are reached, and by which token.
import { UnknownThing, type Control } from '../control.ts';
import type { Prng } from '../prng.ts';
import { directName } from '../tls/direct-name.ts';
import type { Account } from './accounts.ts';
import type { Value } from './answer.ts';
import type { State } from './state.ts';

/** What plex.tv needs of a simulated server; `Sim` is one. */
export type KnownServer = {
  uri: string;
  token: string;
  guestToken: string;
  name: string;
  machineIdentifier: string;
  control: Control;
  /** Without it, what it says of HTTPS leads nowhere. */
  tls: { hash: string } | null;
};

export type Connection = {
  kind: 'local' | 'remote' | 'relay';
  /** `server`: the simulated one itself. `dead`: refused at once. `silent`: taken, and never answered. Or another place. */
  at: 'server' | 'dead' | 'silent' | { address: string; port: number };
  /** By IPv6, which is only told to who asks for it. */
  ipv6?: boolean | undefined;
};

export type ServerOptions = {
  /** A user name; without it, the first account. */
  owner?: string | undefined;
  sharedWith?: readonly string[] | undefined;
  connections?: readonly Connection[] | undefined;
};

export type Registered = {
  server: KnownServer;
  owner: Account;
  sharedWith: Account[];
  connections: readonly Connection[];
  hash: string;
  presence: boolean;
  accessTokens: Map<number, string>;
  undoWebhooks: (() => void)[];
};

const usualConnections: readonly Connection[] = [
  { kind: 'local', at: 'server' },
  { kind: 'remote', at: 'server' },
  { kind: 'relay', at: 'server' },
];
/** Nobody listens there. */
const dead = { address: '127.0.0.1', port: 1 };

export type Servers = ReturnType<typeof createServers>;

export function createServers(options: { state: State; prng: Prng; silent: () => { address: string; port: number } }) {
  const { state, prng } = options;
  const all: Registered[] = [];

  const find = (name: string | undefined): Registered => {
    const found = all.find(
      ({ server }) => name === undefined || server.name === name || server.machineIdentifier === name,
    );
    if (found === undefined) throw new UnknownThing('server', name ?? '');
    return found;
  };
  const maySee = (known: Registered, account: Account): boolean =>
    known.owner === account || known.sharedWith.includes(account);
  const accessTokenOf = (known: Registered, account: Account): string => {
    const token = known.accessTokens.get(account.id) ?? prng.id(20);
    known.accessTokens.set(account.id, token);
    return token;
  };
  const applyWebhooks = (known: Registered): void => {
    for (const undo of known.undoWebhooks.splice(0)) undo();
    known.undoWebhooks = known.owner.webhooks.map((url) => known.server.control.addWebhook({ url }));
  };

  return {
    find,
    all: () => [...all],
    add: (server: KnownServer, given: ServerOptions = {}): Registered => {
      const owner = state.accountOf(given.owner);
      const known: Registered = {
        server,
        owner,
        sharedWith: (given.sharedWith ?? []).map(state.accountOf),
        connections: given.connections ?? usualConnections,
        hash: server.tls?.hash ?? prng.id(32, '0123456789abcdef'),
        presence: true,
        accessTokens: new Map(),
        undoWebhooks: [],
      };
      all.push(known);
      // The tokens that the server was started with are classic ones of these people.
      if (!state.tokens.has(server.token)) state.newClassicToken(owner, null, server.token);
      const [guest] = known.sharedWith;
      if (guest !== undefined) state.newClassicToken(guest, null, server.guestToken);
      server.control.trust((value) => {
        const [accountId] = [...known.accessTokens].find(([, token]) => token === value) ?? [];
        const { token, end } = state.judge(value);
        if (accountId === undefined && token === null) return null;
        const id = accountId ?? token?.account.id;
        if (accountId === undefined && (end !== null || (token?.kind === 'jwt' && !state.settings.serversTakeJwt)))
          return 'nobody';
        if (id === known.owner.id) return 'owner';
        return known.sharedWith.some((account) => account.id === id) ? 'guest' : 'nobody';
      });
      applyWebhooks(known);
      return known;
    },
    applyWebhooks: (account: Account): void => {
      for (const known of all) if (known.owner === account) applyWebhooks(known);
    },
    /** The next `/resources` gives new ones. */
    endAccessTokens: (name?: string, username?: string): void => {
      for (const known of name === undefined ? all : [find(name)]) {
        if (username === undefined) known.accessTokens.clear();
        else known.accessTokens.delete(state.accountOf(username).id);
      }
    },
    accessToken: (name: string | undefined, username: string | undefined): string =>
      accessTokenOf(find(name), state.accountOf(username)),

    resources: (account: Account, asked: { https: boolean; relay: boolean; ipv6: boolean }): Value[] =>
      all
        .filter((known) => maySee(known, account))
        .map((known) => ({
          ...resourceValue(known, account, state.now()),
          accessToken: accessTokenOf(known, account),
          connections: known.connections
            .filter(({ kind, ipv6 }) => (kind !== 'relay' || asked.relay) && (ipv6 !== true || asked.ipv6))
            .map((connection) => connectionValue(known, connection, asked.https, options.silent)),
        })),
  };
}

function resourceValue(known: Registered, account: Account, nowMs: number): { [key: string]: Value } {
  const { server, owner } = known;
  const owned = owner === account;
  return {
    name: server.name,
    product: 'Plex Media Server',
    productVersion: '1.43.2.10492-5ee4f3ad8',
    platform: 'Linux',
    platformVersion: '6.8.0 (Debian 12)',
    device: 'PC',
    clientIdentifier: server.machineIdentifier,
    createdAt: '2022-06-02T00:54:26Z',
    lastSeenAt: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    provides: 'server',
    ownerId: owned ? null : owner.id,
    sourceTitle: owned ? null : owner.username,
    publicAddress: '203.0.113.10',
    owned,
    home: false,
    synced: false,
    relay: known.connections.some(({ kind }) => kind === 'relay'),
    presence: known.presence,
    httpsRequired: false,
    publicAddressMatches: true,
    dnsRebindingProtection: false,
    natLoopbackSupported: false,
  };
}

function connectionValue(
  known: Registered,
  { kind, at, ipv6 = false }: Connection,
  https: boolean,
  silent: () => { address: string; port: number },
): Value {
  const own = new URL(known.server.uri);
  const place =
    at === 'server'
      ? { address: ipv6 ? '::1' : own.hostname, port: Number(own.port) }
      : at === 'dead'
        ? dead
        : at === 'silent'
          ? silent()
          : at;
  const { address, port } = place;
  const host = address.includes(':') ? `[${address}]` : address;
  const uri = https ? `https://${directName(address, known.hash)}:${port}` : `http://${host}:${port}`;
  return {
    protocol: https ? 'https' : 'http',
    address,
    port,
    uri,
    local: kind === 'local',
    relay: kind === 'relay',
    IPv6: ipv6,
  };
}
