// What is being played, from Plex's attributes.
import { type Item } from '../../src-contract/session.ts';
import { itemTypeSchema } from '../../src-contract/words.ts';
import { type RawEntry, type RawMedia } from './schemas.ts';

/** Live TV has no ratingKey; on the socket its place holds a GUID (`com.gracenote.onconnect://…`). */
export const toRatingKey = (key: string | null): string | null => (key === null || key.includes('://') ? null : key);

/** Trailers and extras are clips with an extra's type (Plex: `extraType`, `subtype`); a home video has neither. */
const EXTRAS = new Set([
  'trailer',
  'deletedscene',
  'interview',
  'behindthescenes',
  'sceneorsample',
  'scene',
  'featurette',
  'short',
]);

/** Theme music is a track with a `library://` guid; prerolls have their own guid or the section -2. */
const toPurpose = (entry: RawEntry): Item['purpose'] => {
  const guid = entry.guid ?? '';
  if (guid.startsWith('library://')) return 'theme';
  if (/^(analyzed\.)?prerolls?:\/\//.test(guid) || entry.librarySectionID === '-2') return 'preroll';
  const isExtra = entry.extraType !== null || EXTRAS.has(entry.subtype?.toLowerCase() ?? '');
  return entry.type === 'clip' && isExtra ? 'trailer' : 'content';
};

/** An episode's own picture is a still; its show has the poster. */
const toThumb = (entry: RawEntry): string | null =>
  entry.type === 'episode'
    ? (entry.grandparentThumb ?? entry.parentThumb ?? entry.thumb)
    : (entry.thumb ?? entry.parentThumb ?? entry.grandparentThumb);

const toChannel = (entry: RawEntry, media: RawMedia | null): string | null => {
  for (const named of [media, entry]) {
    const name = named?.channelTitle ?? named?.channelCallSign ?? named?.channelShortTitle ?? named?.channelVcn;
    if (name ?? named?.channelIdentifier) return name ?? named?.channelIdentifier ?? null;
  }
  return null;
};

const toDurationMs = (entry: RawEntry, media: RawMedia | null, live: boolean): number | null => {
  if (entry.duration !== null && entry.duration > 0) return entry.duration;
  return !live && media?.duration && media.duration > 0 ? media.duration : null;
};

export const toItem = (entry: RawEntry, media: RawMedia | null): Item => {
  const live =
    entry.live === true || media?.origin === 'livetv' || (entry.key?.startsWith('/livetv/sessions/') ?? false);
  const type = itemTypeSchema.safeParse(entry.type);
  return {
    guid: entry.guid,
    ratingKey: toRatingKey(entry.ratingKey),
    parentRatingKey: toRatingKey(entry.parentRatingKey),
    grandparentRatingKey: toRatingKey(entry.grandparentRatingKey),
    grandparentGuid: entry.grandparentGuid,
    librarySectionId: entry.librarySectionID,
    librarySectionTitle: entry.librarySectionTitle,
    type: type.success ? type.data : 'other',
    purpose: toPurpose(entry),
    // A programme of live TV may have only its series' title.
    title: entry.title ?? entry.grandparentTitle ?? entry.parentTitle ?? entry.originalTitle ?? '',
    parentTitle: entry.parentTitle,
    grandparentTitle: entry.grandparentTitle,
    originalTitle: entry.originalTitle,
    index: entry.index,
    parentIndex: entry.parentIndex,
    year: entry.year !== null && entry.year > 0 ? entry.year : null,
    durationMs: toDurationMs(entry, media, live),
    live,
    channel: toChannel(entry, media),
    thumb: toThumb(entry),
    art: entry.art ?? entry.grandparentArt,
  };
};
