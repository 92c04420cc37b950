// Answers who asks the local network for Plex servers (GDM: one datagram asks, one comes back for each server).
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What is said of a server; `Sim` is one. */
export type FoundServer = { uri: string; name: string; machineIdentifier: string; tls: { hash: string } | null };

export type GdmOptions = {
  servers?: readonly FoundServer[] | undefined;
  /** 0: any free port. Real servers listen on 32414. */
  port?: number | undefined;
  host?: string | undefined;
  /** Also hears what is sent to the multicast group of the real ones. */
  multicast?: boolean | undefined;
};

export type Gdm = {
  host: string;
  port: number;
  setServers: (servers: readonly FoundServer[]) => void;
  /** Says this instead, whatever it is; null: nothing at all. Without it, the truth again. */
  say: (text?: string | null) => void;
  /** How often it was asked. */
  asked: () => number;
  close: () => Promise<void>;
};

const group = '239.0.0.250';

export async function startGdm(options: GdmOptions = {}): Promise<Gdm> {
  const { host = '127.0.0.1', multicast = false } = options;
  let servers = options.servers ?? [];
  let instead: string | null | undefined;
  let asked = 0;
  const socket = createSocket({ type: 'udp4', reuseAddr: multicast });
  socket.on('message', (data, from) => {
    if (!data.toString().startsWith('M-SEARCH * HTTP/1.')) return;
    asked += 1;
    const answers = instead === undefined ? servers.map(answerOf) : instead === null ? [] : [instead];
    // Who asked may be gone by now.
    for (const answer of answers) socket.send(answer, from.port, from.address, () => undefined);
  });
  socket.bind(options.port ?? 0, multicast ? '0.0.0.0' : host);
  await once(socket, 'listening');
  if (multicast) socket.addMembership(group, host);
  return {
    host,
    port: socket.address().port,
    setServers: (next) => {
      servers = next;
    },
    say: (text) => {
      instead = text;
    },
    asked: () => asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answerOf({ uri, name, machineIdentifier, tls }: FoundServer): string {
  const fields = {
    'Content-Type': 'plex/media-server',
    ...(tls === null ? {} : { Host: `${tls.hash}.plex.direct` }),
    Name: name,
    Port: new URL(uri).port,
    'Resource-Identifier': machineIdentifier,
    'Updated-At': '1700000000',
    Version: '1.43.2.10492-5ee4f3ad8',
  };
  return `HTTP/1.0 200 OK\r\n${Object.entries(fields)
    .map(([field, value]) => `${field}: ${value}\r\n`)
    .join('')}\r\n`;
}
