// Starts `writer.ts` as a process of its own and listens to what it says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const saidSchema = z.object({
  kind: z.enum(['open', 'refused', 'safe', 'not-safe', 'health']),
  ids: z.array(z.string()).default([]),
  message: z.string().default(''),
  ok: z.boolean().default(true),
  text: z.string().nullable().default(null),
});
type Said = z.infer<typeof saidSchema>;

/** `shell` wraps the command line, e.g. `ulimit -f 100; exec "$@"`. */
export const startWriter = (dataDir: string, mode: 'endless' | 'hold', shell = 'exec "$@"') => {
  const script = fileURLToPath(new URL('writer.ts', import.meta.url));
  const child = spawn('sh', ['-c', shell, 'sh', process.execPath, script, dataDir, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Filled by the first writer that is not killed; halves what the next ones need to start.
    env: { ...process.env, NODE_COMPILE_CACHE: join(dataDir, 'compile-cache') },
  });
  const said: Said[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = saidSchema.safeParse(toValue(line));
    if (parsed.success) said.push(parsed.data);
    for (const look of waiting) look();
  });
  return {
    pid: child.pid ?? 0,
    said,
    /** Resolves with the first word that fits, also one that was said already. */
    hear: (fits: (word: Said) => boolean): Promise<Said> =>
      new Promise((resolve) => {
        const look = () => {
          const word = said.find(fits);
          if (!word) return;
          waiting.delete(look);
          resolve(word);
        };
        waiting.add(look);
        look();
      }),
    kill: async () => {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    },
    finish: async () => {
      const gone = once(child, 'close');
      child.stdin.write('close\n');
      await gone;
    },
  };
};

const toValue = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null; // The last line of a killed process may be half a line.
  }
};
