// What the engine is asked for it knows: a wish that it does not know it would pass over without a word.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { collectHeap, keepHeapSmall } from './small-heap.ts';

/** On the command line it does complain. */
const isKnown = (flag: string): boolean => spawnSync(process.execPath, [flag, '--eval', '0']).status === 0;

test('the engine knows what it is asked for', () => {
  const asked = new Array<string>();
  keepHeapSmall((flag) => asked.push(flag));
  expect(asked).toEqual(['--heap-growing-percent=100']);
  expect(asked.map(isKnown)).toEqual([true]);
  expect(isKnown('--heap-shrinking-percent=40')).toBe(false);
});

test('what nobody holds any more is gone at once', () => {
  const makeGarbage = () => new WeakRef(Array.from({ length: 1_000_000 }, (_, n) => String(n)));
  const garbage = makeGarbage();
  // What a weak reference names is kept until the task that made it ends.
  return new Promise<void>((resolve) => {
    setImmediate(() => {
      collectHeap();
      expect(garbage.deref()).toBe(undefined);
      expect('gc' in globalThis).toBe(false);
      resolve();
    });
  });
});
