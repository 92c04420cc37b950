// Addresses of pages, and sizes as people say them.
import { expect, it } from 'vitest';
import { parsePlace } from '../../client/use-route.ts';
import { formatBytes, readKey, readLibraryKey, toItemPage, toLibraryPage, toUserPage } from './links.ts';

const pageOf = (hash: string) => parsePlace(hash).page ?? '';

it('brings every key there and back', () => {
  const guid = 'plex://movie/5d7768244de0ee001fcc7fed';
  expect(readKey(pageOf(toItemPage(guid)))).toBe(guid);
  expect(readKey(pageOf(toItemPage('local://a?b#c/ü', 'season')))).toBe('local://a?b#c/ü');
  expect(toItemPage('x', 'series')).toBe('#/items/x?kind=series');
  expect(readKey(pageOf(toUserPage('attic:2')))).toBe('attic:2');
  expect(readLibraryKey(pageOf(toLibraryPage('attic:12')))).toEqual({ server: 'attic', section: '12' });
  expect(readKey('%E0%A4%A')).toBe('%E0%A4%A');
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_400_000_000_000, '1.4 TB'],
  [9_996_000, '10.0 MB'],
  [812_400_000, '812 MB'],
  [999_700_000, '1.0 GB'],
])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
