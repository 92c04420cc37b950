// Small files that must survive: replaced whole or not at all, and set aside, never deleted, when they are broken.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, parse, join } from 'node:path';

/** Only the owner can read what this writes. A crash leaves the old text or the new one, never half of one. */
export const writeSafely = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, path);
};

/** Renames `settings.json` to `settings.broken-20261123T163000Z.json` and returns the new path. */
export const setAside = (path: string, atMs: number): string => {
  const { dir, name, ext } = parse(path);
  const date = new Date(atMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = join(dir, `${name}.broken-${date}${ext}`);
  renameSync(path, aside);
  return aside;
};
