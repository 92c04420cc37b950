// When open pages are asked to read the history again.
import { expect, test } from 'vitest';
import type { PastNews } from './history/history.ts';
import { createEmitter } from './lib/emitter.ts';
import { createFakeClock } from './lib/fake-clock.ts';
import { openTellPast } from './tell-past.ts';

test('is told now and then while plays come, at once at the end, and nothing after closing', () => {
  const clock = createFakeClock(0);
  const past = createEmitter<PastNews>();
  const toldAtMs: number[] = [];
  const { close } = openTellPast({ onPast: past.subscribe, tell: () => void toldAtMs.push(clock.nowMs()), clock });
  for (let second = 0; second < 12; second += 1) {
    past.emit({ ended: false });
    clock.advance(1000);
  }
  expect(toldAtMs).toEqual([5000, 10_000]);
  past.emit({ ended: true });
  clock.advance(60_000);
  expect(toldAtMs).toEqual([5000, 10_000, 12_000]);
  past.emit({ ended: false });
  close();
  clock.advance(60_000);
  expect(toldAtMs).toHaveLength(3);
});
