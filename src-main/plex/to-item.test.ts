// Tables for what is being played.
import { describe, expect, test } from 'vitest';
import { raw } from './schemas.ts';
import { toItem } from './to-item.ts';

const item = (entry: object) => {
  const read = raw.entry.parse(entry);
  return toItem(read, read.Media[0] ?? null);
};

test.each([
  ['a film', { type: 'movie' }, 'content'],
  ['theme music', { type: 'track', guid: 'library://abc/theme' }, 'theme'],
  ['a preroll by its guid', { type: 'clip', guid: 'analyzed.prerolls://abc' }, 'preroll'],
  ['a preroll by its guid of another kind', { type: 'clip', guid: 'prerolls://abc' }, 'preroll'],
  ['a preroll by its section', { type: 'clip', librarySectionID: -2 }, 'preroll'],
  ['a clip of an unknown section', { type: 'clip', librarySectionID: '-3' }, 'content'],
  ['a trailer', { type: 'clip', subtype: 'trailer' }, 'trailer'],
  ['an extra', { type: 'clip', subtype: 'behindTheScenes' }, 'trailer'],
  ['an extra by its number', { type: 'clip', extraType: 1 }, 'trailer'],
  ['a home video', { type: 'clip', subtype: 'clip' }, 'content'],
  ['a news programme', { type: 'episode', subtype: 'trailer' }, 'content'],
])('%s is %s', (_, entry, purpose) => {
  expect(item(entry).purpose).toBe(purpose);
});

test.each([
  ['movie', 'movie'],
  ['photo', 'photo'],
  ['hologram', 'other'],
  [undefined, 'other'],
])('type %s is %s', (type, expected) => {
  expect(item({ type }).type).toBe(expected);
});

describe('titles and numbers', () => {
  test.each([
    ['its own', { title: 'A', grandparentTitle: 'B' }, 'A'],
    ['that of its series', { title: '', grandparentTitle: 'B' }, 'B'],
    ['that of its album', { title: ' ', parentTitle: 'C' }, 'C'],
    ['the original one', { originalTitle: 'D' }, 'D'],
    ['none', {}, ''],
  ])('%s', (_, entry, title) => {
    expect(item(entry).title).toBe(title);
  });

  test('season 0 is a season, year 0 is none, text is read', () => {
    expect(item({ index: '0', parentIndex: 0, year: '0000' })).toMatchObject({ index: 0, parentIndex: 0, year: null });
  });

  test('a key beyond 32 bits stays whole', () => {
    expect(item({ ratingKey: 9_876_543_210 }).ratingKey).toBe('9876543210');
  });
});

describe('length', () => {
  test.each([
    ['its own', { duration: 5000, Media: { duration: 6000 } }, 5000],
    ['that of its media', { Media: [{ duration: '6000' }] }, 6000],
    ['none of a live programme', { live: 1, Media: [{ duration: 7_200_000 }] }, null],
    ['none', { duration: 0, Media: [{ duration: 0 }] }, null],
  ])('%s', (_, entry, durationMs) => {
    expect(item(entry).durationMs).toBe(durationMs);
  });
});

test.each([
  ['the flag', { live: '1' }, true],
  ['the key', { key: '/livetv/sessions/1' }, true],
  ['the media', { Media: { origin: 'livetv' } }, true],
  ['nothing of it', { key: '/library/metadata/1', live: 0 }, false],
])('live by %s', (_, entry, live) => {
  expect(item(entry).live).toBe(live);
});

test.each([
  [{ Media: [{ channelTitle: 'Five', channelCallSign: 'FIVE' }] }, 'Five'],
  [{ Media: [{ channelCallSign: 'FIVE' }] }, 'FIVE'],
  [{ Media: [{ channelShortTitle: 'V' }] }, 'V'],
  [{ Media: [{ channelIdentifier: '005' }] }, '005'],
  [{ Media: [{}], channelVcn: '5.1' }, '5.1'],
  [{ channelIdentifier: 5 }, '5'],
  [{}, null],
])('%o is on channel %s', (entry, channel) => {
  expect(item(entry).channel).toBe(channel);
});

test.each([
  [
    'an episode has the poster of its show',
    { type: 'episode', thumb: '/e', parentThumb: '/s', grandparentThumb: '/g' },
    '/g',
  ],
  ['or of its season', { type: 'episode', thumb: '/e', parentThumb: '/s' }, '/s'],
  ['or its still', { type: 'episode', thumb: '/e' }, '/e'],
  ['a film has its own', { type: 'movie', thumb: '/m' }, '/m'],
  ['a track has that of its album', { type: 'track', parentThumb: '/a', grandparentThumb: '/g' }, '/a'],
  ['or of its artist', { type: 'track', grandparentThumb: '/g' }, '/g'],
  ['or none', { type: 'track' }, null],
])('%s', (_, entry, thumb) => {
  expect(item(entry).thumb).toBe(thumb);
});
