// Which plays were one viewing: resumed where it was left, as Tautulli groups them, but by item and not by ratingKey.
import type { Play } from '../../src-contract/play.ts';

/** The newest earlier play of the same user and item. */
export type EarlierPlay = Pick<Play, 'groupId' | 'watched' | 'positionMs' | 'stoppedAtMs'>;

const dayMs = 86_400_000;

/** The group it joins, or its own id. Live TV joins within a day; all else when the earlier one was left unfinished. */
export const toGroupId = (play: Play, earlier: EarlierPlay | null): string => {
  if (earlier === null) return play.id;
  if (play.item.live) {
    const sinceMs = (play.startedAtMs ?? play.stoppedAtMs) - earlier.stoppedAtMs;
    return sinceMs <= dayMs ? earlier.groupId : play.id;
  }
  if (earlier.watched || earlier.positionMs === null || play.positionMs === null) return play.id;
  return earlier.positionMs <= play.positionMs ? earlier.groupId : play.id;
};
