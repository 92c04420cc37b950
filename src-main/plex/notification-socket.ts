// Listens to a server's notifications, and comes back for ever when the connection is lost.
import { type Hint } from '../../src-contract/heard.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { type Trust } from './agent.ts';
import { type PlexIdentity, toPlexHeaders } from './identity.ts';
import { createOddities } from './oddities.ts';
import { type Ended, openSocket, type OpenSocket, type SocketLimits } from './open-socket.ts';
import { toLookup } from './plex-direct.ts';
import { parseFrame } from './to-hint.ts';

/*
  connecting ──▶ open ──▶ closed (waits 1 s, 2 s … 60 s) ──▶ connecting
       │                                                        ▲
       ├── 404: the other path, at once ────────────────────────┤
       └── 401, 403: unauthorized (waits 15 s … 5 min) ─────────┘
*/
export type Link =
  | { kind: 'open' }
  | { kind: 'closed'; why: string; nextTryAtMs: number }
  | { kind: 'unauthorized'; why: string };

export type NotificationLimits = SocketLimits & {
  retryBaseMs: number;
  retryMaxMs: number;
  refusedBaseMs: number;
  refusedMaxMs: number;
  /** A connection that held so long was a good one: the next wait is the shortest again. */
  stableMs: number;
};

const DEFAULT_SOCKET_LIMITS: NotificationLimits = {
  connectMs: 10_000,
  silenceMs: 30_000,
  frameMaxBytes: 4 * 1024 * 1024,
  retryBaseMs: 1000,
  retryMaxMs: 60_000,
  // One that has just started may refuse everybody for a moment.
  refusedBaseMs: 15_000,
  refusedMaxMs: 5 * 60_000,
  stableMs: 30_000,
};

/** Every client uses the plural; the official text prints the singular. */
const PATHS = ['/:/websockets/notifications', '/:/websocket/notifications'] as const;

export type NotificationSocket = {
  /** Drops the connection and opens another at once: after sleep the old one may be dead without knowing. */
  reconnect: () => void;
  /** What could not be read so far, by kind. */
  oddities: () => Readonly<Record<string, number>>;
  close: () => Promise<void>;
};

export type NotificationSocketOptions = Trust & {
  uri: string;
  token: string;
  identity: PlexIdentity;
  onHint: (hint: Hint) => void;
  /** Nothing is replayed by Plex: after each `open` the session list has to be read. */
  onLink: (link: Link) => void;
  log: Log;
  clock?: Clock;
  limits?: Partial<NotificationLimits>;
  random?: () => number;
};

export const createNotificationSocket = (options: NotificationSocketOptions): NotificationSocket => {
  const { onHint, onLink, log, clock = systemClock, random = Math.random } = options;
  const limits: NotificationLimits = { ...DEFAULT_SOCKET_LIMITS, ...options.limits };
  const uri = new URL(options.uri);
  const base = `${uri.protocol === 'https:' ? 'wss' : 'ws'}://${uri.host}${uri.pathname.replace(/\/+$/, '')}`;
  const headers = toPlexHeaders(options.identity, options.token);
  const { note, counts } = createOddities(log);

  let closed = false;
  let failures = 0;
  let refusals = 0;
  let path: (typeof PATHS)[number] = PATHS[0];
  let current: OpenSocket | null = null;
  let cancelRetry = () => {};
  const leaving = new Set<Promise<void>>();

  const retryIn = (delayMs: number): number => {
    cancelRetry = clock.after(delayMs, connect);
    return clock.nowMs() + delayMs;
  };

  const onEnded = ({ why, status, openForMs }: Ended) => {
    current = null;
    if (status === 404 && path === PATHS[0]) {
      path = PATHS[1];
      connect();
      return;
    }
    if (status === 404) path = PATHS[0];
    if (status === 401 || status === 403) {
      retryIn(Math.min(limits.refusedMaxMs, limits.refusedBaseMs * 2 ** refusals));
      refusals += 1;
      onLink({ kind: 'unauthorized', why });
      return;
    }
    refusals = 0;
    if (openForMs !== null && openForMs >= limits.stableMs) failures = 0;
    const delayMs = Math.min(limits.retryMaxMs, limits.retryBaseMs * 2 ** failures) * (0.75 + random() / 2);
    failures += 1;
    const nextTryAtMs = retryIn(Math.round(delayMs));
    onLink({ kind: 'closed', why, nextTryAtMs });
  };

  const connect = () => {
    current = openSocket({
      url: `${base}${path}`,
      headers,
      lookup: toLookup(uri.hostname),
      trust: options,
      limits,
      clock,
      onOpen: () => onLink({ kind: 'open' }),
      onText: (text) => {
        for (const hint of parseFrame(text, note)) onHint(hint);
      },
      onEnded,
    });
  };

  /** Lets go of the present connection without hearing its end. */
  const leave = () => {
    cancelRetry();
    if (!current) return;
    const going = current.close();
    leaving.add(going);
    void going.finally(() => leaving.delete(going));
    current = null;
  };

  connect();
  return {
    reconnect: () => {
      if (closed) return;
      const wasOpen = current?.isOpen() ?? false;
      leave();
      failures = 0;
      refusals = 0;
      if (wasOpen) onLink({ kind: 'closed', why: 'The connection is being renewed.', nextTryAtMs: clock.nowMs() });
      connect();
    },
    oddities: counts,
    close: async () => {
      closed = true;
      leave();
      await Promise.all(leaving);
    },
  };
};
