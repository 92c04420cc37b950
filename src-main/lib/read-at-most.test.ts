// An answer that never ends is not read to its end.
import { expect, it } from 'vitest';
import { readAtMost } from './read-at-most.ts';

it.each([
  [3, 'abc'],
  [4, 'abc'],
  [2, null],
])('of three bytes with room for %i it gives %j', async (room, given) => {
  const left: string[] = [];
  const body = async function* () {
    try {
      for (const letter of 'abc') yield Buffer.from(letter);
    } finally {
      left.push('ended');
    }
  };
  expect((await readAtMost(body(), room))?.toString() ?? null).toBe(given);
  expect(left).toEqual(['ended']);
});

it('gives up in the middle of one that goes on for ever', async () => {
  const endless = async function* () {
    for (;;) yield new Uint8Array(1000);
  };
  expect(await readAtMost(endless(), 1_000_000)).toBe(null);
});
