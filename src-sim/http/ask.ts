// One request as the routes see it: path, query, Plex headers (which may also come in the query), and who asks.
import type { IncomingMessage } from 'node:http';

export type Ask = {
  method: string;
  path: string;
  query: URLSearchParams;
  accept: string;
  who: 'owner' | 'guest' | 'nobody';
  /** A Plex header, from the headers or the query. */
  plex(name: string): string | null;
};

export function parseAsk(request: IncomingMessage, tokens: { owner: string; guest: string; owned: boolean }): Ask {
  const url = new URL(request.url ?? '/', 'http://sim');
  const header = (name: string): string | null => {
    const value = request.headers[name.toLowerCase()];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  };
  const plex = (name: string): string | null => header(`X-Plex-${name}`) ?? url.searchParams.get(`X-Plex-${name}`);
  const token = plex('Token');
  const known =
    token === tokens.owner ? (tokens.owned ? 'owner' : 'guest') : token === tokens.guest ? 'guest' : 'nobody';
  return {
    method: request.method ?? 'GET',
    path: safeDecode(url.pathname),
    query: url.searchParams,
    accept: header('accept') ?? '',
    who: known,
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
