// A laptop that is carried from one network to another.
import { expect, test } from 'vitest';
import { createFakeClock } from './fake-clock.ts';
import { watchNetwork } from './network-watch.ts';

test('each change of the addresses is told once, and nothing after the end', () => {
  const clock = createFakeClock(0);
  let addresses = '192.168.1.7';
  let changes = 0;
  const end = watchNetwork({ clock, read: () => addresses, onChange: () => (changes += 1) });
  clock.advance(60_000);
  expect(changes).toBe(0);
  addresses = '10.0.0.7';
  clock.advance(60_000);
  expect(changes).toBe(1);
  end();
  addresses = '';
  clock.advance(60_000);
  expect(changes).toBe(1);
});
