import { expect, it } from 'vitest';
import { mergeUpdateLists } from './merge-update-lists.ts';

const list = (arch: string, version = '1.2.0') => `version: ${version}
files:
  - url: Marquee-${version}-mac-${arch}.zip
    sha512: ${arch}-hash==
    size: 100
  - url: Marquee-${version}-mac-${arch}.dmg
    sha512: ${arch}-other==
    size: 101
path: Marquee-${version}-mac-${arch}.zip
sha512: ${arch}-hash==
releaseDate: '2026-11-23T18:00:00.000Z'
`;

it('makes one list for both kinds of processors', () => {
  expect(mergeUpdateLists([list('arm64'), list('x64')])).toBe(`version: 1.2.0
files:
  - url: Marquee-1.2.0-mac-arm64.zip
    sha512: arm64-hash==
    size: 100
  - url: Marquee-1.2.0-mac-arm64.dmg
    sha512: arm64-other==
    size: 101
  - url: Marquee-1.2.0-mac-x64.zip
    sha512: x64-hash==
    size: 100
  - url: Marquee-1.2.0-mac-x64.dmg
    sha512: x64-other==
    size: 101
path: Marquee-1.2.0-mac-arm64.zip
sha512: arm64-hash==
releaseDate: '2026-11-23T18:00:00.000Z'
`);
});

it('leaves a list alone that has no brother', () => expect(mergeUpdateLists([list('x64')])).toBe(list('x64')));

it('refuses lists that do not belong together', () => {
  expect(() => mergeUpdateLists([list('x64'), list('arm64', '1.3.0')])).toThrow('different versions');
  expect(() => mergeUpdateLists(['version: 1.2.0\n'])).toThrow('names no files');
  expect(() => mergeUpdateLists([])).toThrow('no list');
});
