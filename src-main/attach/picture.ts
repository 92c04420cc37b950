// The live picture of one Marquee elsewhere, kept here: the tray reads it, and the window follows it.
import { applyPatch } from '../../src-contract/apply-patch.ts';
import type { LiveMessage, MouthHealth, Snapshot } from '../../src-contract/live.ts';

/** A reader this many messages behind gets a snapshot instead of them. */
const MAX_WAITING = 32;

type Reader = { waiting: LiveMessage[]; behind: boolean; wake: () => void };

export type Picture = {
  snapshot: () => Snapshot;
  /** False for a patch that does not fit: the whole is needed. */
  take: (message: LiveMessage) => boolean;
  /** Nothing new is known: the servers are shown as not answering, their streams as last seen. */
  lose: (atMs: number, trouble: MouthHealth, nextTryAtMs: number | null) => void;
  watch: (signal?: AbortSignal) => AsyncGenerator<LiveMessage, void>;
};

export const createPicture = (atMs: number): Picture => {
  let snapshot: Snapshot = { revision: 0, atMs, servers: [], sessions: [], health: [] };
  const readers = new Set<Reader>();

  const tell = (message: LiveMessage) => {
    for (const reader of readers) {
      if (reader.waiting.length >= MAX_WAITING) reader.behind = true;
      if (reader.behind) reader.waiting = [];
      else reader.waiting.push(message);
      reader.wake();
    }
  };
  const replace = (whole: Snapshot) => {
    snapshot = whole;
    tell({ kind: 'snapshot', snapshot });
  };

  return {
    snapshot: () => snapshot,
    take: (message) => {
      if (message.kind === 'snapshot') {
        replace(message.snapshot);
        return true;
      }
      const next = applyPatch(snapshot, message.patch);
      if (next === null) return false;
      snapshot = next;
      tell(message);
      return true;
    },
    lose: (lostAtMs, trouble, nextTryAtMs) => {
      const why = 'The Marquee that watches it is not answering.';
      const sinceMs = trouble.sinceMs ?? lostAtMs;
      const servers = snapshot.servers.map((server) =>
        server.status.kind === 'disabled'
          ? server
          : { ...server, status: { kind: 'unreachable' as const, sinceMs, nextTryAtMs, why } },
      );
      replace({ ...snapshot, revision: 0, atMs: lostAtMs, servers, health: [trouble] });
    },
    watch: async function* (signal) {
      const reader: Reader = { waiting: [], behind: true, wake: () => {} };
      const wake = () => reader.wake();
      signal?.addEventListener('abort', wake);
      readers.add(reader);
      try {
        while (!signal?.aborted) {
          const message = reader.waiting.shift();
          if (reader.behind) {
            reader.behind = false;
            yield { kind: 'snapshot', snapshot };
          } else if (message) {
            yield message;
          } else {
            await new Promise<void>((resolve) => (reader.wake = resolve));
          }
        }
      } finally {
        readers.delete(reader);
        signal?.removeEventListener('abort', wake);
      }
    },
  };
};
