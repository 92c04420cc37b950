// Streams that play now, and the filters that let them through.
import { expect, it } from 'vitest';
import { sampleSession } from '../../../src-contract/text/test-samples.ts';
import type { Filter } from '../../parts/filter/filter-address.ts';
import { letsThrough, toLiveLine } from './live-line.ts';

const session = sampleSession();

it.each<readonly [string, Filter, boolean]>([
  ['no filter', {}, true],
  ['its user', { user: [session.user.id, 'x'] }, true],
  ['another user', { user: ['x'] }, false],
  ['a word of its title', { text: session.item.title.toUpperCase() }, true],
  ['a word of its title and one that is nowhere', { text: `${session.item.title} zebra` }, false],
  ['the user and another type', { user: [session.user.id], type: ['photo'] }, false],
  ['its decision', { decision: [session.stream.decision] }, true],
  ['since a day', { from: '2020-01-01' }, true],
  ['until a day', { to: '2020-01-01' }, false],
  ['what was deleted', { removed: true }, false],
])('%s', (_what, filter, isThrough) => expect(letsThrough(filter, session)).toBe(isThrough));

it('is as far as its position', () => {
  const line = toLiveLine({ ...session, positionMs: 30_000, item: { ...session.item, durationMs: 60_000 } });
  expect([line.percent, line.stoppedAtMs]).toEqual([50, null]);
  expect(toLiveLine({ ...session, positionMs: null }).percent).toBeNull();
});
