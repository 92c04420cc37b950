// Stories of downloads: nothing that lies among them is written over, and none of them goes elsewhere.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { toDownloadPath } from './download-path.ts';

const setUp = (...files: string[]) => {
  const dir = mkdtempSync(join(tmpdir(), 'marquee-downloads-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const file of files) writeFileSync(join(dir, file), 'of the owner');
  return dir;
};

it.each([
  [[], 'plays.csv', 'plays.csv'],
  [['plays.csv'], 'plays.csv', 'plays (2).csv'],
  [['plays.csv', 'plays (2).csv'], 'plays.csv', 'plays (3).csv'],
  [[], '../../.bashrc', '.bashrc'],
])('beside %j the file %s is called %s', (files, name, called) => {
  const dir = setUp(...files);
  expect(toDownloadPath(dir, name)).toBe(join(dir, called));
});
