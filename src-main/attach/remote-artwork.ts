// Pictures of a Marquee elsewhere, fetched with our key, so that the page needs none.
import { isPlainPicture } from '../lib/picture-type.ts';
import { readAtMost } from '../lib/read-at-most.ts';
import { toError } from '../lib/to-error.ts';

type Found = { kind: 'found'; picture: { contentType: string; bytes: Uint8Array }; cacheControl: string };
export type RemotePicture = Found | { kind: 'missing' | 'refused' } | { kind: 'unavailable'; cause: unknown };

const ANSWER_MS = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;

const toQuery = (query: unknown): URLSearchParams =>
  new URLSearchParams(
    Object.entries(typeof query === 'object' && query !== null ? query : {}).flatMap(
      ([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []),
    ),
  );

export const createRemoteArtwork =
  ({ url, key }: { url: string; key: string }) =>
  async (serverId: string, query: unknown): Promise<RemotePicture> => {
    try {
      const answer = await fetch(new URL(`artwork/${encodeURIComponent(serverId)}?${toQuery(query).toString()}`, url), {
        headers: { authorization: `Bearer ${key}` },
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const contentType = answer.headers.get('content-type') ?? '';
      if (answer.status === 404) return { kind: 'missing' };
      if (!answer.ok) return { kind: 'unavailable', cause: new Error(`It answered ${answer.status}`) };
      if (!isPlainPicture(contentType) || answer.body === null) return { kind: 'missing' };
      const bytes = await readAtMost(answer.body, MOST_BYTES);
      if (bytes === null) return { kind: 'missing' };
      return { kind: 'found', picture: { contentType, bytes }, cacheControl: 'private, max-age=86400' };
    } catch (error) {
      return { kind: 'unavailable', cause: toError(error) };
    }
  };
