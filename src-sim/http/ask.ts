// One request as the routes see it: path, query, Plex headers (which may also come in the query), and who asks.
import type { IncomingMessage } from 'node:http';
import type { Access, Who } from '../access.ts';

export type Ask = {
  method: string;
  path: string;
  query: URLSearchParams;
  accept: string;
  who: Who;
  /** A Plex header, from the headers or the query. */
  plex(name: string): string | null;
};

export function parseAsk(request: IncomingMessage, access: Access): Ask {
  const url = new URL(request.url ?? '/', 'http://sim');
  const header = (name: string): string | null => {
    const value = request.headers[name.toLowerCase()];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  };
  const plex = (name: string): string | null => header(`X-Plex-${name}`) ?? url.searchParams.get(`X-Plex-${name}`);
  return {
    method: request.method ?? 'GET',
    path: safeDecode(url.pathname),
    query: url.searchParams,
    accept: header('accept') ?? '',
    who: access.who(plex('Token')),
    plex,
  };
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray percent sign: no route will match it
  }
}
