// The one playlist this house has.
import type { Item } from '../library/item.ts';
import { element, keyed, type Element } from '../render/element.ts';
import { itemElement } from '../render/item-element.ts';
import type { World } from '../world.ts';
import { failure } from './answer.ts';
import { page } from './paging.ts';
import { route, type Route } from './route.ts';

export function playlistRoutes(world: World): Route[] {
  const brief = (item: Item): Element =>
    itemElement(item, { section: world.library.sections[0] ?? null, markers: false, streams: false });
  return [
    route('GET /playlists', (ask) => {
      const type = ask.query.get('playlistType');
      const playlist = {
        ratingKey: '90001',
        key: '/playlists/90001/items',
        guid: 'com.plexapp.agents.none://0f0c4c53-2f8d-4d5b-8e9f-1f1f3f2f4f5f',
        type: 'playlist',
        title: 'Rainy Sunday',
        summary: '',
        smart: false,
        playlistType: 'video',
        composite: '/playlists/90001/composite/1700000000',
        duration: playlistItems(world).reduce((sum, item) => sum + item.durationMs, 0),
        leafCount: playlistItems(world).length,
        addedAt: 1_700_000_000,
        updatedAt: 1_700_000_000,
      };
      const listed = type === null || type === 'video' ? [playlist] : [];
      return page(ask, listed, (attributes) => keyed(element('Playlist', attributes), 'Metadata'));
    }),
    route('GET /playlists/{}/items', (ask, [id = '']) =>
      id === '90001'
        ? page(ask, playlistItems(world), brief, {
            playlistType: 'video',
            leafCount: 3,
            title: 'Rainy Sunday',
            ratingKey: '90001',
          })
        : failure(404),
    ),
  ];
}

const playlistItems = (world: World): Item[] => world.library.ofType('movie').slice(0, 3);
