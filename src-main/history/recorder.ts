// Gathers facts and stores them in batches. What cannot be stored waits, within bounds, and is tried again.
import { eventSchema, sampleSchema, type Event, type Sample } from '../../src-contract/event.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { HistoryError } from './history-error.ts';
import type { Batch } from './store.ts';
import type { KnownServer } from './write-plan.ts';

/*
  idle ──record──▶ gathering ──100 ms, or a full batch──▶ storing ──▶ idle, or storing the rest
                       ▲                                     │ fails
                       └───────── waiting (5 s) ◀────────────┘
*/
export type RecorderState = {
  /** Why nothing can be stored at the moment; null when all is well. */
  failure: Error | null;
  waiting: number;
  /** Facts that found no place while nothing could be stored. */
  lost: number;
};

export type Recorder = {
  record: (events: readonly Event[]) => void;
  sample: (samples: readonly Sample[]) => void;
  rememberServer: (server: KnownServer) => void;
  /** Resolves when all that was recorded before is on the disk; rejects with a HistoryError when it cannot be. */
  flush: () => Promise<void>;
  /** Flushes once more; what can still not be stored is reported and given up. */
  close: () => Promise<void>;
};

type Options = {
  store: (batch: Batch) => Promise<Event[]>;
  onStored: (events: Event[]) => void;
  onState: (state: RecorderState) => void;
  clock: Clock;
  log: Log;
  limits?: { batch: number; waitingEvents: number; waitingSamples: number };
};

const gatherMs = 100;
const retryMs = 5_000;

export const createRecorder = (options: Options): Recorder => {
  const { store, onStored, onState, clock, log } = options;
  const limits = options.limits ?? { batch: 2_000, waitingEvents: 50_000, waitingSamples: 5_000 };
  let events: Event[] = [];
  let samples: Sample[] = [];
  const servers = new Map<string, KnownServer>();
  let failure: Error | null = null;
  let lost = 0;
  let closed = false;
  let storing: Promise<void> | null = null;
  let disarm: (() => void) | null = null;
  const refused = new Set<string>();

  const waiting = () => events.length + samples.length + servers.size;
  const tellState = () => onState({ failure, waiting: events.length, lost });

  const storeNext = async (): Promise<void> => {
    const batch = {
      events: events.slice(0, limits.batch),
      samples: samples.slice(0, limits.batch),
      servers: [...servers.values()],
    };
    const stored = await store(batch);
    events = events.slice(batch.events.length);
    samples = samples.slice(batch.samples.length);
    for (const server of batch.servers) if (servers.get(server.server.id) === server) servers.delete(server.server.id);
    if (failure !== null) {
      failure = null;
      log.info('history: recording again');
      tellState();
    }
    if (stored.length > 0) onStored(stored);
  };

  const storeAll = async (): Promise<void> => {
    disarm?.();
    disarm = null;
    try {
      while (waiting() > 0) await storeNext();
    } catch (thrown) {
      const error = toError(thrown);
      if (failure === null) log.error('history: nothing can be stored at the moment', { error: error.message });
      failure = error;
      tellState();
      throw new HistoryError('not-stored', 'The history could not be written.', error);
    } finally {
      storing = null;
      if (waiting() > 0) arm();
    }
  };

  const run = (): Promise<void> => (storing ??= storeAll());
  const runQuietly = (): void => void run().catch(() => log.debug('history: trying again later'));

  const arm = () => {
    if (closed || storing !== null) return;
    if (failure === null && events.length >= limits.batch) runQuietly();
    else disarm ??= clock.after(failure === null ? gatherMs : retryMs, runQuietly);
  };

  const refuse = (what: string, problem: string) => {
    if (refused.has(what)) return;
    refused.add(what);
    log.warn(`history: refused what is no ${what}`, { problem });
  };

  const flush = async (): Promise<void> => {
    if (storing !== null) await storing;
    if (waiting() > 0) await run();
  };

  return {
    record: (given) => {
      for (const one of given) {
        const event = eventSchema.safeParse(one);
        if (!event.success) refuse('event', event.error.message);
        else if (closed || events.length >= limits.waitingEvents) lost += 1;
        else events.push(event.data);
      }
      if (failure !== null) tellState();
      arm();
    },
    sample: (given) => {
      for (const one of given) {
        const sample = sampleSchema.safeParse(one);
        if (!sample.success) refuse('sample', sample.error.message);
        else if (!closed && samples.length < limits.waitingSamples) samples.push(sample.data);
      }
      arm();
    },
    rememberServer: (server) => {
      if (closed) return;
      servers.set(server.server.id, server);
      arm();
    },
    flush,
    close: async () => {
      if (closed) return;
      try {
        await flush();
      } catch (error) {
        log.error(`history: ${events.length} facts are lost`, { error: toError(error).message });
      }
      closed = true;
      disarm?.();
    },
  };
};
