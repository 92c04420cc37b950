// Libraries, items and playlists in our words.
import { type PlexItem, type PlexMetadata, type PlexPlaylist, type PlexSection } from '../../src-contract/plex.ts';
import { toList } from './lenient.ts';
import { type Note } from './oddities.ts';
import { parseContainer, parseEntries, raw } from './schemas.ts';
import { rawShelf, type RawShelfItem } from './schemas-shelf.ts';
import { toVersions } from './to-source.ts';

/** Plex counts in seconds. 0 is a date that was never set. */
export const toAtMs = (seconds: number | null): number | null =>
  seconds === null || seconds <= 0 ? null : Math.round(seconds * 1000);

/** JSON has everything in `Metadata`; an answer that was turned from XML keeps the elements' names. */
const itemsOf = (container: Record<string, unknown>): unknown[] =>
  ['Metadata', 'Video', 'Track', 'Photo', 'Directory', 'Playlist'].flatMap((key) => toList(container[key]));

/** An entry without the key by which it is known cannot be asked for again: it is noted and left out. */
export const keyed = <Raw, Value>(
  entries: Raw[],
  keyOf: (entry: Raw) => string | null,
  kind: string,
  note: Note,
  toValue: (entry: Raw, key: string) => Value,
): Value[] =>
  entries.flatMap((entry) => {
    const key = keyOf(entry);
    if (key === null) note(`${kind} without a key`);
    return key === null ? [] : [toValue(entry, key)];
  });

export const parsePlaylists = (body: unknown, note: Note): PlexPlaylist[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const entries = parseEntries(rawShelf.playlist, itemsOf(container), 'playlist', note);
  return keyed(
    entries,
    ({ ratingKey }) => ratingKey,
    'playlist',
    note,
    (playlist, ratingKey) => ({
      ratingKey,
      guid: playlist.guid,
      title: playlist.title ?? '',
      summary: playlist.summary,
      playlistType: playlist.playlistType,
      smart: playlist.smart === true,
      itemCount: playlist.leafCount,
      durationMs: playlist.duration,
      thumb: playlist.composite,
      viewCount: playlist.viewCount,
      addedAtMs: toAtMs(playlist.addedAt),
      updatedAtMs: toAtMs(playlist.updatedAt),
      lastViewedAtMs: toAtMs(playlist.lastViewedAt),
    }),
  );
};

export const parseSections = (body: unknown, note: Note): PlexSection[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const entries = parseEntries(rawShelf.section, container['Directory'], 'library', note);
  return keyed(
    entries,
    ({ key }) => key,
    'library',
    note,
    (section, id) => ({
      id,
      uuid: section.uuid,
      type: section.type,
      title: section.title ?? '',
      agent: section.agent,
      scanner: section.scanner,
      language: section.language,
      paths: section.Location.flatMap(({ path }) => path ?? []),
      refreshing: section.refreshing === true,
      hidden: section.hidden,
      createdAtMs: toAtMs(section.createdAt),
      updatedAtMs: toAtMs(section.updatedAt),
      scannedAtMs: toAtMs(section.scannedAt),
    }),
  );
};

const toPlexItem = (item: RawShelfItem, ratingKey: string): PlexItem => ({
  ratingKey,
  guid: item.guid,
  type: item.type,
  title: item.title ?? '',
  originalTitle: item.originalTitle,
  parentRatingKey: item.parentRatingKey,
  parentTitle: item.parentTitle,
  parentIndex: item.parentIndex,
  grandparentRatingKey: item.grandparentRatingKey,
  grandparentTitle: item.grandparentTitle,
  index: item.index,
  year: item.year,
  durationMs: item.duration,
  summary: item.summary,
  tagline: item.tagline,
  studio: item.studio,
  contentRating: item.contentRating,
  originallyAvailableOn: item.originallyAvailableAt,
  librarySectionId: item.librarySectionID,
  librarySectionTitle: item.librarySectionTitle,
  thumb: item.thumb,
  art: item.art,
  childCount: item.childCount,
  leafCount: item.leafCount,
  viewedLeafCount: item.viewedLeafCount,
  viewCount: item.viewCount,
  positionMs: item.viewOffset,
  addedAtMs: toAtMs(item.addedAt),
  updatedAtMs: toAtMs(item.updatedAt),
  lastViewedAtMs: toAtMs(item.lastViewedAt),
});

export const parseItems = (body: unknown, note: Note): PlexItem[] | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const entries = parseEntries(rawShelf.item, itemsOf(container), 'library item', note);
  return keyed(entries, ({ ratingKey }) => ratingKey, 'library item', note, toPlexItem);
};

const toTags = (tags: RawShelfItem['Genre']): string[] => tags.flatMap(({ tag }) => tag ?? []);

/** The answer of `/library/metadata/{ratingKey}`: `missing` when it holds no such item, null when it is no such answer. */
export const parseMetadata = (body: unknown, ratingKey: string, note: Note): PlexMetadata | 'missing' | null => {
  const container = parseContainer(body);
  if (!container) return null;
  const list = itemsOf(container);
  const item = parseEntries(rawShelf.item, list, 'library item', note).find((one) => one.ratingKey === ratingKey);
  if (!item) return 'missing';
  // The section stands around the items of old servers, not in them.
  const around = rawShelf.item.parse(container);
  const media = parseEntries(raw.entry, list, 'library item', note).find((one) => one.ratingKey === ratingKey)?.Media;
  return {
    ...toPlexItem(item, ratingKey),
    librarySectionId: item.librarySectionID ?? around.librarySectionID,
    librarySectionTitle: item.librarySectionTitle ?? around.librarySectionTitle,
    genres: toTags(item.Genre),
    directors: toTags(item.Director),
    actors: toTags(item.Role),
    externalIds: item.Guid.flatMap(({ id }) => id ?? []),
    markers: item.Marker.map(({ type, startTimeOffset, endTimeOffset, final }) => ({
      type,
      startMs: startTimeOffset,
      endMs: endTimeOffset,
      final: final === true,
    })),
    versions: (media ?? []).flatMap(toVersions),
  };
};
