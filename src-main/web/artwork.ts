// Posters and backgrounds: fetched from Plex by us and kept for a while, so that no Plex token ever reaches a page.
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Log } from '../lib/log.ts';
import { isPlainPicture } from '../lib/picture-type.ts';
import { toError } from '../lib/to-error.ts';
import { WebProblem } from './to-problem.ts';

export type Picture = { contentType: string; bytes: Uint8Array };

/** Asks the server for a picture that fits into the given size; null where there is none. */
export type FetchArtwork = (serverId: string, path: string, width: number, height: number) => Promise<Picture | null>;

type Kept = { kind: 'picture'; picture: Picture; etag: string } | { kind: 'missing' };

const CACHE_BYTES = 64 * 1024 * 1024;
const STEPS = [120, 240, 480, 960, 1600] as const;

/** The only pictures that Plex is asked for; a path of anything else could be a door into its API. */
const pathPattern =
  /^(?:\/library\/(?:metadata|collections|sections)\/\d{1,12}|\/playlists\/\d{1,12})\/(?:thumb|art|banner|composite|clearLogo|squareArt)(?:\/-?\d{1,15})?$/;

/** Programmes of live TV have theirs at plex.tv; the Plex server fetches it from there. */
const programmePattern = /^https:\/\/(?:[a-z0-9-]+\.)*plex\.tv\/[\w./~%-]{1,300}$/;

const MOST = 1600;

/** Few sizes make the cache hit: the width is the next step up, and the height keeps the shape that was asked for. */
const toStep = ({ path, width, height }: { path: string; width: number; height: number }) => {
  const step = STEPS.find((one) => one >= width) ?? MOST;
  return { path, width: step, height: Math.min(MOST, Math.max(1, Math.round((height * step) / width))) };
};

const size = z.coerce.number().int().positive().default(480);
const path = z.union([z.string().regex(pathPattern), z.string().regex(programmePattern)]);
const querySchema = z.object({ path, width: size, height: size }).transform(toStep);

/** A missing picture is forgotten soon: the server may be about to draw it. */
const missing = 'private, max-age=60';
const found = 'private, max-age=86400';

export type PictureAnswer =
  | { kind: 'found'; picture: Picture; etag: string; cacheControl: string }
  | { kind: 'missing'; cacheControl: string }
  /** No picture is ever at such an address. */
  | { kind: 'refused' }
  /** The server did not give it now. */
  | { kind: 'unavailable'; cause: unknown };

/** Answers to the address of a picture, `artwork/<server>?path=…&width=…&height=…`, wherever a window asks for it. */
export type Artwork = (serverId: string, query: unknown) => Promise<PictureAnswer>;

export const createArtwork = (fetchArtwork: FetchArtwork): Artwork => {
  // Requests for a picture that is on its way share it.
  const kept = new LRUCache<string, Kept, { serverId: string; query: z.infer<typeof querySchema> }>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (entry) => (entry.kind === 'picture' ? entry.picture.bytes.byteLength : 0) + 256,
    fetchMethod: async (_key, _old, { context: { serverId, query } }) => {
      const picture = await fetchArtwork(serverId, query.path, query.width, query.height);
      if (!picture || !isPlainPicture(picture.contentType)) return { kind: 'missing' };
      return { kind: 'picture', picture, etag: `"${createHash('sha256').update(picture.bytes).digest('base64url')}"` };
    },
  });

  return async (serverId, asked) => {
    const query = querySchema.safeParse(asked).data;
    if (!query) return { kind: 'refused' };
    const key = JSON.stringify([serverId, query]);
    try {
      const entry = await kept.fetch(key, { context: { serverId, query } });
      if (entry?.kind === 'picture') {
        return { kind: 'found', picture: entry.picture, etag: entry.etag, cacheControl: found };
      }
    } catch (cause) {
      // Whatever kept the server from answering: there is no picture now.
      return { kind: 'unavailable', cause };
    }
    kept.delete(key);
    return { kind: 'missing', cacheControl: missing };
  };
};

export const addArtwork = (app: FastifyInstance, artwork: Artwork, log: Log): void => {
  app.get<{ Params: { serverId: string } }>('/artwork/:serverId', async (request, reply) => {
    const answer = await artwork(request.params.serverId, request.query);
    if (answer.kind === 'refused') throw new WebProblem('NOT_FOUND');
    if (answer.kind === 'unavailable') {
      log.debug('A picture could not be fetched', { reason: toError(answer.cause).message });
      throw new WebProblem('ARTWORK_UNAVAILABLE', { cause: answer.cause });
    }
    reply.header('cache-control', answer.cacheControl);
    if (answer.kind === 'missing') throw new WebProblem('NOT_FOUND');
    reply.header('etag', answer.etag);
    if (request.headers['if-none-match'] === answer.etag) return reply.code(304).send();
    return reply.type(answer.picture.contentType).send(Buffer.from(answer.picture.bytes));
  });
};
