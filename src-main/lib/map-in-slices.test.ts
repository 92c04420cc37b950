import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mapInSlices } from './map-in-slices.ts';

it('keeps the order, and lets others have their turn before it is done', async () => {
  const things = Array.from({ length: 100 }, (_, at) => at);
  let done = 0;
  const mapping = mapInSlices(things, (thing) => {
    done += 1;
    return thing % 2 === 0 ? [thing, -thing] : [];
  });
  await setImmediate();
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(things.length);
  expect(await mapping).toEqual(things.flatMap((thing) => (thing % 2 === 0 ? [thing, -thing] : [])));
});

it('makes nothing of nothing', async () => {
  expect(await mapInSlices([], () => [1])).toEqual([]);
});
