// What is said of how a stream goes for its viewer.
import { expect, it } from 'vitest';
import { describeExperience } from './experience-words.ts';

it.each([
  ['nothing, while all is well', { bufferCount: 0, pace: { firstFrameMs: 1800, stalledMs: 0 } }, ''],
  ['a slow start', { bufferCount: 0, pace: { firstFrameMs: 8200, stalledMs: 0 } }, 'The first picture took 8.2 s.'],
  [
    'each stop, and their time',
    { bufferCount: 3, pace: { firstFrameMs: null, stalledMs: 12_400 } },
    'It has stopped to buffer 3 times, 12 s in all.',
  ],
  ['a stop whose time nobody saw', { bufferCount: 1, pace: null }, 'It has stopped to buffer 1 time.'],
])('says %s', (_what, session, words) => {
  expect(describeExperience(session).join(' ')).toBe(words);
});
