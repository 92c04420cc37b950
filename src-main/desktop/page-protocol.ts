// Serves the window to itself under `app://marquee/`: the built page, and pictures from Plex. Nothing else is there.
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { toError } from '../lib/to-error.ts';
import type { Log } from '../lib/log.ts';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://marquee`;

type Picture = { contentType: string; bytes: Uint8Array };
export type PictureAnswer =
  | { kind: 'found'; picture: Picture; cacheControl: string }
  | { kind: 'missing' | 'refused' | 'unavailable' };

type Download = { fileName: string; contentType: string; bytes: Readable };

type Options = {
  windowDir: string;
  /** What every answer tells the page about what it may do. */
  headers: Record<string, string>;
  artwork: (serverId: string, query: unknown) => Promise<PictureAnswer>;
  /** A file of the history, by its path under the API. Rejects with what is wrong. */
  download?: (path: string, query: Record<string, string | string[]>) => Promise<Download>;
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

/** As the web server reads it: a name that stands there twice has a list. */
const toQuery = (params: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const all = params.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? '')];
    }),
  );

/** A server that has not said yet who it is goes by its address, which stands here as addresses are written. */
const readServerId = (pathname: string): string | null => {
  const [, written] = /^\/artwork\/([\w.~%-]+)$/.exec(pathname) ?? [];
  if (written === undefined) return null;
  try {
    return decodeURIComponent(written);
  } catch {
    return null; // Nothing is written like that.
  }
};

export const createPageProtocol = ({ windowDir, headers, artwork, download, log }: Options) => {
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
  const giveDownload = async (path: string, query: Record<string, string | string[]>) => {
    if (!download) return answer(404, null);
    try {
      const { fileName, contentType, bytes } = await download(path, query);
      const body = new ReadableStream<Uint8Array>({
        start: (out) => {
          bytes.on('end', () => out.close()).on('error', (error) => out.error(error));
          bytes.on('data', (piece: Buffer) => {
            out.enqueue(piece);
            if ((out.desiredSize ?? 0) <= 0) bytes.pause();
          });
        },
        pull: () => void bytes.resume(),
        cancel: () => void bytes.destroy(),
      });
      const named = { 'content-type': contentType, 'content-disposition': `attachment; filename="${fileName}"` };
      return new Response(body, { status: 200, headers: { ...headers, ...named } });
    } catch (error) {
      log.warn('A download could not begin', { reason: toError(error).message });
      return answer(503, null);
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
    const [, asked] = /^\/api\/v1(\/history\/(?:export|archive))$/.exec(pathname) ?? [];
    if (asked !== undefined) return giveDownload(asked, toQuery(searchParams));
    const serverId = readServerId(pathname);
    if (serverId === null) return giveFile(pathname);
    return givePicture(serverId, Object.fromEntries(searchParams));
  };
};
