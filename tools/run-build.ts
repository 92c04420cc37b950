// Builds in a process of its own, so that the builder's memory is gone before Marquee starts.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const runBuild = (): void => {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('build.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
};
