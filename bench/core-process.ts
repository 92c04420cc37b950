// A built Marquee as a process of its own, that says what it costs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { projectDir } from '../tools/run-command.ts';
import { endChild } from './end-child.ts';
import { systemNode, systemPath, type NodeProgram } from './nodes.ts';
import { machineMs } from './numbers.ts';
import type { SimProcess } from './sim-process.ts';
import type { Stage } from './stage.ts';

const usageSchema = z.object({
  cpuMs: z.number(),
  rssBytes: z.number(),
  writtenBytes: z.number(),
  delayMs: z.object({ p50: z.number(), p99: z.number(), most: z.number() }).nullable(),
});
export type Usage = z.infer<typeof usageSchema> & { atMs: number };

export type Core = {
  url: string;
  /** The access key, as a header. */
  authorization: string;
  /** The sign-in link that was printed. */
  link: string;
  node: NodeProgram;
  spawnedAtMs: number;
  usage: () => Promise<Usage>;
  /** Begins to measure the delay of its event loop, from now on. */
  watchDelay: () => Promise<Usage>;
  get: (path: string) => Promise<Response>;
  end: () => Promise<void>;
};

type Options = { sim: SimProcess | null; dataDir: string; node?: NodeProgram; settings?: Record<string, string> };

const startLimitMs = 60_000;
const key = 'bench-key-of-this-machine-only';

export const startCore = async (
  stage: Stage,
  { sim, dataDir, node = systemNode, settings }: Options,
): Promise<Core> => {
  const spawnedAtMs = machineMs();
  const child = spawn(
    node.file,
    // This and one heap of the C library: as packaging/headless/marquee starts it.
    [
      '--max-semi-space-size=4',
      '--import',
      join(import.meta.dirname, 'probe.mjs'),
      join(projectDir, 'out', 'main', 'headless.js'),
    ],
    {
      env: {
        PATH: systemPath,
        MALLOC_ARENA_MAX: '1',
        LANG: 'C.UTF-8',
        NO_COLOR: '1',
        HOME: dataDir,
        MARQUEE_DATA_DIR: dataDir,
        MARQUEE_PORT: '0',
        MARQUEE_ACCESS_KEY: key,
        ...(sim === null ? {} : { PLEX_URL: sim.uri, PLEX_TOKEN: sim.token }),
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  // Who asks a dead process gets no answer in time, and that is told; Node would also end the bench.
  child.on('error', () => {});
  const end = () => endChild(child);
  stage.onClose('the core', end);

  let output = '';
  const link = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: unknown) => {
      output += String(chunk);
      const [found] = /https?:\/\/\S+#code=[\w-]+(?=\s)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Marquee ended with code ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`Marquee printed no link:\n${output}`)), startLimitMs).unref();
  });

  const ask = async (question: 'usage' | 'watch-delay'): Promise<Usage> => {
    const answered = once(child, 'message', { signal: AbortSignal.timeout(startLimitMs) });
    child.send(question);
    const [answer] = await answered;
    return { ...usageSchema.parse(answer), atMs: machineMs() };
  };
  const url = new URL(link).origin;
  const authorization = `Bearer ${key}`;
  return {
    url,
    authorization,
    link,
    node,
    spawnedAtMs,
    usage: () => ask('usage'),
    watchDelay: () => ask('watch-delay'),
    get: (path) => fetch(url + path, { headers: { authorization } }),
    end,
  };
};
