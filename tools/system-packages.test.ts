// Programs are found where the PATH says, and only if they can be run.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findProgram } from './system-packages.ts';

it('finds the first of several names, in the order of the names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['second', 'third']) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o755);
  }
  writeFileSync(join(folder, 'first'), '');
  chmodSync(join(folder, 'first'), 0o644);
  const searchPath = ['/nowhere', '', folder].join(delimiter);
  expect(findProgram(['first', 'second', 'third'], searchPath)).toBe(join(folder, 'second'));
  expect(findProgram(['first', 'none'], searchPath)).toBeNull();
  expect(findProgram(['first', join(folder, 'third')], '')).toBe(join(folder, 'third'));
});
