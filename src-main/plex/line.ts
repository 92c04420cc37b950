// The line to one server: its client and its notification socket, both over the address and the token in use.
import { type Hint } from '../../src-contract/heard.ts';
import { type Clock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { createPlexClient, type PlexClient } from './client.ts';
import { type PlexIdentity } from './identity.ts';
import { createNotificationSocket, type Link, type NotificationSocket } from './notification-socket.ts';
import { createSwitchingClient } from './switching-client.ts';

export type LineEnd = { uri: string; token: string; trustedCertificate: string | null };

type Handlers = { onHint: (hint: Hint) => void; onLink: (link: Link) => void };

export type Line = {
  client: PlexClient;
  /** Opens the notification socket. */
  listen: (handlers: Handlers) => Pick<NotificationSocket, 'reconnect' | 'close'>;
  /** Goes on over another address or with another token. The old socket stays until the new one is decided. */
  use: (change: Partial<LineEnd>) => void;
  end: () => LineEnd;
};

type Options = {
  end: LineEnd;
  /** Tries to get a token that is accepted; true when it was put to use. */
  renew: () => Promise<boolean>;
  identity: PlexIdentity;
  clock: Clock;
  log: Log;
};

export const createLine = ({ end: first, renew, identity, clock, log }: Options): Line => {
  let end = first;
  const open = () => createPlexClient({ ...end, identity, log, clock });
  const switching = createSwitchingClient({ first: open(), renew });
  let socket: NotificationSocket | null = null;
  let handlers: Handlers | null = null;
  const leaving = new Set<Promise<void>>();

  const sockets = new Set<NotificationSocket>();
  const leaveAllBut = (kept: NotificationSocket | null) => {
    for (const old of sockets) {
      if (old === kept) continue;
      sockets.delete(old);
      const going = old.close();
      leaving.add(going);
      void going.finally(() => leaving.delete(going));
    }
  };

  const openSocket = ({ onHint, onLink }: Handlers) => {
    const made = createNotificationSocket({
      ...end,
      identity,
      onHint: (hint) => {
        if (socket === made) onHint(hint);
      },
      onLink: (link) => {
        if (socket !== made) return;
        leaveAllBut(made);
        onLink(link);
      },
      log,
      clock,
    });
    sockets.add(made);
    socket = made;
  };

  return {
    client: switching.client,
    end: () => end,
    listen: (given) => {
      handlers = given;
      openSocket(given);
      return {
        reconnect: () => socket?.reconnect(),
        close: async () => {
          handlers = null;
          leaveAllBut(null);
          await Promise.all(leaving);
        },
      };
    },
    use: (change) => {
      end = { ...end, ...change };
      switching.use(open());
      if (handlers) openSocket(handlers);
    },
  };
};
