import { describe, expect, it } from 'vitest';
import { createSteadyTime, systemClock } from './clock.ts';

const HOUR = 3_600_000;

/** A machine whose clock can be set, at 12 o'clock. */
const createMachine = () => {
  const machine = { wallMs: 12 * HOUR, upMs: 500 };
  const nowMs = createSteadyTime(
    () => machine.wallMs,
    () => machine.upMs,
  );
  const pass = (ms: number) => {
    machine.wallMs += ms;
    machine.upMs += ms;
  };
  return { machine, nowMs, pass };
};

describe('the time', () => {
  it("is that of the machine's clock", () => {
    const { nowMs, pass } = createMachine();
    pass(1234);
    expect(nowMs()).toBe(12 * HOUR + 1234);
    expect(Math.abs(systemClock.nowMs() - Date.now())).toBeLessThan(1000);
  });

  it('goes forward with it at once: the machine slept, or the clock was wrong', () => {
    const { machine, nowMs } = createMachine();
    machine.wallMs += 5 * HOUR;
    expect(nowMs()).toBe(17 * HOUR);
  });

  it('never goes back with it, and goes on', () => {
    const { machine, nowMs, pass } = createMachine();
    machine.wallMs -= HOUR;
    expect(nowMs()).toBe(12 * HOUR);
    pass(10_000);
    expect(nowMs()).toBe(12 * HOUR + 9000);
  });

  it('is overtaken by it in the end, however often it was asked for meanwhile', () => {
    const { machine, nowMs, pass } = createMachine();
    machine.wallMs -= 60_000;
    for (let asked = 0; asked < 200_000; asked += 1) {
      pass(3);
      nowMs();
    }
    expect(nowMs()).toBe(12 * HOUR - 60_000 + 600_000);
  });
});
