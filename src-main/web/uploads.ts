// Room for one file that a browser brings, such as a Tautulli's database from another machine: part by part, and not for long.
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../lib/clock.ts';
import { WebProblem } from './to-problem.ts';

/** Small enough to arrive within the time that a request may take, over a slow line too. */
export const PART_BYTES = 8 * 1024 * 1024;
export const MOST_BYTES = 4 * 1024 ** 3;
export const KEPT_MS = 3_600_000;
const prefix = 'upload-';

export type Uploads = {
  /** Takes the place of the one before it. */
  begin: () => Promise<{ uploadId: string; path: string }>;
  /** `at` is where the part belongs, which must be where the last one ended. Says how much is here now. */
  append: (uploadId: string, at: number, part: Readable) => Promise<number>;
  close: () => Promise<void>;
};

type Options = {
  dataDir: string;
  clock: Clock;
  newId: (atMs: number) => string;
  /** Only tests need other ones. */
  limits?: { partBytes: number; mostBytes: number };
};

type Upload = { uploadId: string; dir: string; path: string; size: number; busy: boolean };

export const createUploads = async ({ dataDir, clock, newId, limits }: Options): Promise<Uploads> => {
  const { partBytes, mostBytes: most } = limits ?? { partBytes: PART_BYTES, mostBytes: MOST_BYTES };
  let current: Upload | null = null;
  let disarm = (): void => {};

  const clear = async (): Promise<void> => {
    disarm();
    current = null;
    for (const name of await readdir(dataDir)) {
      if (name.startsWith(prefix)) await rm(join(dataDir, name), { recursive: true, force: true });
    }
  };
  const keepAWhile = (): void => {
    disarm();
    disarm = clock.after(KEPT_MS, () => void clear());
  };
  const count = (upload: Upload, limit: number) =>
    async function* (part: AsyncIterable<Buffer>) {
      let came = 0;
      for await (const chunk of part) {
        came += chunk.length;
        if (came > limit) throw new WebProblem('TOO_LARGE');
        yield chunk;
      }
      upload.size += came;
    };

  // Of a Marquee that was killed.
  await clear();
  return {
    begin: async () => {
      await clear();
      const uploadId = newId(clock.nowMs());
      const dir = join(dataDir, `${prefix}${uploadId}`);
      const path = join(dir, 'tautulli.db');
      await mkdir(dir, { mode: 0o700 });
      await (await open(path, 'wx', 0o600)).close();
      current = { uploadId, dir, path, size: 0, busy: false };
      keepAWhile();
      return { uploadId, path };
    },
    append: async (uploadId, at, part) => {
      const upload = current;
      if (upload?.uploadId !== uploadId) throw new WebProblem('NOT_FOUND');
      if (upload.busy) throw new WebProblem('MALFORMED_REQUEST', { detail: 'Send one part after the other.' });
      if (at !== upload.size) {
        const detail = `The next part begins at byte ${upload.size}, where the last one ended.`;
        throw new WebProblem('MALFORMED_REQUEST', { detail });
      }
      if (at >= most) throw new WebProblem('TOO_LARGE');
      upload.busy = true;
      keepAWhile();
      try {
        const place = createWriteStream(upload.path, { flags: 'r+', start: at });
        await pipeline(part, count(upload, Math.min(partBytes, most - at)), place);
      } catch (error) {
        // A part that broke off is sent again to the same place.
        upload.size = at;
        throw error;
      } finally {
        upload.busy = false;
      }
      return upload.size;
    },
    close: clear,
  };
};
