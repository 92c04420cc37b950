// Serves the window to itself under `app://marquee/`: the built page, and pictures from Plex. Nothing else is there.
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { toError } from '../lib/to-error.ts';
import type { Log } from '../lib/log.ts';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://marquee`;

type Picture = { contentType: string; bytes: Uint8Array };
export type PictureAnswer =
  | { kind: 'found'; picture: Picture; cacheControl: string }
  | { kind: 'missing' | 'refused' | 'unavailable' };

type Options = {
  windowDir: string;
  /** What every answer tells the page about what it may do. */
  headers: Record<string, string>;
  artwork: (serverId: string, query: unknown) => Promise<PictureAnswer>;
  log: Log;
};

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
]);

/** The file's path inside the window's folder, or null for anything that is not plainly one. */
const toFile = (pathname: string, windowDir: string): string | null => {
  if (!/^(\/[\w-][\w.-]*)*\/?$/.test(pathname) || !types.has(extname(pathname === '/' ? '/index.html' : pathname))) {
    return null;
  }
  const file = join(windowDir, pathname === '/' ? 'index.html' : pathname);
  return file.startsWith(windowDir + sep) ? file : null;
};

export const createPageProtocol = ({ windowDir, headers, artwork, log }: Options) => {
  const answer = (status: number, body: Uint8Array<ArrayBuffer> | null, more: Record<string, string> = {}) =>
    new Response(body, { status, headers: { ...headers, ...more } });

  const givePicture = async (serverId: string, query: Record<string, string>) => {
    const found = await artwork(serverId, query);
    switch (found.kind) {
      case 'found': {
        const { contentType, bytes } = found.picture;
        return answer(200, Uint8Array.from(bytes), {
          'content-type': contentType,
          'cache-control': found.cacheControl,
        });
      }
      case 'unavailable':
        return answer(502, null);
      case 'missing':
      case 'refused':
        return answer(404, null);
    }
  };
  const giveFile = async (pathname: string) => {
    const file = toFile(pathname, windowDir);
    if (file === null) return answer(404, null);
    try {
      const bytes = Uint8Array.from(await readFile(file));
      return answer(200, bytes, { 'content-type': types.get(extname(file)) ?? '' });
    } catch (error) {
      // Expected: there is no such file.
      log.debug('A file of the window could not be read', { reason: toError(error).message });
      return answer(404, null);
    }
  };

  return async ({ method, url }: { method: string; url: string }): Promise<Response> => {
    // Node knows no origin of this scheme, so it is put together here.
    const { host, protocol, pathname, searchParams } = new URL(url);
    const isOurs = `${protocol}//${host}` === ORIGIN;
    if (!isOurs || method !== 'GET') return answer(404, null);
    // A server's id has nothing in it that an address would have to write differently.
    const [, serverId] = /^\/artwork\/([\w.~-]+)$/.exec(pathname) ?? [];
    if (serverId === undefined) return giveFile(pathname);
    return givePicture(serverId, Object.fromEntries(searchParams));
  };
};
