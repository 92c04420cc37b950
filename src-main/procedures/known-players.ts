// What the history knows of players, asked once in a while: many pages and all advice need the same.
import type { Player } from '../../src-contract/session.ts';
import type { TranscodeHistory } from '../history/transcodes.ts';
import type { Clock } from '../lib/clock.ts';
import { mapInSlices } from '../lib/map-in-slices.ts';
import { learn } from '../watch/learn.ts';
import { KNOWN_NOTHING, type Known } from '../watch/player-known.ts';

const KEPT_MS = 5 * 60_000;

/** As the history calls players. */
export const playerKeyOf = ({ machineId, title }: Player): string => machineId ?? title;

/** One player on one server. */
type Asked = { serverId: string; player: Player };
const nameOf = ({ serverId, player }: Asked): string => `${serverId} ${playerKeyOf(player)}`;

export type KnownPlayers = (asked: readonly Asked[]) => Promise<(one: Asked) => Known>;

export const createKnownPlayers = (transcodes: Pick<TranscodeHistory, 'habits'>, clock: Clock): KnownPlayers => {
  const kept = new Map<string, { atMs: number; known: Known }>();

  const read = async (serverId: string, players: readonly Player[]): Promise<void> => {
    const atMs = clock.nowMs();
    const habits = await transcodes.habits(serverId, players.map(playerKeyOf));
    await mapInSlices(players, (player) => {
      const known = learn(player, habits.get(playerKeyOf(player)) ?? []);
      kept.set(nameOf({ serverId, player }), { atMs, known });
      return [];
    });
  };

  return async (asked) => {
    const nowMs = clock.nowMs();
    for (const [name, { atMs }] of kept) if (nowMs - atMs >= KEPT_MS) kept.delete(name);
    const missing = new Map(asked.filter((one) => !kept.has(nameOf(one))).map((one) => [nameOf(one), one]));
    const servers = new Set([...missing.values()].map(({ serverId }) => serverId));
    for (const serverId of servers) {
      const players = [...missing.values()].filter((one) => one.serverId === serverId).map(({ player }) => player);
      await read(serverId, players);
    }
    return (one) => kept.get(nameOf(one))?.known ?? KNOWN_NOTHING;
  };
};
