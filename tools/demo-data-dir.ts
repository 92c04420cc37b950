// Where the demo keeps its data: never among real plays.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type DemoDataDir = {
  path: string;
  /** What the owner should know about the choice; null when it is just what he asked for. */
  note: string | null;
  /** Removes a temporary folder. */
  clear: () => void;
};

const marker = 'this-is-demo-data';

/** The folder that was asked for, unless a real history lies there; without one a temporary folder. */
export const chooseDemoDataDir = (asked: string | null): DemoDataDir => {
  if (asked === null) {
    const path = mkdtempSync(join(tmpdir(), 'marquee-demo-'));
    return { path, note: null, clear: () => rmSync(path, { recursive: true, force: true }) };
  }
  const isReal = existsSync(join(asked, 'marquee.duckdb')) && !existsSync(join(asked, marker));
  const path = isReal ? join(asked, 'demo') : asked;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  writeFileSync(join(path, marker), '');
  const note = isReal ? `${asked} holds a real history, so the demo keeps its own in ${path}.` : null;
  return { path, note, clear: () => {} };
};
