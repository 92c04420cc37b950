// When two items are the same: by guid; without one that means anything beyond its server, by server and ratingKey.
import type { Item } from '../../src-contract/session.ts';

/** `local://910` and `…agents.none://910` only repeat a server's own number, so two servers use them for two films. */
const saysNothing = /^(local:|com\.plexapp\.agents\.(none|localmedia):)/;

/** Null when nothing identifies it. */
export const toItemKey = (serverId: string, item: Item): string | null => {
  if (item.guid !== null && item.guid !== '' && !saysNothing.test(item.guid)) return item.guid;
  return item.ratingKey === null ? null : `${serverId}:${item.ratingKey}`;
};
