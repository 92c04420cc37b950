import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toIcns, toIco } from './icon-files.ts';
import { projectDir } from './run-command.ts';

const png = (text: string) => Buffer.from(text);

it('puts pictures into an .ico, each found by its entry', () => {
  const ico = toIco([
    { size: 16, png: png('small') },
    { size: 256, png: png('as large as can be') },
  ]);
  expect(ico.readUInt16LE(2)).toBe(1);
  expect(ico.readUInt16LE(4)).toBe(2);
  const read = (entry: number) => {
    const at = 6 + 16 * entry;
    const offset = ico.readUInt32LE(at + 12);
    return [ico.readUInt8(at), ico.subarray(offset, offset + ico.readUInt32LE(at + 8)).toString()];
  };
  expect(read(0)).toEqual([16, 'small']);
  expect(read(1)).toEqual([0, 'as large as can be']);
});

it('puts pictures into an .icns, for plain and for dense screens', () => {
  const icns = toIcns([
    { size: 32, png: png('32') },
    { size: 1024, png: png('1024') },
    { size: 48, png: png('macOS has no such size') },
  ]);
  expect(icns.toString('latin1')).toBe('icns\0\0\0\x28icp5\0\0\0\x0a32ic11\0\0\0\x0a32ic10\0\0\0\x0c1024');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
});

it('finds the icons of the project to be what their systems expect', () => {
  const describe = (file: string) => readFileSync(join(projectDir, 'assets', 'app-icon', file));
  expect(describe('icon.ico').readUInt16LE(4)).toBe(7);
  expect(describe('icon.icns').readUInt32BE(4)).toBe(describe('icon.icns').length);
  const pictures = execFileSync('git', ['ls-files', 'assets/app-icon/linux'], { cwd: projectDir }).toString().trim();
  for (const file of pictures.split('\n')) {
    const picture = readFileSync(join(projectDir, file));
    expect(file).toContain(`/${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}.png`);
  }
});
