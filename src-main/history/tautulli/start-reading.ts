// Starts the reading thread and hands out what it says, one part at a time.
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ImportError } from './import-error.ts';
import { saidSchema, type Head, type Order, type Part } from './parts.ts';

/** Built, the thread is a file of its own beside the program. */
const script = new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'tautulli-worker.js', import.meta.url);

export type Reading = {
  /** Throws an ImportError. */
  head: () => Promise<Head>;
  /** Null at the end. Throws an ImportError. */
  next: () => Promise<Part | null>;
  close: () => Promise<void>;
};

export const startReading = (order: Order): Reading => {
  // What it makes is soon thrown away: a small room for what is new is cleaned up often, and with it the texts.
  const worker = new Worker(script, { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  const said: unknown[] = [];
  let hear = (): void => {};
  const take = (message: unknown): void => {
    said.push(message);
    hear();
  };
  worker.on('message', take);
  worker.on('error', (error) => take({ kind: 'failed', message: `Reading Tautulli failed: ${error.message}` }));
  worker.on('exit', () => take({ kind: 'failed', message: 'Reading Tautulli ended early.' }));
  const listen = async () => {
    if (said.length === 0) await new Promise<void>((resolve) => (hear = resolve));
    const word = saidSchema.parse(said.shift());
    if (word.kind === 'failed') throw new ImportError(word.message);
    return word;
  };
  return {
    head: async () => {
      const word = await listen();
      if (word.kind !== 'head') throw new ImportError('Reading Tautulli failed: it began with its end.');
      return word;
    },
    next: async () => {
      worker.postMessage('next');
      const word = await listen();
      return word.kind === 'part' ? word : null;
    },
    close: async () => {
      await worker.terminate();
      await rm(order.dir, { recursive: true, force: true });
    },
  };
};
