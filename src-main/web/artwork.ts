// Posters and backgrounds: fetched from Plex by us and kept for a while, so that no Plex token ever reaches a page.
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Log } from '../lib/log.ts';
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

/** What a browser shows without running any of it; an SVG can carry scripts. */
const typePattern = /^image\/(?:jpeg|png|webp|gif|avif)$/;

/** Few sizes make the cache hit: each side is the next step up. */
const toStep = (size: number): number => STEPS.find((step) => step >= size) ?? 1600;

const size = z.coerce.number().int().positive().default(480).transform(toStep);
const querySchema = z.object({ path: z.string().regex(pathPattern), width: size, height: size });

/** A missing picture is forgotten soon: the server may be about to draw it. */
const missing = 'private, max-age=60';
const found = 'private, max-age=86400';

export const addArtwork = (app: FastifyInstance, fetchArtwork: FetchArtwork, log: Log): void => {
  // Requests for a picture that is on its way share it.
  const kept = new LRUCache<string, Kept, { serverId: string; query: z.infer<typeof querySchema> }>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (entry) => (entry.kind === 'picture' ? entry.picture.bytes.byteLength : 0) + 256,
    fetchMethod: async (_key, _old, { context: { serverId, query } }) => {
      const picture = await fetchArtwork(serverId, query.path, query.width, query.height);
      if (!picture || !typePattern.test(picture.contentType.split(';')[0]?.trim() ?? '')) return { kind: 'missing' };
      return { kind: 'picture', picture, etag: `"${createHash('sha256').update(picture.bytes).digest('base64url')}"` };
    },
  });

  app.get<{ Params: { serverId: string } }>('/artwork/:serverId', async (request, reply) => {
    const query = querySchema.safeParse(request.query).data;
    if (!query) throw new WebProblem('NOT_FOUND');
    const { serverId } = request.params;
    const key = JSON.stringify([serverId, query]);
    const entry = await kept.fetch(key, { context: { serverId, query } }).catch((error: unknown) => {
      log.debug('A picture could not be fetched', { reason: toError(error).message });
      throw new WebProblem('ARTWORK_UNAVAILABLE', { cause: error });
    });
    if (entry?.kind !== 'picture') {
      kept.delete(key);
      reply.header('cache-control', missing);
      throw new WebProblem('NOT_FOUND');
    }
    reply.header('cache-control', found).header('etag', entry.etag);
    if (request.headers['if-none-match'] === entry.etag) return reply.code(304).send();
    return reply.type(entry.picture.contentType).send(Buffer.from(entry.picture.bytes));
  });
};
