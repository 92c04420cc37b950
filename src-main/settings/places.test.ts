import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFlags } from './parse-flags.ts';
import { findMissingFiles, prepareDataDir } from './places.ts';

let dir = '';
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'marquee-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const { flags: none } = parseFlags([]);

test('a data folder is made with all that leads to it, for this user alone', () => {
  const path = join(dir, 'a', 'b');
  expect(prepareDataDir(path, none)).toBeNull();
  expect(prepareDataDir(path, none)).toBeNull();
  expect(statSync(path).mode & (process.platform === 'win32' ? 0 : 0o077)).toBe(0);
});

test('a file in the way of a data folder is named, with what named the folder', () => {
  const file = join(dir, 'file');
  writeFileSync(file, '');
  const says = (path: string) => `“${path}” does not fit; expected a folder that is there or can be made, but `;
  expect(prepareDataDir(file, none)).toBe(`MARQUEE_DATA_DIR: ${says(file)}${file} is a file`);
  const { flags } = parseFlags(['--data-dir', join(file, 'in')]);
  expect(prepareDataDir(join(file, 'in'), flags)).toBe(`--data-dir: ${says(join(file, 'in'))}${file} is a file`);
});

// Node's own way of making folders never comes back from there.
test.skipIf(process.platform !== 'linux').each(['/proc/marquee', '/proc/marquee/deep'])(
  'where no folder can be made, such as %s, it is said at once',
  (path) => {
    expect(prepareDataDir(path, none)).toContain('MARQUEE_DATA_DIR: “/proc/marquee');
    expect(prepareDataDir(path, none)).toContain('but /proc/marquee cannot be made');
  },
);

test('a name that is too long is said to be', () => {
  expect(prepareDataDir(join(dir, 'a'.repeat(300)), none)).toContain('but its name is too long');
});

test('a file that a setting names is there', () => {
  const natsCreds = join(dir, 'marquee.creds');
  const says = `“${natsCreds}” does not fit; expected a file that can be read`;
  expect(findMissingFiles({ natsCreds: null }, new Map())).toEqual([]);
  expect(findMissingFiles({ natsCreds }, new Map([['natsCreds', '--nats-creds']]))).toEqual([`--nats-creds: ${says}`]);
  mkdirSync(natsCreds);
  expect(findMissingFiles({ natsCreds }, new Map([['natsCreds', 'NATS_CREDS']]))).toEqual([`NATS_CREDS: ${says}`]);
  rmSync(natsCreds, { recursive: true });
  writeFileSync(natsCreds, '');
  expect(findMissingFiles({ natsCreds }, new Map())).toEqual([]);
});
