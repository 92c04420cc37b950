// Stories of posters: which paths and sizes reach Plex, how often, and what a browser may keep.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createArtwork, type FetchArtwork, type Picture } from './artwork.ts';
import { startWeb } from './test-web.ts';

/** Far longer than it takes where little else is done. */
const patience = { timeout: 45_000, interval: 20 };

type Web = Awaited<ReturnType<typeof startWeb>>;

const jpeg: Picture = { contentType: 'image/jpeg', bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]) };
const poster = '/library/metadata/11/thumb/1700000000';

let web: Web | undefined;
afterEach(() => web?.close());

/** A Marquee whose Plex answers like this, and what Plex was asked. */
const setUp = async (answer: FetchArtwork = async () => jpeg) => {
  const asked: string[] = [];
  const artwork: FetchArtwork = (...args) => {
    asked.push(args.join(' '));
    return answer(...args);
  };
  web = await startWeb({ web: { artwork: createArtwork(artwork) } });
  const { call } = web;
  const get = (path: string, query = '', headers = {}) =>
    call(`/artwork/attic?path=${encodeURIComponent(path)}${query}`, { headers });
  return { asked, get, call };
};

it('comes with what the browser needs to keep it, and for nobody else', async () => {
  const { get } = await setUp();
  const response = await get(poster);
  expect(response.status).toBe(200);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(jpeg.bytes);
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  expect(response.headers.get('cache-control')).toBe('private, max-age=86400');
  const etag = response.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  const again = await get(poster, '', { 'if-none-match': etag });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
  expect((await get(poster, '', { 'if-none-match': '"other"' })).status).toBe(200);
});

describe('the path', () => {
  it.each([
    poster,
    '/library/metadata/11/art/1700000000',
    '/library/metadata/11/thumb/-1',
    '/library/metadata/11/thumb',
    '/library/metadata/11/clearLogo/1',
    '/library/collections/7/composite/1',
    '/playlists/7/composite/1',
    'https://provider-static.plex.tv/epg/images/7.jpg',
  ])('%s is a picture', async (path) => {
    const { get, asked } = await setUp();
    expect((await get(path)).status).toBe(200);
    expect(asked).toEqual([`attic ${path} 480 480`]);
  });

  it.each([
    '/status/sessions',
    '/library/metadata/11',
    '/library/metadata/11/thumb/../../../../status/sessions',
    '/library/metadata/11/thumb/1?X-Plex-Token=x',
    '/library/metadata/11/thumb/1\n',
    '/library/metadata/x/thumb/1',
    '/library/metadata/11/theme/1',
    'https://evil.example/x.jpg',
    'http://provider-static.plex.tv/7.jpg',
    'https://evilplex.tv/7.jpg',
    'https://plex.tv@evil.example/7.jpg',
    'https://plex.tv.evil.example/7.jpg',
    'https://plex.tv:444/7.jpg',
    'https://plex.tv/7.jpg?X-Plex-Token=x',
    '//evil.example/library/metadata/11/thumb/1',
    '',
  ])('%j never reaches Plex', async (path) => {
    const { get, asked } = await setUp();
    expect((await get(path)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('is needed', async () => {
    const { call, asked } = await setUp();
    expect((await call('/artwork/attic')).status).toBe(404);
    expect((await call(`/artwork/attic?path=${poster}&path=${poster}`)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});

describe('the size', () => {
  it.each([
    ['', '480 480'],
    ['&width=1&height=1', '120 120'],
    ['&width=168&height=252', '240 360'],
    ['&width=99999&height=961', '1600 15'],
    ['&width=9999&height=1', '1600 1'],
    ['&width=1&height=9999', '120 1600'],
  ])('%j is asked for as %s', async (query, size) => {
    const { get, asked } = await setUp();
    await get(poster, query);
    expect(asked).toEqual([`attic ${poster} ${size}`]);
  });

  it.each(['&width=0', '&width=-5', '&height=big', '&height=1.5'])('%j is none', async (query) => {
    const { get, asked } = await setUp();
    expect((await get(poster, query)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});

it('is asked for once by all that want it at the same time, and not again', async () => {
  const waiting: (() => void)[] = [];
  const { get, asked } = await setUp(() => new Promise((resolve) => waiting.push(() => resolve(jpeg))));
  const wanted = [
    get(poster),
    get(poster, '&width=300&height=300'),
    get(poster, '&width=480'),
    get(poster, '&width=100'),
  ];
  await vi.waitFor(() => expect(asked).toHaveLength(2), patience);
  for (const answer of waiting) answer();
  expect((await Promise.all(wanted)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await get(poster)).status).toBe(200);
  expect(asked).toEqual([`attic ${poster} 480 480`, `attic ${poster} 120 576`]);
});

describe('a picture that', () => {
  it('is missing is a 404 for a minute, and asked for again then', async () => {
    const answers = [null, jpeg];
    const { get, asked } = await setUp(async () => answers.shift() ?? null);
    const response = await get(poster);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('private, max-age=60');
    expect((await get(poster)).status).toBe(200);
    expect(asked).toHaveLength(2);
  });

  it.each(['text/html', 'image/svg+xml', 'application/json', ''])('is %j is none', async (contentType) => {
    const { get } = await setUp(async () => ({ ...jpeg, contentType }));
    expect((await get(poster)).status).toBe(404);
  });

  it('cannot be had now is a problem, and asked for again the next time', async () => {
    const answers = [() => Promise.reject(new Error('connect ECONNREFUSED')), async () => jpeg];
    const { get } = await setUp(async () => answers.shift()?.() ?? null);
    const response = await get(poster);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: 'ARTWORK_UNAVAILABLE' });
    expect((await get(poster)).status).toBe(200);
  });
});
