// A library item as `/library/metadata/{id}` and the lists show it: the file as it lies on the disk.
import type { Item, ItemType, Section, Version } from '../library/item.ts';
import { keyed, element, single, tags, type Attributes, type Element } from './element.ts';
import { frameRateName, streamElement } from './stream-element.ts';

const tagNames: Readonly<Record<ItemType, string>> = {
  movie: 'Video',
  episode: 'Video',
  clip: 'Video',
  show: 'Directory',
  season: 'Directory',
  artist: 'Directory',
  album: 'Directory',
  photoalbum: 'Photo',
  photo: 'Photo',
  track: 'Track',
};

export const tagOf = (item: Item): string => tagNames[item.type];

const leaves = (item: Item): number =>
  item.children.reduce((sum, child) => sum + (child.children.length === 0 ? 1 : leaves(child)), 0);

/** What every place shows of an item; `sectionAsText` as sessions and the history write it. */
export function itemAttributes(item: Item, section: Section | null, sectionAsText: boolean): Attributes {
  const parent = item.parent;
  const grandparent = parent?.parent ?? null;
  const lifted = item.type === 'photo' ? 'photo' : item.type;
  return {
    ...(item.ratingKey === '' ? {} : { ratingKey: item.ratingKey }),
    key: keyAttribute(item),
    ...parentAttributes('parent', parent),
    ...parentAttributes('grandparent', grandparent),
    guid: item.guid,
    ...(item.studio === null ? {} : { studio: item.studio }),
    type: lifted === 'photoalbum' ? 'photo' : lifted,
    title: item.title,
    ...(/^(The|A) /.test(item.title) ? { titleSort: item.title.replace(/^(The|A) /, '') } : {}),
    ...(item.originalTitle === null ? {} : { originalTitle: item.originalTitle }),
    ...(item.sectionId === 0 ? {} : { librarySectionID: sectionAsText ? String(item.sectionId) : item.sectionId }),
    ...(section === null
      ? {}
      : { librarySectionTitle: section.title, librarySectionKey: `/library/sections/${section.id}` }),
    contentRating: item.contentRating,
    summary: item.summary,
    tagline: item.tagline,
    index: item.index,
    year: item.year,
    ...artAttributes(item),
    ...(item.durationMs > 0 ? { duration: item.durationMs } : {}),
    originallyAvailableAt: item.originallyAvailableAt,
    addedAt: item.addedAtS,
    updatedAt: item.updatedAtS,
  };
}

function keyAttribute(item: Item): string {
  if (item.airing !== null) return `/livetv/sessions/${item.airing.uuid}`;
  return `/library/metadata/${item.ratingKey}${item.children.length > 0 ? '/children' : ''}`;
}

function parentAttributes(prefix: 'parent' | 'grandparent', item: Item | null): Attributes {
  if (item === null) return {};
  return {
    ...(item.ratingKey === ''
      ? {}
      : { [`${prefix}RatingKey`]: item.ratingKey, [`${prefix}Key`]: `/library/metadata/${item.ratingKey}` }),
    [`${prefix}Guid`]: item.guid,
    [`${prefix}Title`]: item.title,
    ...(prefix === 'parent' && item.index !== null ? { parentIndex: item.index } : {}),
    ...(prefix === 'parent' && item.year !== null ? { parentYear: item.year } : {}),
    ...(prefix === 'parent' && item.studio !== null && item.type === 'album' ? { parentStudio: item.studio } : {}),
    ...(item.ratingKey === '' ? {} : { [`${prefix}Thumb`]: thumbOf(item) }),
    ...(prefix === 'grandparent' && item.ratingKey !== '' ? { grandparentArt: artOf(item) } : {}),
  };
}

const thumbOf = (item: Item): string => `/library/metadata/${item.ratingKey}/thumb/${item.updatedAtS}`;
const artOf = (item: Item): string => `/library/metadata/${item.ratingKey}/art/${item.updatedAtS}`;

function artAttributes(item: Item): Attributes {
  if (item.ratingKey === '') return item.parent === null ? {} : {};
  // A track has no picture of its own: its album's is shown.
  const picture = item.type === 'track' && item.parent !== null ? item.parent : item;
  return { thumb: thumbOf(picture), art: artOf(item.parent?.parent ?? item.parent ?? item) };
}

export type Detail = { section: Section | null; markers: boolean; streams: boolean };

export function itemElement(item: Item, detail: Detail): Element {
  const counts =
    item.children.length === 0 ? {} : { childCount: item.children.length, leafCount: leaves(item), viewedLeafCount: 0 };
  const children = [
    ...item.versions.map((version) => mediaElement(item, version, detail.streams)),
    ...tags('Genre', item.genres),
    ...tags('Director', item.directors),
    ...tags('Role', item.roles),
    ...item.externalGuids.map((guid) => element('Guid', { id: guid })),
    ...(detail.markers
      ? item.markers.map((marker) =>
          element(
            'Marker',
            {
              id: marker.id,
              type: marker.type,
              startTimeOffset: marker.startMs,
              endTimeOffset: marker.endMs,
              ...(marker.final ? { final: true } : {}),
            },
            [single(element('Attributes', { id: marker.id, version: 4 }))],
          ),
        )
      : []),
  ];
  return keyed(
    element(tagOf(item), { ...itemAttributes(item, detail.section, false), ...counts }, children),
    'Metadata',
  );
}

/** A file that Plex has not looked into: where it lies is all that is told of it. */
function unknownElement(item: Item, { id, partId, container, file, sizeBytes }: Version): Element {
  const key = `/library/parts/${partId}/${item.addedAtS}/file.${container}`;
  return element('Media', { id }, [element('Part', { id: partId, key, file, size: sizeBytes, container })]);
}

function mediaElement(item: Item, version: Version, withStreams: boolean): Element {
  if (version.analysed === false) return unknownElement(item, version);
  const picture = version.streams.find((stream) => stream.kind === 'video');
  const sound = version.streams.find((stream) => stream.kind === 'audio');
  let audioSeen = false;
  const streams = version.streams.map((stream, index) => {
    const first = stream.kind === 'audio' && !audioSeen;
    audioSeen ||= stream.kind === 'audio';
    return streamElement(stream, { asText: false, index, attributes: first ? { default: true, selected: true } : {} });
  });
  const length = version.durationMs > 0 ? { duration: version.durationMs } : {};
  const common = {
    ...length,
    container: version.container,
    ...(sound?.profile ? { audioProfile: sound.profile } : {}),
    ...(picture === undefined ? {} : { videoProfile: picture.profile }),
  };
  return element(
    'Media',
    {
      id: version.id,
      ...(version.bitrateKbps > 0 ? { bitrate: version.bitrateKbps } : {}),
      ...(version.width > 0
        ? {
            width: version.width,
            height: version.height,
            aspectRatio: Math.round((version.width / version.height) * 100) / 100,
          }
        : {}),
      ...(sound === undefined ? {} : { audioChannels: sound.channels, audioCodec: sound.codec }),
      ...(picture === undefined
        ? {}
        : {
            videoCodec: picture.codec,
            videoResolution: version.resolution,
            videoFrameRate: frameRateName(picture.frameRate),
          }),
      ...(version.optimized ? { optimizedForStreaming: 1, proxyType: 42, title: 'Optimized for Mobile' } : {}),
      ...common,
    },
    [
      element(
        'Part',
        {
          id: version.partId,
          key: `/library/parts/${version.partId}/${item.addedAtS}/file.${version.container}`,
          file: version.file,
          size: version.sizeBytes,
          ...common,
        },
        withStreams ? streams : [],
      ),
    ],
  );
}
