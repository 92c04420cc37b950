// Takes the settings and secrets that a restored backup has laid ready, before anything reads them.
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setAside } from './lib/safe-file.ts';

/** What stood there is kept under a dated name. */
export const takeRestored = (dataDir: string, nowMs: number): string[] =>
  ['settings.json', 'secrets.json', 'secrets.sealed'].flatMap((file) => {
    const [path, ready] = [join(dataDir, file), join(dataDir, `${file}.restore`)];
    if (!existsSync(ready)) return [];
    if (existsSync(path)) setAside(path, nowMs);
    renameSync(ready, path);
    return [file];
  });
