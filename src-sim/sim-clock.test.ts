import { describe, expect, test } from 'vitest';
import { createSimClock } from './sim-clock.ts';

describe('the simulated clock', () => {
  test('by hand: timers run in order, each at its own time, also those set on the way', () => {
    const clock = createSimClock({ startAtMs: 1000, speed: 0 });
    const seen: [string, number][] = [];
    clock.after(300, () => seen.push(['late', clock.now()]));
    clock.after(100, () => {
      seen.push(['early', clock.now()]);
      clock.after(50, () => seen.push(['child', clock.now()]));
    });
    const cancel = clock.after(200, () => seen.push(['never', clock.now()]));
    cancel();
    clock.advance(1000);
    expect(seen).toEqual([
      ['early', 1100],
      ['child', 1150],
      ['late', 1300],
    ]);
    expect(clock.now()).toBe(2000);
  });

  test('with a speed: so many simulated for every real millisecond, and a new speed bends, it does not jump', () => {
    let real = 0;
    const clock = createSimClock({ startAtMs: 0, speed: 60, realNow: () => real });
    real = 100;
    expect(clock.now()).toBe(6000);
    clock.setSpeed(1);
    real = 200;
    expect(clock.now()).toBe(6100);
    clock.close();
  });

  test('settle runs what is due before anybody looks', () => {
    let real = 0;
    const clock = createSimClock({ startAtMs: 0, speed: 1, realNow: () => real });
    let ran = 0;
    clock.after(500, () => {
      ran += 1;
    });
    real = 499;
    clock.settle();
    expect(ran).toBe(0);
    real = 500;
    clock.settle();
    expect(ran).toBe(1);
    clock.close();
  });
});
