// Pictures: thumbs and art of every item, whole or resized by the photo transcoder.
import { drawPoster } from '../poster.ts';
import type { World } from '../world.ts';
import { bytes, failure, type Answer } from './answer.ts';
import { route, type Route } from './route.ts';

const picturePath = /^\/library\/metadata\/(\d+)\/(thumb|art|composite)(?:\/\d+)?$/;

export function imageRoutes(world: World): Route[] {
  const drawn = new Map<string, Buffer>();
  const draw = (title: string, width: number, height: number): Answer => {
    const key = `${title}/${width}/${height}`;
    const known = drawn.get(key) ?? drawPoster(title, width, height);
    drawn.set(key, known);
    return bytes('image/jpeg', known);
  };
  const ofPath = (path: string, width: number | null, height: number | null): Answer => {
    const [, ratingKey = '', kind = ''] = picturePath.exec(path) ?? [];
    const item = world.library.items.get(ratingKey);
    if (item === undefined) return failure(404);
    const wide = kind === 'art';
    const square = item.type === 'album' || item.type === 'artist' || item.type === 'photo';
    return draw(item.title, width ?? (wide ? 640 : 240), height ?? (wide ? 360 : square ? 240 : 360));
  };
  return [
    route('GET /photo/:/transcode', (ask) => {
      const url = ask.query.get('url');
      if (url === null || url === '') return failure(400);
      const path = url.replace(/^https?:\/\/[^/]+/, '').split('?')[0] ?? '';
      return ofPath(path, sizeOf(ask.query.get('width')), sizeOf(ask.query.get('height')));
    }),
    route('GET /library/metadata/{}/thumb/{}', (ask) => ofPath(ask.path, null, null)),
    route('GET /library/metadata/{}/art/{}', (ask) => ofPath(ask.path, null, null)),
    route('GET /library/metadata/{}/thumb', (ask) => ofPath(ask.path, null, null)),
    route('GET /library/metadata/{}/art', (ask) => ofPath(ask.path, null, null)),
    route('GET /:/resources/{}', (_ask, [name = '']) => draw(name, 240, 360)),
  ];
}

function sizeOf(text: string | null): number | null {
  const size = Number(text);
  return text !== null && Number.isInteger(size) && size > 0 ? Math.min(size, 2000) : null;
}
