// Where the built window lies.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the built main process; when the sources run as they are, where the build leaves it. Without a slash at its end. */
export const findWindow = (): string | null =>
  [new URL('../window', import.meta.url), new URL('../out/window', import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find((dir) => existsSync(join(dir, 'index.html'))) ?? null;
