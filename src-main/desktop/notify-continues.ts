// Whether what starts now is the same viewing as what has just ended: the next episode, the next track, the same film again.
import type { Item, Session } from '../../src-contract/session.ts';

const isSame = (one: string | null, other: string | null): boolean => one !== null && one === other;

const isSameItem = (before: Item, after: Item): boolean =>
  isSame(before.guid, after.guid) || isSame(before.ratingKey, after.ratingKey);

const isSameShow = (before: Item, after: Item): boolean =>
  isSame(before.grandparentGuid, after.grandparentGuid) ||
  isSame(before.grandparentRatingKey, after.grandparentRatingKey) ||
  isSame(before.grandparentTitle, after.grandparentTitle);

/** One evening of a show, one listening to music, one look through photos, one channel: one viewing each. */
const isContinuation = (before: Item, after: Item): boolean => {
  if (before.live || after.live) return before.live && after.live && isSame(before.channel, after.channel);
  if (before.type !== after.type) return false;
  if (after.type === 'track' || after.type === 'photo') return true;
  if (after.type === 'episode' && isSameShow(before, after)) return true;
  return isSameItem(before, after);
};

const playerOf = ({ player }: Session): string => player.machineId ?? `${player.product ?? ''} ${player.title}`;

export const continues = (before: Session, after: Session): boolean =>
  before.serverId === after.serverId &&
  before.user.id === after.user.id &&
  playerOf(before) === playerOf(after) &&
  isContinuation(before.item, after.item);
