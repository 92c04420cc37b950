// The small graph of a conversion: where its lines run, where they are broken, what they say.
import { describe, expect, it } from 'vitest';
import type { TranscodeMoment } from '../../src-contract/transcodes.ts';
import { graphHeight, graphWidth, thinMoments, toMoments } from './moments.ts';

const moment = (second: number, speed: number | null, aheadMs: number | null = null): TranscodeMoment => ({
  atMs: second * 1000,
  speed,
  aheadMs,
  bandwidthKbps: null,
});

describe('the line', () => {
  it('ends at the right edge with the newest reading, and stands on the floor at nothing', () => {
    const drawn = toMoments('speed', [moment(0, 2), moment(10, 1), moment(120, 1), moment(130, 0)]);
    expect(drawn?.paths.at(-1)).toMatch(new RegExp(`L${graphWidth} ${graphHeight}$`));
    expect(drawn?.paths[0]).toBe(`M0 0L${Math.round((10 / 130) * 2400) / 10} ${graphHeight / 2}`);
    expect(drawn?.lineY).toBe(graphHeight / 2);
  });

  it('is broken where nobody looked', () => {
    expect(toMoments('speed', [moment(0, 1), moment(5, 1), moment(60, 1), moment(65, 1)])?.paths).toHaveLength(2);
  });

  it('does not stretch the first seconds over the whole width', () => {
    expect(toMoments('speed', [moment(0, 1), moment(12, 1)])?.paths[0]).toMatch(new RegExp(`^M${graphWidth * 0.9} `));
  });

  it('grows its scale with what is ahead', () => {
    expect(toMoments('ahead', [moment(0, null, 0), moment(5, null, 240_000)])?.paths[0]).toMatch(/L240 0$/);
    expect(toMoments('ahead', [moment(0, null, 0), moment(5, null, 15_000)])?.paths[0]).toMatch(/L240 18$/);
  });
});

describe('in words', () => {
  it('says from where to where it went, and how it is now', () => {
    const told = toMoments('speed', [moment(0, 0.8), moment(15, 1.6), moment(30, 1.2)]);
    expect(told?.says).toBe('Speed over the last 30 s: from 0.8× to 1.6×.');
    expect(told?.now).toBe('1.2×');
    expect(toMoments('ahead', [moment(0, 1, 8000), moment(5, 1, 38_000), moment(8, 1, null)])?.now).toBeNull();
  });

  it('says that it rests', () => {
    const told = toMoments('speed', [moment(0, 6.4), moment(15, 0)]);
    expect(told?.now).toBe('at rest');
    expect(told?.says).toBe('Speed over the last 15 s: from 0× to 6.4×.');
  });

  it('says nothing of what was not read twice', () => {
    expect(toMoments('speed', [])).toBeNull();
    expect(toMoments('ahead', [moment(0, 1, 4000), moment(5, 1, null)])).toBeNull();
  });
});

it('gives a table only as many rows as one reads, the newest first', () => {
  const all = Array.from({ length: 120 }, (_, n) => moment(n * 5, n));
  const rows = thinMoments(all, 12);
  expect(rows).toHaveLength(12);
  expect(rows[0]).toBe(all.at(-1));
  expect(thinMoments(all.slice(0, 3), 12)).toHaveLength(3);
});
