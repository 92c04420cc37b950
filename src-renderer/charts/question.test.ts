// What charts are asked, and the addresses that hold it.
import { expect, it } from 'vitest';
import { describeRange, readQuestion, toChartInput, withRange, writeQuestion } from './question.ts';

const read = (text: string) => readQuestion(new URLSearchParams(text));
const write = (text: string) => {
  const query = new URLSearchParams(text);
  writeQuestion(read(text), query);
  return query.toString();
};

it.each([
  ['', ''],
  ['days=30', ''],
  ['days=all&by=duration', 'days=all&by=duration'],
  ['user=1&user=2&days=7', 'days=7&user=1&user=2'],
  ['from=2026-01-01&days=7', 'from=2026-01-01'],
  ['days=-3&by=weight&step=second', ''],
  ['step=week&zone=Asia%2FTokyo', 'step=week&zone=Asia%2FTokyo'],
])('%j is kept as %j', (given, kept) => expect(write(given)).toBe(kept));

it('asks with the zone of this wall unless another was chosen', () => {
  expect(toChartInput(read(''), 'Europe/Berlin', 'hours')).toEqual({
    chart: 'hours',
    by: 'plays',
    days: 30,
    zone: 'Europe/Berlin',
  });
  expect(toChartInput(read('zone=UTC&days=all'), 'Europe/Berlin', 'hours')).toEqual({
    chart: 'hours',
    by: 'plays',
    zone: 'UTC',
  });
});

it('says the range', () => {
  const nowMs = Date.parse('2026-03-30T12:00:00Z');
  expect(describeRange(read(''), nowMs, 'UTC')).toBe('the last 30 days');
  expect(describeRange(read('days=12'), nowMs, 'UTC')).toBe('the last 12 days');
  expect(describeRange(read('from=2025-05-03&to=2025-05-03'), nowMs, 'UTC')).toBe('3 May 2025');
  expect(withRange(read('from=2025-05-03&user=1'), 7)).toMatchObject({ days: 7, filter: { user: ['1'] } });
  expect(withRange(read('from=2025-05-03'), 7).filter).toEqual({});
});
