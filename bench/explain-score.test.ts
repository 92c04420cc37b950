// The floor under `npm run bench -- --explain`: fewer sessions, and a little room for chance.
import { beforeAll, expect, it } from 'vitest';
import { scoreExplain } from './explain-score.ts';

let told: ReturnType<typeof scoreExplain>;
beforeAll(() => {
  told = scoreExplain(1000, 7);
}, 120_000);

it('explains what the simulated server did, is seldom wrong, and hardly ever when it is certain', () => {
  const { score } = told;
  expect(score.recall).toBeGreaterThan(0.82);
  expect(score.precision).toBeGreaterThan(0.92);
  expect(score.certain).toBeGreaterThan(200);
  expect(score.certainWrong).toBeLessThanOrEqual(score.certain * 0.005);
  expect(score.unknown).toBeLessThan(10);
  const neverFound = score.causes.filter(({ cases, right }) => cases >= 5 && right === 0);
  expect(neverFound).toEqual([]);
});

it('estimates what each remedy saves within a third of what the simulated server would save', () => {
  // Nothing is known of what is in a file that was never analysed.
  const far = told.savings
    .filter(({ cause, cases }) => cases >= 30 && cause !== 'not-analysed')
    .filter(({ estimated, truly }) => estimated < truly * 0.67 - 3 || estimated > truly * 1.33 + 3);
  expect(far).toEqual([]);
});
