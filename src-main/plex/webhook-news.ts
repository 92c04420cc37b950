// A webhook in our words: which hint it is, or none.
import type { WebhookNews } from '../../src-contract/heard.ts';
import type { Webhook } from './webhook.ts';

/** Plex's numbers, as the socket's timeline uses them. */
const TYPES = new Map([
  ['movie', 1],
  ['show', 2],
  ['season', 3],
  ['episode', 4],
  ['artist', 8],
  ['album', 9],
  ['track', 10],
  ['photo', 13],
]);

type Metadata = NonNullable<Webhook['Metadata']>;

const toTitle = ({ title, grandparentTitle, parentTitle, type }: Metadata): string => {
  const above = type === 'season' || type === 'album' ? parentTitle : grandparentTitle;
  return [above, title].filter((one) => one !== null).join(' – ');
};

const toLibraryNew = ({ Metadata: item }: Webhook): WebhookNews | null => {
  const itemType = TYPES.get(item?.type ?? '');
  if (!item || item.ratingKey === null || itemType === undefined) return null;
  const { grandparentRatingKey, parentRatingKey } = item;
  return {
    kind: 'library-new',
    sectionId: item.librarySectionID,
    itemId: item.ratingKey,
    parentItemId: grandparentRatingKey === null ? null : parentRatingKey,
    rootItemId: grandparentRatingKey ?? parentRatingKey,
    rootTitle: grandparentRatingKey === null ? item.parentTitle : item.grandparentTitle,
    itemType,
    title: item.title ?? '',
  };
};

/** The rating stands beside the item, or in it; taken back it is -1. */
const toRated = ({ Metadata: item, Account, rating }: Webhook): WebhookNews | null => {
  const stars = rating ?? item?.userRating ?? null;
  if (!item || stars === null || stars < 0) return null;
  const userName = Account?.title ?? '';
  const about = [userName || (Account?.id ?? ''), item.ratingKey ?? item.guid ?? toTitle(item)].join(' ');
  return { kind: 'item-rated', about, userName, title: toTitle(item), rating: stars };
};

/** Null where it tells nothing that Marquee keeps. */
export const toWebhookNews = (webhook: Webhook): WebhookNews | null => {
  switch (webhook.event) {
    case 'media.play':
    case 'media.pause':
    case 'media.resume':
    case 'media.stop':
    // Watched by our own rule, not by Plex's 90 %.
    case 'media.scrobble':
    case 'playback.started':
      return { kind: 'sessions-changed' };
    case 'media.rate':
      return toRated(webhook);
    case 'library.new':
      return toLibraryNew(webhook);
    case 'device.new':
      return { kind: 'device-new', title: webhook.Player?.title ?? '', userName: webhook.Account?.title ?? null };
    case 'admin.database.backup':
      return { kind: 'database-backup' };
    case 'admin.database.corrupted':
      return { kind: 'database-corrupted' };
    // library.on.deck, and whatever Plex will think of.
    default:
      return null;
  }
};
