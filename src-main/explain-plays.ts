// Explains plays of the history as they would be explained today, with what is known of their players.
import type { Reason } from '../src-contract/reason.ts';
import type { Unexplained } from './history/explained.ts';
import { mapInSlices } from './lib/map-in-slices.ts';
import type { KnownPlayers } from './procedures/known-players.ts';
import { explainAgain } from './procedures/to-advice.ts';

const askOf = ({ play: { serverId, player } }: Unexplained) => ({ serverId, player });

/** The reasons of each, in their order. */
export const explainPlays = async (some: readonly Unexplained[], known: KnownPlayers): Promise<Reason[][]> => {
  const knownOf = await known(some.map(askOf));
  return mapInSlices(some, (stored) => [explainAgain(stored, knownOf(askOf(stored)))]);
};
