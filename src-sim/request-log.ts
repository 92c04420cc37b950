// Remembers what was asked of the server, without tokens, so that tests can say what a client did and did not do.
export type LoggedRequest = {
  atMs: number;
  method: string;
  /** Path and query; the token is taken out. */
  url: string;
  headers: Record<string, string>;
  status: number | null;
};

export type RequestLog = {
  note: (request: { method: string; url: string; headers: NodeJS.Dict<string | string[]> }) => LoggedRequest;
  list: () => LoggedRequest[];
  clear: () => void;
};

const keep = 10_000;

export function createRequestLog(now: () => number = Date.now): RequestLog {
  let requests: LoggedRequest[] = [];
  return {
    note: ({ method, url, headers }) => {
      const clean = Object.entries(headers).flatMap(([name, value]) =>
        name === 'x-plex-token' || value === undefined ? [] : [[name, String(value)] as const],
      );
      const noted = { atMs: now(), method, url: withoutToken(url), headers: Object.fromEntries(clean), status: null };
      requests.push(noted);
      if (requests.length > keep) requests = requests.slice(-keep / 2);
      return noted;
    },
    list: () => structuredClone(requests),
    clear: () => {
      requests = [];
    },
  };
}

/** Also where it stands within another address, as in `?url=http%3A%2F%2F…%3FX-Plex-Token%3D…`. */
const withoutToken = (url: string): string =>
  url
    .replace(/X-Plex-Token(=|%3D)[^&%]*/gi, '')
    .replace(/([?&])&+/g, '$1')
    .replace(/[?&]$/, '');
