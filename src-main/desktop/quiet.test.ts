// When notifications keep silent, and until when a pause holds, on the clock of this machine.
import { describe, expect, it } from 'vitest';
import { isQuiet, localMinute, toPauseEnd } from './quiet.ts';

const at = (hour: number, minute = 0, day = 23) => new Date(2026, 10, day, hour, minute).getTime();
const quiet = (fromMinute: number, toMinute: number, on = true) => ({
  quietHours: { on, fromMinute, toMinute },
  pausedUntilMs: null,
});

it.each([
  ['in the afternoon, inside', quiet(13 * 60, 15 * 60), at(14), true],
  ['in the afternoon, at its end', quiet(13 * 60, 15 * 60), at(15), false],
  ['over midnight, before it', quiet(23 * 60, 7 * 60), at(23, 30), true],
  ['over midnight, after it', quiet(23 * 60, 7 * 60), at(3), true],
  ['over midnight, in the morning', quiet(23 * 60, 7 * 60), at(7), false],
  ['switched off', quiet(23 * 60, 7 * 60, false), at(3), false],
  ['all day', quiet(600, 600), at(3), true],
])('%s', (_when, settings, atMs, expected) => {
  expect(isQuiet(settings, atMs, localMinute)).toBe(expected);
});

describe('a pause', () => {
  it('of an hour is an hour', () => expect(toPauseEnd('hour', at(20))).toBe(at(21)));
  it('until tomorrow ends in the morning', () => expect(toPauseEnd('tomorrow', at(20))).toBe(at(6, 0, 24)));
  it('after midnight ends in that morning', () => expect(toPauseEnd('tomorrow', at(1))).toBe(at(6)));
  it('asked for in the morning ends in the next', () => expect(toPauseEnd('tomorrow', at(6))).toBe(at(6, 0, 24)));
});
