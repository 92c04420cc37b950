// The strings of the simulated plex.tv: who approves, what ends, what goes wrong.
import { UnknownThing } from '../control.ts';
import type { FaultRule, Faults } from '../faults.ts';
import type { LoggedRequest, RequestLog } from '../request-log.ts';
import { claim } from './pin-routes.ts';
import { usualLimits, type RateLimit, type RateLimits } from './rate-limits.ts';
import type { Connection, Servers } from './servers.ts';
import type { Pin, State } from './state.ts';

export type PinView = {
  id: number;
  code: string;
  clientIdentifier: string;
  state: Pin['state'] | 'expired';
  account: string | null;
  withKey: boolean;
};
export type TokenView = {
  kind: 'classic' | 'jwt';
  account: string;
  clientIdentifier: string | null;
  state: 'valid' | 'expired' | 'revoked';
};
/** Which tokens: all that fit. */
export type Which = { account?: string | undefined; clientIdentifier?: string | undefined };

export type PlexTvControl = {
  /** User names; the first is who approves when nobody is named. */
  accounts: () => string[];
  /** PINs in the order they were made. */
  pins: () => PinView[];
  /** `which`: id or code; without it, the newest. `account`: a user name; without it, the first. */
  approve: (which?: string | number, account?: string) => void;
  deny: (which?: string | number) => void;
  expirePin: (which?: string | number) => void;
  tokens: () => TokenView[];
  /** A classic token, as from an older sign-in. */
  newToken: (account?: string, clientIdentifier?: string) => string;
  /** As when their life is over: 498 (or what `setExpiredStatus` says). A JWT can be refreshed. */
  expireTokens: (which?: Which) => number;
  /** As when the device was removed at plex.tv: 401, and its key is forgotten. */
  revokeTokens: (which?: Which) => number;
  /** The accessToken of an account for a server. */
  accessToken: (server?: string, account?: string) => string;
  /** The servers answer 401 to them; `/resources` gives new ones. */
  endAccessTokens: (server?: string, account?: string) => void;
  setTokenLife: (ms: number) => void;
  setExpiredStatus: (status: number) => void;
  /** False: `/pins` and `/auth/jwk` refuse keys. */
  setTakesKeys: (on: boolean) => void;
  /** True: servers also let the account's JWT in. */
  setServersTakeJwt: (on: boolean) => void;
  /** A new signing key; the old ones stay in the list. */
  rotateKeys: () => void;
  setPlexPass: (account: string, on: boolean) => void;
  webhooks: (account?: string) => string[];
  setPresence: (server: string, on: boolean) => void;
  setConnections: (server: string, connections: readonly Connection[]) => void;

  /** `path` is the start of a path, of `METHOD /path`, or `*`. */
  fault: (rule: FaultRule) => number;
  clearFault: (id?: number) => void;
  /** Null: the usual ones again. */
  setLimits: (limits: readonly RateLimit[] | null) => void;

  now: () => number;
  /** Moves plex.tv's clock on: PINs, nonces and tokens end when they are due. */
  advance: (ms: number) => void;
  /** So far is its clock from the real one. */
  setClock: (offsetMs: number) => void;
  requests: () => LoggedRequest[];
  clearRequests: () => void;
};

export function createPlexTvControl(parts: {
  state: State;
  servers: Servers;
  faults: Faults;
  limits: RateLimits;
  log: RequestLog;
}): PlexTvControl {
  const { state, servers, faults, limits, log } = parts;
  const pinOf = (which: string | number | undefined): Pin => {
    const pin = which === undefined ? [...state.pins.values()].at(-1) : state.findPin(which);
    if (pin === undefined || pin === null) throw new UnknownThing('PIN', String(which ?? ''));
    return pin;
  };
  const end = (which: Which | undefined, how: 'expired' | 'revoked'): number => {
    const accountId = which?.account === undefined ? null : state.accountOf(which.account).id;
    const wanted = which?.clientIdentifier;
    const ended = [...state.tokens.values()].filter(
      ({ account, clientIdentifier, end: ending }) =>
        ending === null &&
        (accountId === null || account.id === accountId) &&
        (wanted === undefined || clientIdentifier === wanted),
    );
    for (const token of ended) {
      token.end = how;
      if (how === 'revoked' && token.kid !== null) state.keys.delete(token.kid);
    }
    return ended.length;
  };

  return {
    accounts: () => state.accounts.map(({ username }) => username),
    pins: () =>
      [...state.pins.values()].map((pin) => ({
        id: pin.id,
        code: pin.code,
        clientIdentifier: pin.clientIdentifier,
        state: pin.expiresAtMs <= state.now() ? 'expired' : pin.state,
        account: pin.account?.username ?? null,
        withKey: pin.kid !== null,
      })),
    approve: (which, account) => claim(pinOf(which), state.accountOf(account)),
    deny: (which) => {
      pinOf(which).state = 'denied';
    },
    expirePin: (which) => {
      pinOf(which).expiresAtMs = state.now();
    },
    tokens: () =>
      [...state.tokens.values()].map(({ value, kind, account, clientIdentifier }) => ({
        kind,
        account: account.username,
        clientIdentifier,
        state: state.judge(value).end ?? 'valid',
      })),
    newToken: (account, clientIdentifier) =>
      state.newClassicToken(state.accountOf(account), clientIdentifier ?? null).value,
    expireTokens: (which) => end(which, 'expired'),
    revokeTokens: (which) => end(which, 'revoked'),
    accessToken: servers.accessToken,
    endAccessTokens: servers.endAccessTokens,
    setTokenLife: (ms) => {
      state.settings.tokenLifeMs = ms;
    },
    setExpiredStatus: (status) => {
      state.settings.expiredStatus = status;
    },
    setTakesKeys: (on) => {
      state.settings.takesKeys = on;
    },
    setServersTakeJwt: (on) => {
      state.settings.serversTakeJwt = on;
    },
    rotateKeys: state.rotateKeys,
    setPlexPass: (account, on) => {
      state.accountOf(account).plexPass = on;
    },
    webhooks: (account) => [...state.accountOf(account).webhooks],
    setPresence: (server, on) => {
      servers.find(server).presence = on;
    },
    setConnections: (server, connections) => {
      servers.find(server).connections = connections;
    },

    fault: faults.add,
    clearFault: faults.clear,
    setLimits: (next) => limits.set(next ?? usualLimits),

    now: state.now,
    advance: (ms) => {
      state.settings.offsetMs += ms;
    },
    setClock: (offsetMs) => {
      state.settings.offsetMs = offsetMs;
    },
    requests: log.list,
    clearRequests: log.clear,
  };
}
