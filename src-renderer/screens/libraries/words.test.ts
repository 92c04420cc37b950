// What a library holds.
import { expect, it } from 'vitest';
import { describeGone, describeHolding } from './words.ts';

it.each([
  [{ counts: {}, durationMs: 0, bytes: 0 }, 'Empty'],
  [{ counts: { movie: 1 }, durationMs: 7_200_000, bytes: 8_000_000_000 }, '1 movie · 2 h · 8.0 GB'],
  [
    { counts: { episode: 1900, show: 12, season: 40 }, durationMs: 0, bytes: 0 },
    '12 series, 40 seasons, 1,900 episodes',
  ],
])('%#', (holding, words) => expect(describeHolding(holding)).toBe(words));

it.each([
  [1, true, 'It is not there any more; its plays stay.'],
  [null, true, 'What it holds is not known yet.'],
  [null, false, 'Its server is not watched now; its plays stay.'],
])('read at %s, on a watched server: %s', (readAtMs, isWatched, words) =>
  expect(describeGone(readAtMs, isWatched)).toBe(words),
);
