// The server's own history: one row for every play that got far enough to count as played.
import type { ItemType } from '../library/item.ts';
import { deviceIdOf, type World } from '../world.ts';
import type { Session } from './session.ts';

/** Plex counts an item as played at 90 %; that is when the simulated one writes its row. */
const playedShare = 0.9;
const kept = new Set<ItemType>(['movie', 'episode', 'track']);

/** Looks at a session's last report and writes the row when it is due; each play has one at most. */
export function createPlayHistory(world: World, now: () => number): (session: Session) => void {
  const recorded = new Set<string>();
  return (session) => {
    const { item, viewer, playId } = session;
    if (item.airing !== null || !kept.has(item.type) || item.sectionId <= 0) return;
    if (session.reportedMs < item.durationMs * playedShare || recorded.has(playId)) return;
    recorded.add(playId);
    world.history.push({
      id: nextHistoryId(world),
      ratingKey: item.ratingKey,
      type: item.type,
      title: item.title,
      accountId: typeof viewer === 'string' ? 0 : viewer.id,
      deviceId: deviceIdOf(world, session.player),
      viewedAtS: Math.floor(now() / 1000),
    });
  };
}

export const nextHistoryId = (world: World): number => (world.history.at(-1)?.id ?? 0) + 1;
