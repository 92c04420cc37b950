// An outbox in memory for the tests of the publisher, that remembers every move of its cursor.
import { createEmitter } from '../../lib/emitter.ts';
import type { StoredFact } from '../cloud-event.ts';
import type { Outbox, PublishCursor } from '../outbox.ts';

export type FactList = Outbox & {
  /** Stores so many facts, of the given size. */
  add: (count: number, bytes?: number) => StoredFact[];
  onStored: (listener: () => void) => () => void;
  cursor: () => PublishCursor | null;
  /** Puts the cursor back, as if it had never been written. */
  rewind: (cursor: PublishCursor) => void;
};

export const createFactList = (name = 'fact'): FactList => {
  const facts: StoredFact[] = [];
  const stored = createEmitter<null>();
  let kept: PublishCursor | null = null;
  return {
    add: (count, bytes = 200) => {
      const added = Array.from({ length: count }, (_, index): StoredFact => {
        const seq = facts.length + index + 1;
        const event = { id: `${name}-${seq}`, serverId: 'srv', kind: 'server-down', atMs: 1_700_000_000_000 + seq };
        return { ...event, seq, body: JSON.stringify({ ...event, why: 'x'.repeat(bytes) }) };
      });
      facts.push(...added);
      stored.emit(null);
      return added;
    },
    onStored: (listener) => stored.subscribe(listener),
    cursor: () => kept,
    rewind: (cursor) => void (kept = cursor),
    begin: () => Promise.resolve((kept ??= { seq: facts.length, stream: null, streamSeq: null })),
    after: (seq, limit) => Promise.resolve(facts.slice(seq, seq + limit)),
    waiting: (seq) => Promise.resolve(facts.length - seq),
    move: (_, cursor) => {
      kept = cursor;
      return Promise.resolve();
    },
  };
};
