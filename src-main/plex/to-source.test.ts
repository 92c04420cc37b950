// Tables for what the server stores of an item.
import { describe, expect, test } from 'vitest';
import { sourceMediaSchema, type SourceMedia } from '../../src-contract/media.ts';
import { asFromXml, listOf, mutate, seededRandom } from './samples.ts';
import { parseSource } from './to-source.ts';

const silent = () => {};

/** A film in 4K and in an optimised version; ids are numbers here, where the session list has text. */
const film = (more: object = {}) => ({
  ratingKey: '9001',
  guid: 'plex://movie/aa01',
  type: 'movie',
  title: 'The Lighthouse Keepers',
  librarySectionID: 1,
  duration: 7_200_000,
  Media: [
    {
      id: 15,
      bitrate: 38_000,
      width: 3840,
      height: 1608,
      container: 'mkv',
      videoCodec: 'hevc',
      videoResolution: '4k',
      videoFrameRate: '24p',
      audioCodec: 'truehd',
      Part: [
        {
          id: 16,
          key: '/library/parts/16/1/file.mkv',
          Stream: [
            {
              id: 30,
              streamType: 1,
              codec: 'hevc',
              profile: 'main 10',
              level: 153,
              bitrate: 36_000,
              bitDepth: 10,
              width: 3840,
              height: 1608,
              frameRate: 23.976,
              scanType: 'progressive',
              pixelAspectRatio: '1:1',
              colorPrimaries: 'bt2020',
              colorTrc: 'smpte2084',
            },
            {
              id: 31,
              streamType: 2,
              default: true,
              codec: 'truehd',
              channels: 8,
              samplingRate: 48_000,
              language: 'English',
              title: 'Atmos',
            },
            { id: 32, streamType: 2, codec: 'ac3', channels: 6, bitrate: 640, languageTag: 'de' },
            { id: 33, streamType: 3, codec: 'pgs', languageCode: 'deu', forced: true },
            { id: 34, streamType: 3, codec: 'srt', key: '/library/streams/34' },
            { id: 35, streamType: 4, codec: 'lrc' },
          ],
        },
      ],
    },
    { id: 17, proxyType: 42, container: 'mp4', videoCodec: 'h264', videoResolution: '720', Part: [{ id: 18 }] },
  ],
  Marker: [
    { type: 'intro', startTimeOffset: 1000, endTimeOffset: 2000 },
    { type: 'credits', startTimeOffset: 6_900_000, endTimeOffset: 7_000_000 },
  ],
  ...more,
});

const only = (entry: unknown): SourceMedia => {
  const source = parseSource(listOf(entry), '9001', silent);
  if (source === null || source === 'missing') throw new Error('the sample was not read');
  return source;
};

test('every version with every stream', () => {
  expect(only(film())).toEqual({
    ratingKey: '9001',
    guid: 'plex://movie/aa01',
    durationMs: 7_200_000,
    creditsStartMs: 6_900_000,
    versions: [
      {
        mediaId: '15',
        partId: '16',
        container: { container: 'mkv', protocol: null, bitrateKbps: 38_000 },
        optimized: false,
        video: [
          {
            streamId: '30',
            codec: 'hevc',
            profile: 'main 10',
            level: 153,
            bitrateKbps: 36_000,
            width: 3840,
            height: 1608,
            resolution: '4k',
            frameRate: 23.976,
            bitDepth: 10,
            dynamicRange: 'hdr10',
            interlaced: false,
            anamorphic: false,
          },
        ],
        audio: [
          {
            streamId: '31',
            isDefault: true,
            codec: 'truehd',
            profile: null,
            channels: 8,
            bitrateKbps: null,
            samplingRateHz: 48_000,
            language: 'English',
            title: 'Atmos',
          },
          {
            streamId: '32',
            isDefault: false,
            codec: 'ac3',
            profile: null,
            channels: 6,
            bitrateKbps: 640,
            samplingRateHz: null,
            language: 'de',
            title: null,
          },
        ],
        subtitles: [
          {
            streamId: '33',
            codec: 'pgs',
            format: 'picture',
            language: 'deu',
            title: null,
            forced: true,
            external: false,
          },
          {
            streamId: '34',
            codec: 'srt',
            format: 'text',
            language: null,
            title: null,
            forced: false,
            external: true,
          },
        ],
      },
      {
        mediaId: '17',
        partId: '18',
        container: { container: 'mp4', protocol: null, bitrateKbps: null },
        optimized: true,
        video: [],
        audio: [],
        subtitles: [],
      },
    ],
  });
  expect(parseSource(asFromXml(listOf(film())), '9001', silent)).toEqual(only(film()));
});

describe('credits', () => {
  test.each<[string, unknown, number | null]>([
    [
      'the final ones win over a first',
      [
        { type: 'credits', startTimeOffset: 5000 },
        { type: 'credits', startTimeOffset: 9000, final: true },
      ],
      9000,
    ],
    [
      'else the first, in whatever order',
      [
        { type: 'credits', startTimeOffset: 9000 },
        { type: 'credits', startTimeOffset: 5000 },
      ],
      5000,
    ],
    ['text', [{ type: 'credits', startTimeOffset: '7000', final: '1' }], 7000],
    ['only an intro', [{ type: 'intro', startTimeOffset: 5000 }], null],
    ['credits without a time', [{ type: 'credits' }, { type: 'credits' }], null],
    ['none', undefined, null],
  ])('%s', (_, markers, startMs) => {
    expect(only(film({ Marker: markers })).creditsStartMs).toBe(startMs);
  });
});

test('two files of one film are two versions; a media without a part is one', () => {
  const parts = only(film({ Media: [{ id: '1', Part: [{ id: '11', container: 'avi' }, { id: '12' }] }, { id: '2' }] }));
  expect(parts.versions.map(({ mediaId, partId, container }) => [mediaId, partId, container.container])).toEqual([
    ['1', '11', 'avi'],
    ['1', '12', null],
    ['2', null, null],
  ]);
});

test('the item that was asked for is found among others, and its length in its media', () => {
  const body = listOf({ ratingKey: '1', duration: 5 }, film({ duration: undefined, Media: { duration: 77 } }));
  expect(parseSource(body, '9001', silent)).toMatchObject({ guid: 'plex://movie/aa01', durationMs: 77 });
  expect(only({ ratingKey: '9001' })).toMatchObject({ durationMs: null, versions: [] });
});

test('no item is missing; another answer is none', () => {
  expect(parseSource({ MediaContainer: { size: 0 } }, '9001', silent)).toBe('missing');
  expect(parseSource({ hello: 1 }, '9001', silent)).toBeNull();
});

test('no mutation makes it throw, and what comes out fits the contract', () => {
  let read = 0;
  for (let seed = 1; seed <= 1000; seed += 1) {
    const source = parseSource(mutate(listOf(film()), seededRandom(seed)), '9001', silent);
    if (source === null || source === 'missing') continue;
    sourceMediaSchema.parse(source);
    read += 1;
  }
  expect(read).toBeGreaterThan(500);
});
