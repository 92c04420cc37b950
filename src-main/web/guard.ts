// Who may speak at all: the host name must be ours (against DNS rebinding) and a page that asks must be our own.
import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import type { WebProblemCode } from '../../src-contract/problem.ts';
import { isLoopbackHost } from '../lib/is-loopback.ts';

export type GuardOptions = {
  /** The address that the server listens on. */
  host: string;
  port: number;
  /** Where a reverse proxy shows Marquee, e.g. `https://marquee.example.org`; null without one. */
  publicUrl: string | null;
};

export type Guard = (headers: IncomingHttpHeaders, door: 'http' | 'socket' | 'webhook') => WebProblemCode | null;

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** As a URL writes it: an IPv6 address goes into brackets. */
export const toUrlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

/**
 * Off the loopback every bare IP address with our port is taken as ours: the owner may use any of the machine's, and
 * a rebinding page always comes with a name.
 */
const isOwnAddress = (host: string, { host: listening, port }: GuardOptions): boolean => {
  if (isLoopbackHost(listening) || !host.endsWith(`:${port}`)) return false;
  const name = host.slice(0, -`:${port}`.length);
  return isIP(name) === 4 || (name.startsWith('[') && name.endsWith(']') && isIP(name.slice(1, -1)) === 6);
};

export const createGuard = (options: GuardOptions): Guard => {
  const { host, port, publicUrl } = options;
  const hosts = new Set([...loopbackNames, toUrlHost(host)].map((name) => `${name}:${port}`.toLowerCase()));
  // Browsers leave the default port out.
  if (port === 80) for (const name of [...loopbackNames, toUrlHost(host)]) hosts.add(name.toLowerCase());
  const origins = new Set([...hosts].map((name) => `http://${name}`));
  if (publicUrl !== null) {
    hosts.add(new URL(publicUrl).host);
    origins.add(new URL(publicUrl).origin);
  }
  const isOurHost = (name: string) => hosts.has(name) || isOwnAddress(name, options);
  const isOurOrigin = (origin: string) =>
    origins.has(origin) || (origin.startsWith('http://') && isOwnAddress(origin.slice('http://'.length), options));

  return (headers, door) => {
    if (door !== 'webhook' && !isOurHost(headers.host?.toLowerCase() ?? '')) return 'UNKNOWN_HOST';
    const { origin } = headers;
    if (origin === undefined ? door === 'socket' : !isOurOrigin(origin.toLowerCase())) return 'FOREIGN_ORIGIN';
    // Another port of the same machine is the same *site*, so a SameSite cookie alone would let its pages in.
    const site = headers['sec-fetch-site'];
    const navigates = headers['sec-fetch-mode'] === 'navigate';
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigates) return 'FOREIGN_ORIGIN';
    return null;
  };
};
