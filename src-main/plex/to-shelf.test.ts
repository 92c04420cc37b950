// Shelves, people and transcoder: what is missing is null, what has no key is left out, what is no answer is refused.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mediaVersionSchema } from '../../src-contract/media.ts';
import {
  plexAccountSchema,
  plexDeviceSchema,
  plexItemSchema,
  plexMetadataSchema,
  plexPlaylistSchema,
  plexSectionSchema,
  plexTranscodeSchema,
} from '../../src-contract/plex.ts';
import { transcodedFilm } from './samples.ts';
import { parseAccounts, parseCapabilities, parseDevices, parsePlexIdentity, parseTranscodes } from './to-house.ts';
import { parseItems, parseMetadata, parsePlaylists, parseSections } from './to-shelf.ts';

const noted: string[] = [];
const note = (kind: string) => void noted.push(kind);
const inContainer = (content: Record<string, unknown>) => ({ MediaContainer: { size: 1, ...content } });

const lists = [
  { name: 'playlists', key: 'Metadata', id: 'ratingKey', parse: parsePlaylists, schema: plexPlaylistSchema },
  { name: 'libraries', key: 'Directory', id: 'key', parse: parseSections, schema: plexSectionSchema },
  { name: 'items', key: 'Metadata', id: 'ratingKey', parse: parseItems, schema: plexItemSchema },
  { name: 'devices', key: 'Device', id: 'id', parse: parseDevices, schema: plexDeviceSchema },
  { name: 'accounts', key: 'Account', id: 'id', parse: parseAccounts, schema: plexAccountSchema },
  { name: 'transcodes', key: 'TranscodeSession', id: 'key', parse: parseTranscodes, schema: plexTranscodeSchema },
];

describe.each(lists)('$name', ({ key, id, parse, schema }) => {
  test('an entry of which nothing but its key is known fits the contract', () => {
    const found = z.array(schema).parse(parse(inContainer({ [key]: [{ [id]: 7 }] }), note));
    expect(found).toHaveLength(1);
    // Text where numbers are due and the other way round says nothing, and breaks nothing.
    const odd = Object.fromEntries(Object.keys(schema.shape).map((field) => [field, { odd: [] }]));
    expect(z.array(schema).parse(parse(inContainer({ [key]: [{ ...odd, [id]: '7' }] }), note))).toHaveLength(1);
  });

  test('an entry without a key, or that is no object, is left out and noted', () => {
    noted.length = 0;
    expect(parse(inContainer({ [key]: [{ title: 'x' }, 'junk', { [id]: '7' }] }), note)).toHaveLength(1);
    expect(noted).toHaveLength(2);
  });

  test('an empty list has no key, and an answer of another shape is none', () => {
    expect(parse({ MediaContainer: { size: 0 } }, note)).toEqual([]);
    expect(parse(['html'], note)).toBeNull();
  });
});

describe('an item', () => {
  const film = inContainer({
    librarySectionID: 3,
    librarySectionTitle: 'Films',
    Metadata: [
      {
        ...transcodedFilm(),
        librarySectionID: undefined,
        librarySectionTitle: undefined,
        addedAt: 1_700_000_000,
        Genre: [{ tag: 'Drama' }, { id: 'nameless' }],
        Guid: [{ id: 'imdb://tt1' }],
        Marker: [{ type: 'credits', startTimeOffset: 1, endTimeOffset: '2', final: '1' }],
      },
    ],
  });

  test('has every version, its markers and what others call it; the section may stand around it', () => {
    const found = plexMetadataSchema.parse(parseMetadata(film, '9001', note));
    expect(found).toMatchObject({
      ratingKey: '9001',
      librarySectionId: '3',
      librarySectionTitle: 'Films',
      addedAtMs: 1_700_000_000_000,
      genres: ['Drama'],
      externalIds: ['imdb://tt1'],
      markers: [{ type: 'credits', startMs: 1, endMs: 2, final: true }],
    });
    expect(z.array(mediaVersionSchema).parse(found.versions)).toHaveLength(1);
  });

  test('is missing under another key, and no answer is no item', () => {
    expect(parseMetadata(film, '1', note)).toBe('missing');
    expect(parseMetadata('html', '1', note)).toBeNull();
    expect(parseMetadata(inContainer({ Directory: { ratingKey: 5, type: 'show' } }), '5', note)).toMatchObject({
      type: 'show',
      versions: [],
    });
  });
});

describe('what a server can do', () => {
  const server = { machineIdentifier: 'm1', version: '1.43' };

  test.each([
    ['all of it', 'hardware_transcoding, session_kick,webhooks', [true, true, true]],
    ['by its older name', 'hwtranscode', [false, false, true]],
    ['nothing, without Plex Pass', '', [false, false, false]],
    ['what it does not say', undefined, [null, null, null]],
  ])('%s', (_story, ownerFeatures, [canTerminate, webhooks, hardwareTranscoding]) => {
    const found = parseCapabilities(inContainer({ ...server, ownerFeatures }));
    expect(found).toMatchObject({ name: 'm1', canTerminate, webhooks, hardwareTranscoding });
  });

  test('who does not say who it is, is no server', () => {
    expect([parseCapabilities({}), parseCapabilities(inContainer({ version: '1' }))]).toEqual([null, null]);
    expect([parsePlexIdentity('x'), parsePlexIdentity(inContainer({ machineIdentifier: 'm1' }))]).toEqual([null, null]);
    expect(parsePlexIdentity(inContainer(server))).toEqual({ version: '1.43', apiVersion: null, claimed: null });
  });
});

test('a transcode of live TV has no length, and its codecs may be any', () => {
  const live = { key: 'k', progress: -1, duration: 7_200_000, remaining: 5, videoCodec: '*', audioCodec: '*' };
  const [found] = parseTranscodes(inContainer({ TranscodeSession: [live] }), note) ?? [];
  expect(found).toMatchObject({
    progress: null,
    durationMs: null,
    remainingMs: null,
    videoCodec: null,
    audioCodec: null,
  });
});

test('a library is hidden from the home screen or everywhere, and a date that was never set is none', () => {
  const hidden = [0, 1, 2, true, '0', undefined].map((one, at) => ({ key: at, hidden: one, createdAt: 0 }));
  const found = parseSections(inContainer({ Directory: hidden }), note) ?? [];
  expect(found.map((section) => section.hidden)).toEqual([false, true, true, true, false, false]);
  expect(found[0]?.createdAtMs).toBeNull();
});
