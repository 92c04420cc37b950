// The floor under `npm run bench -- --explain`: fewer sessions, and a little room for chance.
import { expect, it } from 'vitest';
import { scoreExplain, scoreSavings } from './explain-score.ts';

it('explains what the simulated server did, is seldom wrong, and never when it is certain', () => {
  const score = scoreExplain(1500, 7);
  expect(score.recall).toBeGreaterThan(0.75);
  expect(score.precision).toBeGreaterThan(0.85);
  expect(score.certain).toBeGreaterThan(300);
  expect(score.certainWrong).toBeLessThanOrEqual(score.certain * 0.005);
  expect(score.unknown).toBeLessThan(15);
  const neverFound = score.causes.filter(({ cases, right }) => cases >= 5 && right === 0);
  expect(neverFound).toEqual([]);
});

it('estimates what remedies save within a third of what the simulated server would save', () => {
  const far = scoreSavings(1500, 7)
    .filter(({ cases }) => cases >= 30)
    .filter(({ estimated, truly }) => estimated < truly * 0.67 || estimated > truly * 1.33 + 3);
  expect(far).toEqual([]);
});
