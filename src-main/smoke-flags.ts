// A scratch folder for `--smoke`, so that the owner's data stays untouched and a Marquee that runs is not disturbed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flags } from './settings/parse-flags.ts';

export type SmokeFlags = { flags: Flags; remove: () => void };

/** The owner's flags, but with a data folder of its own and any free port. */
export const toSmokeFlags = (flags: Flags): SmokeFlags => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-smoke-'));
  const remove = () => {
    try {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Windows lets go of some files only when the process is gone; the system empties this folder.
    }
  };
  return { flags: new Map([...flags, ['dataDir', dataDir], ['port', '0']]), remove };
};
