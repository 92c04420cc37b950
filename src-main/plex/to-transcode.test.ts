// Tables for a TranscodeSession: above all, how far it is ahead.
import { describe, expect, test } from 'vitest';
import { raw } from './schemas.ts';
import { toTranscode, toTranscodeKey, type TranscodeOf } from './to-transcode.ts';

const HOUR_MS = 3_600_000;
const read = (session: object, of: Partial<TranscodeOf> = {}) =>
  toTranscode(raw.transcodeSession.parse(session), {
    positionMs: 600_000,
    durationMs: 2 * HOUR_MS,
    live: false,
    ...of,
  });

describe('how far a transcode is ahead', () => {
  test.each<[string, object, Partial<TranscodeOf>, number | null]>([
    ['from the beginning: ready to 660 s, watched to 600 s', { progress: 8.3, maxOffsetAvailable: 660 }, {}, 60_000],
    ['seconds, also as text', { progress: '8.3', maxOffsetAvailable: '660.5' }, {}, 60_500],
    ['without the offset the progress tells, in tenths of the duration', { progress: 10 }, {}, 120_000],
    [
      'after a seek a real server counts from the beginning',
      { progress: 0, maxOffsetAvailable: 640, minOffsetAvailable: 600 },
      {},
      40_000,
    ],
    [
      'one that counts from its own start is smaller than the progress',
      { progress: 10, maxOffsetAvailable: 120 },
      {},
      120_000,
    ],
    ['the viewer a little beyond the ready end: nothing is ahead', { progress: 8, maxOffsetAvailable: 590 }, {}, 0],
    [
      'the viewer far beyond the ready end: the numbers are not about the item',
      { progress: 0.3, maxOffsetAvailable: 20 },
      {},
      null,
    ],
    ['complete: all the rest', { complete: true, progress: 100, maxOffsetAvailable: 40 }, {}, 2 * HOUR_MS - 600_000],
    ['complete, at the very end', { complete: '1' }, { positionMs: 2 * HOUR_MS + 5 }, 0],
    ['complete, of unknown length', { complete: true, maxOffsetAvailable: 660 }, { durationMs: null }, 60_000],
    ['no length: the offset alone', { progress: 8.3, maxOffsetAvailable: 660 }, { durationMs: null }, 60_000],
    ['neither offset nor progress', {}, {}, null],
    ['no position', { progress: 8.3, maxOffsetAvailable: 660 }, { positionMs: null }, null],
    ['live TV has no position that means anything', { progress: -1, maxOffsetAvailable: 660 }, { live: true }, null],
  ])('%s', (_, session, of, aheadMs) => {
    expect(read(session, of).aheadMs).toBe(aheadMs);
  });
});

test('a key is its last path segment', () => {
  expect(['/transcode/sessions/a1', 'a1', '/a1/', 'a1?x=/b', '', '/', null].map(toTranscodeKey)).toEqual([
    'a1',
    'a1',
    'a1',
    'a1',
    null,
    null,
    null,
  ]);
});

test.each<[string, object, object]>([
  ['progress -1 is unknown', { progress: -1 }, { progress: null }],
  ['progress stays below 100', { progress: 100.7 }, { progress: 100 }],
  ['speed 0 is a throttled transcode, not an unknown one', { speed: 0, throttled: '1' }, { speed: 0, throttled: true }],
  ['a negative speed is unknown', { speed: -1 }, { speed: null }],
  [
    'decisions',
    { videoDecision: 'copy', audioDecision: 'transcode' },
    { videoDecision: 'copy', audioDecision: 'transcode' },
  ],
  ['no decisions', {}, { videoDecision: null, audioDecision: null }],
  ['the size is an errno leak and nobody asks for it', { size: -22 }, { key: '' }],
  ['an error', { error: 1 }, { error: true }],
  ['start in seconds', { timeStamp: 1_780_000_000.1234 }, { startedAtMs: 1_780_000_000_123 }],
  ['no start', { timeStamp: 0 }, { startedAtMs: null }],
])('%s', (_, session, expected) => {
  expect(read(session)).toMatchObject(expected);
});

test.each([
  ['VAAPI', 'vaapi'],
  ['nvdec', 'nvdec'],
  ['none', null],
  ['Software', null],
  ['', null],
  [undefined, null],
])('decoder %s is %s', (word, name) => {
  const { hardware } = read({ transcodeHwDecoding: word, transcodeHwRequested: '1', transcodeHwFullPipeline: 0 });
  expect(hardware).toEqual({ requested: true, decode: name, encode: null, full: false });
});
