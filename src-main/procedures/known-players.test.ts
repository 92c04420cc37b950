import { expect, it } from 'vitest';
import type { Habit } from '../../src-contract/habit.ts';
import { sampleStream } from '../../src-contract/text/test-samples.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { KNOWN_NOTHING } from '../watch/player-known.ts';
import { createKnownPlayers } from './known-players.ts';
import { aPlay } from './test-pictures.ts';

const { player, network } = aPlay();
const kitchen = { ...player, machineId: 'kitchen' };
const nameless = { ...player, machineId: null, title: 'Cellar' };
const habit: Habit = { stream: sampleStream(), network };

it('asks for players who are not known yet, by server, and keeps what it learned for five minutes', async () => {
  const asked: [string, readonly string[]][] = [];
  const clock = createFakeClock(0);
  const known = createKnownPlayers(
    {
      habits: async (serverId, keys) => {
        asked.push([serverId, keys]);
        return new Map([['kitchen', [habit]]]);
      },
    },
    clock,
  );
  const here = { serverId: 'attic', player: kitchen };
  const there = { serverId: 'cellar', player: kitchen };
  const silent = { serverId: 'attic', player: nameless };
  const knownOf = await known([here, here, silent, there]);
  expect(asked).toEqual([
    ['attic', ['kitchen', 'Cellar']],
    ['cellar', ['kitchen']],
  ]);
  expect(knownOf(here).containers).toEqual(['mkv']);
  expect(knownOf(silent)).toEqual(KNOWN_NOTHING);
  expect(knownOf({ serverId: 'attic', player })).toEqual(KNOWN_NOTHING);
  clock.advance(4 * 60_000);
  await known([here]);
  expect(asked).toHaveLength(2);
  clock.advance(60_000);
  await known([here]);
  expect(asked).toHaveLength(3);
});
