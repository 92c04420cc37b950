// The shelves over HTTP: sections, lists, single items with their files, what is on deck.
import type { LibraryEvents } from '../library-events.ts';
import type { Item, Section } from '../library/item.ts';
import { container, element, type Attributes, type Element } from '../render/element.ts';
import { itemElement } from '../render/item-element.ts';
import type { World } from '../world.ts';
import { empty, failure, tree, type Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import { live, liveElement } from './live-routes.ts';
import { page } from './paging.ts';
import { route, type Route } from './route.ts';
import { sectionMeta } from './section-meta.ts';
import { genresOf, leavesOf, matchesHub, onDeck, selectItems } from './shelf-query.ts';

export function libraryRoutes(world: World, events: LibraryEvents): Route[] {
  const { library } = world;
  const sectionOf = (item: Item): Section | null => library.sections.find(({ id }) => id === item.sectionId) ?? null;
  const brief = (item: Item): Element =>
    itemElement(item, { section: sectionOf(item), markers: false, streams: false });
  const about = (section: Section): Attributes => ({
    allowSync: true,
    identifier: 'com.plexapp.plugins.library',
    librarySectionID: section.id,
    librarySectionTitle: section.title,
    librarySectionUUID: section.uuid,
    mediaTagPrefix: '/system/bundle/media/flags/',
    title1: section.title,
    viewGroup: section.type,
  });
  const inSection = (id: string, list: (section: Section) => Answer): Answer => {
    const section = library.sections.find((candidate) => candidate.id === Number(id));
    return section === undefined ? failure(404) : list(section);
  };
  const ofItem = (ratingKey: string, show: (item: Item) => Answer): Answer => {
    const item = library.items.get(ratingKey);
    return item === undefined ? failure(404) : show(item);
  };
  const newest = (items: Item[]): Item[] => items.toSorted((a, b) => b.addedAtS - a.addedAtS);
  const playable = (): Item[] =>
    [...library.items.values()].filter((item) => ['movie', 'season', 'album'].includes(item.type));

  return [
    route('GET /library', (ask) =>
      tree(
        container(
          {
            allowSync: false,
            art: '/:/resources/library-art.png',
            content: '',
            identifier: 'com.plexapp.plugins.library',
            mediaTagPrefix: '/system/bundle/media/flags/',
            title1: 'Plex Library',
            title2: '',
          },
          [
            element('Directory', { key: 'sections', title: 'Library Sections' }),
            element('Directory', { key: 'recentlyAdded', title: 'Recently Added Content' }),
            element('Directory', { key: 'onDeck', title: 'On Deck Content' }),
          ],
        ),
        ask.accept,
      ),
    ),
    route('GET /library/sections', (ask) => sections(ask, world)),
    route('GET /library/sections/all', (ask) => sections(ask, world)),
    route('GET /library/sections/{}', (ask, [id = '']) =>
      inSection(id, (section) =>
        tree(
          container(
            { ...about(section), content: 'secondary' },
            ['all', 'unwatched', 'recentlyAdded', 'onDeck'].map((key) => element('Directory', { key, title: key })),
          ),
          ask.accept,
        ),
      ),
    ),
    route('GET /library/sections/{}/all', (ask, [id = '']) =>
      inSection(id, (section) =>
        page(ask, selectItems(world, section, ask), brief, about(section), metaFor(ask, section)),
      ),
    ),
    route('GET /library/sections/{}/albums', (ask, [id = '']) =>
      inSection(id, (section) =>
        page(
          ask,
          library.ofType('album').filter((item) => item.sectionId === section.id),
          brief,
          about(section),
        ),
      ),
    ),
    route('GET /library/sections/{}/genre', (ask, [id = '']) =>
      inSection(id, (section) =>
        page(ask, genresOf(world, section), (title) => element('Directory', { key: title, title, type: 'genre' })),
      ),
    ),
    route('GET /library/sections/{}/recentlyAdded', (ask, [id = '']) =>
      inSection(id, (section) =>
        page(ask, newest(playable().filter((item) => item.sectionId === section.id)), brief, about(section)),
      ),
    ),
    route('GET /library/sections/{}/onDeck', (ask, [id = '']) =>
      inSection(id, (section) =>
        page(
          ask,
          onDeck(world).filter((item) => item.sectionId === section.id),
          brief,
        ),
      ),
    ),
    route('GET /library/sections/{}/label', (ask, [id = '']) => inSection(id, () => tree(container({}), ask.accept))),
    route('GET /library/sections/{}/collections', (ask, [id = '']) =>
      inSection(id, (section) => page(ask, [], brief, {}, metaFor(ask, section))),
    ),
    route('GET|POST|PUT /library/sections/{}/refresh', (_ask, [id = '']) =>
      inSection(id, (section) => {
        events.refreshSection(section.id);
        return empty();
      }),
    ),
    route('GET /library/recentlyAdded', (ask) => page(ask, newest(playable()), brief)),
    route('GET /hubs/home/recentlyAdded', (ask) =>
      page(
        ask,
        newest(playable()).filter((item) => matchesHub(item, ask.query.get('type'))),
        brief,
      ),
    ),
    route('GET /library/onDeck', (ask) =>
      page(ask, onDeck(world), brief, { identifier: 'com.plexapp.plugins.library' }),
    ),
    route('GET /hubs/continueWatching/items', (ask) => page(ask, onDeck(world), brief)),
    route('GET /hubs/metadata/{}/related', (ask) => tree(container({}), ask.accept)),
    route('GET /hubs/search', (ask) => {
      const wanted = (ask.query.get('query') ?? '').toLowerCase();
      const found = [...library.items.values()].filter((item) => item.title.toLowerCase().includes(wanted));
      return tree(
        container({}, [
          element(
            'Hub',
            { type: 'movie', hubIdentifier: 'movie', title: 'Films', size: found.length, more: false },
            found.filter((item) => item.type === 'movie').map(brief),
          ),
        ]),
        ask.accept,
      );
    }),
    route('GET /library/metadata/{}', (ask, [ids = '']) => {
      const airing = live(world).find(({ item }) => item.airing?.ratingKey === ids);
      if (airing !== undefined) return tree(container({}, [liveElement(airing)]), ask.accept);
      const found = ids
        .split(',')
        .map((id) => library.items.get(id))
        .filter((item) => item !== undefined);
      if (found.length === 0) return failure(404);
      const markers = ask.query.get('includeMarkers') === '1';
      const section = found[0] === undefined ? null : sectionOf(found[0]);
      const shelf =
        section === null
          ? {}
          : { librarySectionID: section.id, librarySectionTitle: section.title, librarySectionUUID: section.uuid };
      return tree(
        container(
          {
            allowSync: true,
            identifier: 'com.plexapp.plugins.library',
            ...shelf,
            mediaTagPrefix: '/system/bundle/media/flags/',
          },
          found.map((item) => itemElement(item, { section: sectionOf(item), markers, streams: true })),
        ),
        ask.accept,
      );
    }),
    route(
      'DELETE /library/metadata/{}',
      (_ask, [id = '']) =>
        ofItem(id, (item) => {
          events.remove(item.ratingKey);
          return empty();
        }),
      'owner',
    ),
    route('GET /library/metadata/{}/children', (ask, [id = '']) =>
      ofItem(id, (item) =>
        page(ask, item.children, brief, { key: item.ratingKey, parentTitle: item.title, parentIndex: item.index }),
      ),
    ),
    route('GET /library/metadata/{}/grandchildren', (ask, [id = '']) =>
      ofItem(id, (item) => page(ask, leavesOf(item), brief)),
    ),
    route('GET /library/metadata/{}/allLeaves', (ask, [id = '']) =>
      ofItem(id, (item) => page(ask, leavesOf(item), brief)),
    ),
  ];
}

function sections(ask: Ask, world: World): Answer {
  const list = world.library.sections.map((section) =>
    element(
      'Directory',
      {
        allowSync: true,
        art: `/:/resources/${section.type}-fanart.jpg`,
        composite: `/library/sections/${section.id}/composite/${section.scannedAtS}`,
        filters: true,
        refreshing: false,
        thumb: `/:/resources/${section.type}.png`,
        key: String(section.id),
        type: section.type,
        title: section.title,
        agent: section.agent,
        scanner: section.scanner,
        language: 'en-US',
        uuid: section.uuid,
        updatedAt: section.scannedAtS,
        createdAt: section.createdAtS,
        scannedAt: section.scannedAtS,
        content: true,
        directory: true,
        contentChangedAt: 3_192_854,
        hidden: 0,
      },
      [element('Location', { id: section.id, path: section.path })],
    ),
  );
  return tree(container({ allowSync: true, title1: 'Plex Library' }, list), ask.accept);
}

const metaFor = (ask: Ask, section: Section): Element[] =>
  ask.query.get('includeMeta') === '1' ? [sectionMeta(section)] : [];
