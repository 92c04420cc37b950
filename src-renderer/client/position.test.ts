// Where a session stands between two messages.
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-contract/session.ts';
import { evening, sampleItem, sampleSession } from '../../src-contract/text/test-samples.ts';
import { endsAt, positionAt } from './position.ts';

const minute = 60_000;

describe('a position', () => {
  it.each<[string, Partial<Session>, number, number | null]>([
    ['moves while it plays', {}, 10_000, 2_540_000],
    ['stands while paused', { state: 'paused' }, 10_000, 2_530_000],
    ['stands while buffering', { state: 'buffering' }, 10_000, 2_530_000],
    ['stands while the player gives no sign of life', { silent: true }, 10_000, 2_530_000],
    ['does not run backwards when our clock is behind', {}, -5000, 2_530_000],
    ['stops at the end', {}, 200 * minute, 9_180_000],
    ['runs on without an end', { item: sampleItem({ durationMs: null }) }, 200 * minute, 14_530_000],
    ['is unknown', { positionMs: null }, 10_000, null],
  ])('%s', (_story, changes, laterMs, expected) => {
    expect(positionAt(sampleSession(changes), evening + laterMs)).toBe(expected);
  });
});

describe('the end', () => {
  it.each<[string, Partial<Session>, number | null]>([
    ['is as far off as what is left', {}, evening + 6_650_000],
    ['is not said while paused', { state: 'paused' }, null],
    ['is not said of a player without a sign of life', { silent: true }, null],
    ['is not said of live TV', { item: sampleItem({ live: true }) }, null],
    ['is not said without a duration', { item: sampleItem({ durationMs: null }) }, null],
    ['is not said without a position', { positionMs: null }, null],
  ])('%s', (_story, changes, expected) => {
    expect(endsAt(sampleSession(changes))).toBe(expected);
  });
});
