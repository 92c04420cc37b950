// A note in the data folder that says where the Marquee that owns it can be reached; `npm run link` reads it.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSafely } from './lib/safe-file.ts';

const runningSchema = z.object({ url: z.url(), pid: z.number().int() });
export type Running = z.infer<typeof runningSchema>;

const toPath = (dataDir: string): string => join(dataDir, 'running.json');

/** A full disk and a folder that is read-only are no reason not to run: false where the note could not be written. */
const attempt = (act: () => void): boolean => {
  try {
    act();
    return true;
  } catch {
    return false;
  }
};

export const writeRunning = (dataDir: string, running: Running): boolean =>
  attempt(() => writeSafely(toPath(dataDir), `${JSON.stringify(running)}\n`));

/** One that stays fools nobody: its process is gone. */
export const removeRunning = (dataDir: string): void => void attempt(() => rmSync(toPath(dataDir), { force: true }));

/** One of another user may not be asked, but is there. */
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/**
 * Null when there is none, only the rest of one, or one that a crash left behind: somebody else may have its port by
 * now, who must not be sent the access key.
 */
export const readRunning = (dataDir: string): Running | null => {
  try {
    const running = runningSchema.safeParse(JSON.parse(readFileSync(toPath(dataDir), 'utf8'))).data;
    return running && isAlive(running.pid) ? running : null;
  } catch {
    // Not there, or unreadable: the same to whoever asks.
    return null;
  }
};
