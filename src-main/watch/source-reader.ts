// Asks the library what is being played: a few items at a time, and a failed one not again for a minute.
import { type SourceMedia } from '../../src-contract/media.ts';

const AT_ONCE = 4;
const AGAIN_AFTER_MS = 60_000;

type SourceReaderOptions = {
  read: (ratingKey: string) => Promise<SourceMedia | null>;
  onSource: (ratingKey: string, source: SourceMedia | null) => void;
  nowMs: () => number;
};

/** Told what is missing after every step, it asks for what is not being asked for already. */
export const createSourceReader = ({ read, onSource, nowMs }: SourceReaderOptions) => {
  const reading = new Set<string>();
  const failedAtMs = new Map<string, number>();

  const readOne = async (ratingKey: string) => {
    reading.add(ratingKey);
    try {
      const source = await read(ratingKey);
      reading.delete(ratingKey);
      failedAtMs.delete(ratingKey);
      onSource(ratingKey, source);
    } catch {
      // Expected: a server that does not answer. The list says so, and the item is asked for again.
      reading.delete(ratingKey);
      failedAtMs.set(ratingKey, nowMs());
    }
  };

  return {
    want: (missing: readonly string[]) => {
      for (const ratingKey of failedAtMs.keys()) if (!missing.includes(ratingKey)) failedAtMs.delete(ratingKey);
      for (const ratingKey of missing) {
        if (reading.size >= AT_ONCE) return;
        const mayAsk = nowMs() - (failedAtMs.get(ratingKey) ?? -Infinity) >= AGAIN_AFTER_MS;
        if (mayAsk && !reading.has(ratingKey)) void readOne(ratingKey);
      }
    },
  };
};
