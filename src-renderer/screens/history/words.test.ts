// What is said of plays.
import { describe, expect, it } from 'vitest';
import { sampleItem } from '../../../src-contract/text/test-samples.ts';
import { describeGroup, describeTotals, describeWhen, toDayTime, describePlays } from './words.ts';

const minuteMs = 60_000;
const now = new Date(2026, 10, 23, 22, 0).getTime();
const at = (year: number, month: number, day: number, hour = 21, minute = 4) =>
  new Date(year, month - 1, day, hour, minute).getTime();

describe('when it was', () => {
  it.each([
    [at(2026, 11, 23), 146, 'Today 21:04–23:30'],
    [at(2026, 11, 22), 1, 'Yesterday 21:04–21:05'],
    [at(2026, 11, 20), 1, 'Fri 20 Nov 21:04–21:05'],
    [at(2026, 11, 2), 1, '2 Nov 21:04–21:05'],
    [at(2019, 5, 3), 1, '3 May 2019 21:04–21:05'],
  ])('%#', (startedAtMs, minutes, words) =>
    expect(describeWhen(startedAtMs, startedAtMs + minutes * minuteMs, now)).toBe(words),
  );
  it('is today until midnight, also in the last minutes', () => {
    const late = at(2026, 11, 23, 23, 59);
    expect(describeWhen(late, late, toDayTime(late))).toBe('Today 23:59–23:59');
    expect(describeWhen(late, late, toDayTime(late + minuteMs))).toBe('Yesterday 23:59–23:59');
  });
  it('goes on, or began unseen', () => {
    expect(describeWhen(at(2026, 11, 23), null, now)).toBe('since 21:04');
    expect(describeWhen(null, at(2026, 11, 23), now)).toBe('Today 21:04');
  });
  it('is told for several plays by the first', () => {
    const group = { plays: 1200, firstAtMs: at(2019, 5, 3), lastAtMs: at(2026, 11, 22) };
    expect(describePlays(group, now)).toBe('1,200 plays since 3 May 2019');
    expect(describePlays({ ...group, firstAtMs: group.lastAtMs }, now)).toBe('1,200 plays');
  });
});

it('names a series, a season, the specials, and an album', () => {
  const episode = sampleItem({
    type: 'episode',
    grandparentTitle: 'Cold Goods',
    parentTitle: 'Season 2',
    parentIndex: 2,
  });
  expect(describeGroup({ item: episode }, 'series')).toBe('Cold Goods');
  expect(describeGroup({ item: episode }, 'season')).toBe('Cold Goods · Season 2');
  expect(describeGroup({ item: { ...episode, parentIndex: 0 } }, 'season')).toBe('Cold Goods · Specials');
  expect(describeGroup({ item: sampleItem() }, 'season')).toBe('Metropolis');
  const track = sampleItem({ type: 'track', grandparentTitle: 'The Band', parentTitle: 'The Album' });
  expect(describeGroup({ item: track }, 'season')).toBe('The Album');
});

it('sums up', () => {
  expect(describeTotals(350_000, 49 * 3_600_000)).toBe('350,000 plays · 2 d 1 h watched');
  expect(describeTotals(350_000, 10_459.4 * 24 * 3_600_000)).toBe('350,000 plays · 10,459 days watched');
  expect(describeTotals(400, 0)).toBe('400 plays');
  expect(describeTotals(1, 30_000)).toBe('1 play · 30 s watched');
});
