// A thing that is asked for often and done seldom.
import { expect, it } from 'vitest';
import { atMostEvery } from './at-most-every.ts';
import { createFakeClock } from './fake-clock.ts';

const setUp = () => {
  const clock = createFakeClock(0);
  const done: number[] = [];
  return { clock, done, throttle: atMostEvery(1000, clock, () => void done.push(clock.nowMs())) };
};

it('is done at once when it was not done lately, then once for all that was asked meanwhile', () => {
  const { clock, done, throttle } = setUp();
  throttle.ask();
  clock.advance(1);
  for (let times = 0; times < 5; times++) {
    throttle.ask();
    clock.advance(100);
  }
  clock.advance(5000);
  throttle.ask();
  clock.advance(1);
  expect(done).toEqual([0, 1000, 5501]);
});

it('is not done any more once it is closed', () => {
  const { clock, done, throttle } = setUp();
  throttle.ask();
  throttle.close();
  throttle.ask();
  clock.advance(5000);
  expect(done).toEqual([]);
});
