// Looks for Plex Media Servers nearby: on this computer, and on the local network by GDM, Plex's own way of being found.
import { createSocket } from 'node:dgram';
import type { FoundServer } from '../../src-contract/servers.ts';
import { type Clock } from '../lib/clock.ts';
import { type Probe } from './probe.ts';

export type Found = Omit<FoundServer, 'watched'>;

export type Discovery = {
  /** Addresses of this computer that are asked. */
  here: readonly string[];
  /** Where GDM asks: the multicast group and port that servers listen at (python-plexapi, gdm.py). */
  gdm: { address: string; port: number };
};

export const usualDiscovery: Discovery = {
  here: ['http://127.0.0.1:32400'],
  gdm: { address: '239.0.0.250', port: 32414 },
};

/** Servers answer GDM within a second. */
const LISTEN_MS = 1500;
const MOST = 50;

/** An answer: a status line of HTTP, then headers. Null when it is not one of a server. */
export const parseGdm = (text: string, address: string): Found | null => {
  const [first = '', ...lines] = text.split(/\r?\n/);
  if (!/^HTTP\/1\.\d 200\b/.test(first)) return null;
  const headers = new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : [];
    }),
  );
  const id = headers.get('resource-identifier') ?? '';
  const port = Number(headers.get('port'));
  const isServer = headers.get('content-type') === 'plex/media-server';
  if (!isServer || id === '' || id.length > 200 || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  const host = address.includes(':') ? `[${address}]` : address;
  const name = headers.get('name') ?? null;
  return { id, name, version: headers.get('version') ?? null, uri: `http://${host}:${port}`, from: 'network' };
};

/** Never rejects: a machine without a network simply finds nothing. */
const askNetwork = ({ gdm }: Discovery, clock: Clock): Promise<Found[]> =>
  new Promise((resolve) => {
    const found = new Map<string, Found>();
    const socket = createSocket('udp4');
    const end = () => {
      disarm();
      socket.close(() => resolve([...found.values()]));
    };
    const disarm = clock.after(LISTEN_MS, end);
    socket.on('error', end);
    socket.on('message', (bytes, from) => {
      const server = parseGdm(bytes.toString('utf8'), from.address);
      if (server && found.size < MOST && !found.has(server.id)) found.set(server.id, server);
    });
    socket.send('M-SEARCH * HTTP/1.1\r\n\r\n', gdm.port, gdm.address, (error) => {
      if (error) end();
    });
  });

const askHere = async ({ here }: Discovery, probe: Probe): Promise<Found[]> => {
  const fares = await Promise.all(here.map(async (uri) => ({ uri, fare: await probe(uri) })));
  return fares.flatMap(({ uri, fare }) =>
    fare.kind === 'answered'
      ? [{ id: fare.id, name: null, version: fare.version, uri, from: 'this-computer' as const }]
      : [],
  );
};

/** One that is found both ways is on this computer, and has the name that GDM tells. */
export const discover = async (discovery: Discovery, probe: Probe, clock: Clock): Promise<Found[]> => {
  const [here, network] = await Promise.all([askHere(discovery, probe), askNetwork(discovery, clock)]);
  const nameOf = new Map(network.map(({ id, name }) => [id, name]));
  const isHere = new Set(here.map(({ id }) => id));
  return [
    ...here.map((server) => ({ ...server, name: nameOf.get(server.id) ?? null })),
    ...network.filter(({ id }) => !isHere.has(id)),
  ];
};
