// Fills a history in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { endChild } from './end-child.ts';
import type { Stage } from './stage.ts';

const timesSchema = z.array(z.number());

/** As `makePlays`: resolves with how long a plain question takes DuckDB alone, in milliseconds. */
export const makePlaysApart = async (stage: Stage, dataDir: string, plays: number): Promise<number[]> => {
  const child = fork(fileURLToPath(new URL('plays-child.ts', import.meta.url)), [dataDir, String(plays)]);
  stage.onClose('the making of plays', () => endChild(child));
  const told: unknown[] = [];
  child.on('message', (message) => told.push(message));
  const [code]: unknown[] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The plays could not be made: their process ended with ${String(code)}`);
  return timesSchema.parse(told[0]);
};
