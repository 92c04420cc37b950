// Tells every stored fact to all who follow, in order; who comes back is first told what it missed.
import type { Event, Told } from '../../src-contract/event.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

/** A reader so far behind is told that it missed some. */
const MAX_WAITING = 2000;
const PAGE = 500;

export type ToldFeed = {
  /** Everything after the event with this id, then what comes; without an id only what comes. */
  watch: (afterId: string | undefined, signal?: AbortSignal) => AsyncGenerator<Told, void>;
  close: () => void;
};

type Means = {
  /** Every fact, in the order in which it was stored. */
  onStored: (listener: (events: Event[]) => void) => () => void;
  /** Those stored after this one, the oldest first; null when it is not known (any more). */
  eventsAfter: (eventId: string, limit: number) => Promise<Event[] | null>;
  log: Log;
};

type Reader = { waiting: Event[]; missed: boolean; wake: () => void };

export const createToldFeed = ({ onStored, eventsAfter, log }: Means): ToldFeed => {
  const readers = new Set<Reader>();
  let closed = false;
  const unsubscribe = onStored((events) => {
    for (const reader of readers) {
      reader.waiting.push(...events);
      if (reader.waiting.length > MAX_WAITING) {
        reader.waiting = [];
        reader.missed = true;
      }
      reader.wake();
    }
  });

  const readAfter = async (id: string): Promise<Event[] | null> => {
    try {
      return await eventsAfter(id, PAGE);
    } catch (error) {
      log.warn('What somebody missed could not be read', { reason: toError(error).message });
      return null;
    }
  };

  const missedSince = async function* (reader: Reader, afterId: string): AsyncGenerator<Told, void> {
    const told = new Set<string>();
    let last = afterId;
    for (;;) {
      const page = await readAfter(last);
      if (page === null) {
        yield { kind: 'events-missed' };
        break;
      }
      for (const event of page) {
        told.add(event.id);
        last = event.id;
        yield event;
      }
      if (page.length === 0) break;
    }
    reader.waiting = reader.waiting.filter(({ id }) => !told.has(id));
  };

  return {
    watch: async function* (afterId, signal) {
      const reader: Reader = { waiting: [], missed: false, wake: () => {} };
      const wake = () => reader.wake();
      signal?.addEventListener('abort', wake);
      readers.add(reader);
      try {
        if (afterId !== undefined) yield* missedSince(reader, afterId);
        while (!closed && !signal?.aborted) {
          if (reader.missed) {
            reader.missed = false;
            yield { kind: 'events-missed' };
            continue;
          }
          const event = reader.waiting.shift();
          if (event) yield event;
          else await new Promise<void>((resolve) => (reader.wake = resolve));
        }
      } finally {
        readers.delete(reader);
        signal?.removeEventListener('abort', wake);
      }
    },
    close: () => {
      closed = true;
      unsubscribe();
      for (const reader of readers) reader.wake();
    },
  };
};
