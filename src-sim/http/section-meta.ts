// What a section can be filtered and sorted by, as clients ask for with `includeMeta=1`.
import type { ItemType, Section } from '../library/item.ts';
import { typeNumbers } from '../library/item.ts';
import { element, single, type Element } from '../render/element.ts';

const kinds: Readonly<Record<Section['type'], readonly { type: ItemType; title: string }[]>> = {
  movie: [{ type: 'movie', title: 'Movies' }],
  show: [
    { type: 'show', title: 'TV Shows' },
    { type: 'season', title: 'Seasons' },
    { type: 'episode', title: 'Episodes' },
  ],
  artist: [
    { type: 'artist', title: 'Artists' },
    { type: 'album', title: 'Albums' },
    { type: 'track', title: 'Tracks' },
  ],
  photo: [{ type: 'photo', title: 'Photos' }],
};

const sorts = [
  { key: 'titleSort', title: 'Title', defaultDirection: 'asc', default: 'asc', descKey: 'titleSort:desc' },
  { key: 'year', title: 'Year', defaultDirection: 'desc', descKey: 'year:desc' },
  { key: 'addedAt', title: 'Date Added', defaultDirection: 'desc', descKey: 'addedAt:desc' },
  {
    key: 'originallyAvailableAt',
    title: 'Release Date',
    defaultDirection: 'desc',
    descKey: 'originallyAvailableAt:desc',
  },
] as const;

const textOperators = [
  ['=', 'contains'],
  ['!=', 'does not contain'],
  ['==', 'is'],
] as const;

export function sectionMeta(section: Section): Element {
  const types = kinds[section.type].map(({ type, title }, at) =>
    element(
      'Type',
      { key: `/library/sections/${section.id}/all?type=${typeNumbers[type]}`, type, title, active: at === 0 },
      [
        element('Filter', {
          filter: 'genre',
          filterType: 'string',
          key: `/library/sections/${section.id}/genre`,
          title: 'Genre',
          type: 'filter',
        }),
        ...sorts.map((sort) => element('Sort', sort)),
        element('Field', { key: `${type}.title`, title: 'Title', type: 'string' }),
        element('Field', { key: `${type}.year`, title: 'Year', type: 'integer' }),
      ],
    ),
  );
  const fieldTypes = [
    element(
      'FieldType',
      { type: 'string' },
      textOperators.map(([key, title]) => element('Operator', { key, title })),
    ),
    element('FieldType', { type: 'integer' }, [element('Operator', { key: '=', title: 'is' })]),
  ];
  return single(element('Meta', {}, [...types, ...fieldTypes]));
}
