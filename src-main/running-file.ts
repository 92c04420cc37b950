// A note in the data folder that says where the Marquee that owns it can be reached; `npm run link` reads it.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSafely } from './lib/safe-file.ts';

const runningSchema = z.object({ url: z.url(), pid: z.number().int() });
export type Running = z.infer<typeof runningSchema>;

const toPath = (dataDir: string): string => join(dataDir, 'running.json');

export const writeRunning = (dataDir: string, running: Running): void =>
  writeSafely(toPath(dataDir), `${JSON.stringify(running)}\n`);

export const removeRunning = (dataDir: string): void => rmSync(toPath(dataDir), { force: true });

/** Null when there is none, or only the rest of one. A crash leaves it behind, so it promises nothing. */
export const readRunning = (dataDir: string): Running | null => {
  try {
    return runningSchema.safeParse(JSON.parse(readFileSync(toPath(dataDir), 'utf8'))).data ?? null;
  } catch {
    // Not there, or unreadable: the same to whoever asks.
    return null;
  }
};
