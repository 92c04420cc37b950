// Publishing and collecting speak with one mouth.
import { expect, test } from 'vitest';
import type { MouthHealth } from '../../src-contract/live.ts';
import { joinHealth } from './join-health.ts';

const good: MouthHealth = { name: 'publish', ok: true, text: null, sinceMs: null };
const bad = (text: string, sinceMs: number): MouthHealth => ({ name: 'publish', ok: false, text, sinceMs });

test('it is well when all are, and says what each of them has to say', () => {
  const told: MouthHealth[] = [];
  const health = joinHealth((one) => told.push(one));
  const [publishing, collecting] = [health.part(), health.part()];
  publishing(good);
  collecting(bad('Nothing is collected.', 20));
  publishing(bad('Nothing is published.', 10));
  collecting(good);
  publishing({ ...good, text: 'At most once.', sinceMs: 40 });
  expect(told).toEqual([
    good,
    bad('Nothing is collected.', 20),
    bad('Nothing is published. Nothing is collected.', 10),
    bad('Nothing is published.', 10),
    { ...good, text: 'At most once.', sinceMs: 40 },
  ]);
});
