// Where one measurement stands: what it opens is closed, and what it starts is ended by its own process id.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClosers } from '../src-main/lib/closers.ts';
import type { BenchOptions } from './options.ts';

export type Stage = {
  options: BenchOptions;
  /** Closed in reverse when the measurement is over, also when it failed or took too long. */
  onClose: (name: string, close: () => void | Promise<void>) => void;
  /** A folder that goes with the stage. */
  makeDir: () => Promise<string>;
  close: () => Promise<void>;
};

export const createStage = (options: BenchOptions): Stage => {
  const closers = createClosers((name, error) => console.error(`Closing ${name} failed: ${error.message}`));
  return {
    options,
    onClose: closers.add,
    makeDir: async () => {
      const dir = await mkdtemp(join(tmpdir(), 'marquee-bench-'));
      closers.add(dir, () => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
      return dir;
    },
    close: closers.close,
  };
};
