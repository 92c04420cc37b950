// One request to plex.tv as the routes see it: path, query, body in either form, and the Plex headers.
import type { IncomingMessage } from 'node:http';
import { objectOf } from './jwt.ts';

export type Ask = {
  method: string;
  /** Without `.json` and `.xml`, and the old addresses at their new place. */
  path: string;
  query: URLSearchParams;
  accept: string;
  /** Of a JSON body; empty when there is none. Null: the body is not JSON although it says so. */
  json: Record<string, unknown> | null;
  form: URLSearchParams;
  /** A Plex header, from the headers or the query. */
  plex: (name: string) => string | null;
};

const maxBytes = 65_536;

export async function readAsk(request: IncomingMessage): Promise<Ask> {
  const url = new URL(request.url ?? '/', 'http://plex.tv');
  const suffix = /\.(json|xml)$/.exec(url.pathname)?.[1];
  const header = (name: string): string | null => {
    const value = request.headers[name.toLowerCase()];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  };
  const body = await readBody(request);
  const isForm = (header('content-type') ?? '').includes('x-www-form-urlencoded');
  return {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/\.(json|xml)$/, '').replace(/^\/pins(?=\/|$)/, '/api/v2/pins'),
    query: url.searchParams,
    accept: suffix === 'json' ? 'application/json' : (header('accept') ?? ''),
    json: isForm || body === '' ? {} : parse(body),
    form: new URLSearchParams(isForm ? body : ''),
    plex: (name) => header(`X-Plex-${name}`) ?? url.searchParams.get(`X-Plex-${name}`),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBytes) break;
  }
  return text;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}
