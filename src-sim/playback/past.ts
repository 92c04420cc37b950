// A long past for the server's own history: thousands of rows of what these people watched before anybody looked.
import type { Item } from '../library/item.ts';
import type { Player } from '../people.ts';
import type { Prng } from '../prng.ts';
import { deviceIdOf, type HistoryRow, type World } from '../world.ts';
import { nextHistoryId } from './play-history.ts';

export type PastOptions = {
  plays: number;
  /** Over how many days before `untilMs`; three years. */
  days?: number | undefined;
};

type Taste = { accountId: number; weight: number; players: Player[]; episode: number; track: number };

const dayMs = 86_400_000;
/** Rows of the first third carry no device, as those of older servers. */
const withoutDeviceShare = 1 / 3;

/** Writes `plays` rows, oldest first; one in thirty is of an item that is gone, one in a hundred stands there twice. */
export function addPast(world: World, prng: Prng, untilMs: number, options: PastOptions): number {
  const { plays, days = 1095 } = options;
  const films = world.library.ofType('movie');
  const episodes = world.library.ofType('episode').filter(({ sectionId }) => sectionId > 0);
  const tracks = world.library.ofType('track').filter(({ sectionId }) => sectionId > 0);
  const tastes = tastesOf(world, prng);
  const whole = tastes.reduce((sum, { weight }) => sum + weight, 0);
  const from = untilMs - days * dayMs;

  const whoPlays = (): Taste => {
    let left = prng.next() * whole;
    return tastes.find(({ weight }) => (left -= weight) <= 0) ?? prng.pick(tastes);
  };
  const whatPlays = (taste: Taste): Item => {
    const kind = prng.next();
    // Episodes and albums are gone through in order.
    if (kind < 0.5) return episodes[(taste.episode += 1) % episodes.length] ?? prng.pick(episodes);
    if (kind < 0.7) return tracks[(taste.track += 1) % tracks.length] ?? prng.pick(tracks);
    return prng.pick(films);
  };
  const times = Array.from({ length: plays }, () => {
    const day = Math.floor(from / dayMs) + prng.int(0, days - 1);
    // Most of it in the evening.
    const hour = prng.chance(0.7) ? prng.int(18, 22) : prng.int(7, 23);
    const atMs = day * dayMs + hour * 3_600_000 + prng.int(0, 3_599) * 1000;
    return Math.floor(Math.min(Math.max(atMs, from), untilMs) / 1000);
  }).toSorted((a, b) => a - b);

  let id = nextHistoryId(world);
  const rows = times.flatMap((viewedAtS, n): HistoryRow[] => {
    const taste = whoPlays();
    const item = whatPlays(taste);
    const isGone = n % 30 === 29;
    const row: HistoryRow = {
      id,
      ratingKey: isGone ? '' : item.ratingKey,
      type: isGone ? 'movie' : item.type,
      title: isGone ? `Lost Film ${(n % 90) + 1}` : item.title,
      accountId: taste.accountId,
      deviceId: n < plays * withoutDeviceShare ? null : deviceIdOf(world, prng.pick(taste.players)),
      viewedAtS,
    };
    id += 1;
    if (n % 100 !== 99) return [row];
    id += 1;
    return [row, { ...row, id: id - 1 }];
  });
  world.history.push(...rows);
  return rows.length;
}

/** Everybody watches on two or three players, some more than others. */
function tastesOf(world: World, prng: Prng): Taste[] {
  return world.accounts
    .filter(({ id }) => id > 0)
    .map(({ id }, n) => ({
      accountId: id,
      weight: 1 / (n + 1),
      players: [prng.pick(world.players), prng.pick(world.players), prng.pick(world.players)],
      episode: prng.int(0, 500),
      track: prng.int(0, 500),
    }));
}
