// When two items are the same: by guid; without one that means anything beyond its server, by server and ratingKey.
import type { Item } from '../../src-contract/session.ts';

/** `local://910` and `…agents.none://910` only repeat a server's own number, so two servers use them for two films. */
const saysNothing = /^(local:|com\.plexapp\.agents\.(none|localmedia):)/;

type Named = Pick<Item, 'guid' | 'ratingKey' | 'grandparentGuid' | 'grandparentRatingKey'>;

/** Null when nothing identifies it. */
export const toItemKey = (serverId: string, item: Pick<Named, 'guid' | 'ratingKey'>): string | null => {
  if (item.guid !== null && item.guid !== '' && !saysNothing.test(item.guid)) return item.guid;
  return item.ratingKey === null ? null : `${serverId}:${item.ratingKey}`;
};

/** The series, the artist; a film or a clip is its own. */
export const toSeriesKey = (serverId: string, item: Named): string | null => {
  const { grandparentGuid: guid, grandparentRatingKey: ratingKey } = item;
  if (guid !== null && guid !== '' && !saysNothing.test(guid)) return guid;
  return ratingKey === null ? toItemKey(serverId, item) : `${serverId}:${ratingKey}`;
};

/** The season by its number, the album by its title: two servers that have the same series have the same season. */
export const toSeasonKey = (
  serverId: string,
  item: Named & Pick<Item, 'type' | 'parentIndex' | 'parentTitle'>,
): string | null => {
  if (item.type !== 'episode' && item.type !== 'track') return null;
  const seriesKey = toSeriesKey(serverId, item);
  const season = item.type === 'episode' ? (item.parentIndex ?? item.parentTitle) : item.parentTitle;
  return seriesKey === null ? null : `${seriesKey}/${season ?? ''}`;
};
