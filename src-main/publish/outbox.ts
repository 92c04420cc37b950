// Where the facts come from: the history, which also keeps how far the broker was told.
import type { StoredFact } from './cloud-event.ts';

/** `stream` tells one stream from another of the same name; `streamSeq` is the place of our last fact in it. */
export type PublishCursor = { seq: number; stream: string | null; streamSeq: number | null };

export type Outbox = {
  begin: (destination: string) => Promise<PublishCursor>;
  after: (seq: number, limit: number) => Promise<StoredFact[]>;
  waiting: (seq: number) => Promise<number>;
  move: (destination: string, cursor: PublishCursor) => Promise<void>;
};
