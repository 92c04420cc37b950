// When a Marquee elsewhere is missed: told once, not for a restart, and told again when it is back.
import { expect, it } from 'vitest';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createMissed } from './missed-marquees.ts';
import type { ShownMarquee } from './tray-menu.ts';

const well: ShownMarquee = { id: 'm1', name: 'attic-nas', trouble: null };
const tell = () => {
  const clock = createFakeClock(1_000_000);
  const told: string[] = [];
  const missed = createMissed({ tell: (kind, { title }) => told.push(`${kind}: ${title}`), clock });
  const trouble = (isFinal: boolean, text: string) => ({ text, why: '', sinceMs: clock.nowMs(), isFinal });
  return { clock, told, missed, trouble };
};

it('that restarts is no news; that stays away is, once', () => {
  const { clock, told, missed, trouble } = tell();
  missed.look([{ ...well, trouble: trouble(false, 'attic-nas is not reachable') }]);
  clock.advance(20_000);
  missed.look([well]);
  clock.advance(60_000);
  expect(told).toEqual([]);
  const gone = { ...well, trouble: trouble(false, 'attic-nas is not reachable') };
  missed.look([gone]);
  clock.advance(29_000);
  expect(told).toEqual([]);
  clock.advance(2000);
  missed.look([gone]);
  clock.advance(60_000);
  expect(told).toEqual(['server-down: attic-nas is not reachable']);
  missed.look([well]);
  expect(told).toEqual(['server-down: attic-nas is not reachable', 'server-up: attic-nas is back']);
});

it('that shuts us out is told at once', () => {
  const { told, missed, trouble } = tell();
  missed.look([{ ...well, trouble: trouble(true, 'attic-nas does not let this app in') }]);
  expect(told).toEqual(['server-down: attic-nas does not let this app in']);
});
