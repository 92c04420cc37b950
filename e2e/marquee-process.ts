// The built headless Marquee as its own process, run by the machine's own Node as an owner would run it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { findProgram } from '../tools/system-packages.ts';

const projectDir = join(import.meta.dirname, '..');

/** npm puts the project's Node first on the PATH; what is shipped must run on an older one too. */
const systemPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

export type MarqueeProcess = {
  /** The sign-in link that was printed at the start. */
  link: string;
  url: string;
  /** Everything that was printed. */
  output: () => string;
  /** Ends it and waits until it is gone. */
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
};

const startLimitMs = 90_000;

export const startMarquee = async (settings: Record<string, string>): Promise<MarqueeProcess> => {
  const node = findProgram(['node'], systemPath) ?? process.execPath;
  const child = spawn(node, [join(projectDir, 'out', 'main', 'headless.js')], {
    env: { PATH: systemPath, LANG: 'C.UTF-8', NO_COLOR: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'exit');
  const link = new Promise<string>((resolve, reject) => {
    const hear = (chunk: unknown) => {
      output += String(chunk);
      const [found] = /https?:\/\/\S+#code=[\w-]+(?=\s)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Marquee ended with code ${code} before it was ready:\n${output}`)));
    setTimeout(() => reject(new Error(`Marquee printed no link in time:\n${output}`)), startLimitMs).unref();
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    await ended;
  };
  try {
    const ready = await link;
    return { link: ready, url: new URL(ready).origin, output: () => output, end };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
};
