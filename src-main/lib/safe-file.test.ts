import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setAside, writeSafely } from './safe-file.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('a file is replaced whole, for its owner alone, and leaves no draft behind', () => {
  const path = join(dir, 'deep', 'a.json');
  writeSafely(path, 'one');
  writeSafely(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'deep'))).toEqual(['a.json']);
});

test('a draft that a crash left behind does not stop the next write', () => {
  const path = join(dir, 'a.json');
  writeFileSync(`${path}.${process.pid}.new`, 'half', { mode: 0o644 });
  writeSafely(path, 'whole');
  expect(readFileSync(path, 'utf8')).toBe('whole');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a broken file is kept under a dated name', () => {
  writeFileSync(join(dir, 'settings.json'), '{');
  const aside = setAside(join(dir, 'settings.json'), Date.UTC(2026, 10, 23, 16, 30, 0, 5));
  expect(aside).toBe(join(dir, 'settings.broken-20261123T163000Z.json'));
  expect(readdirSync(dir)).toEqual(['settings.broken-20261123T163000Z.json']);
});
