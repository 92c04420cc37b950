// Fills the shelves: sections, items, their files and markers, with the numbers Plex gives them.
import { createPrng, type Prng } from '../prng.ts';
import { buildPhotoVersion, buildVersion, createIds, type Ids } from './files.ts';
import type { Airing, Item, ItemType, Marker, Section } from './item.ts';
import { albums, channels, films, photoAlbums, shows } from './titles.ts';

export type Library = {
  sections: Section[];
  items: Map<string, Item>;
  channels: Airing[];
  add: (item: Item) => void;
  remove: (ratingKey: string) => Item | null;
  /** Top-level items of a section, in shelf order. */
  top: (sectionId: number) => Item[];
  ofType: (type: ItemType) => Item[];
  find: (text: string) => Item | null;
  newFilm: (title: string, atS: number) => Item;
};

export type LibraryOptions = {
  seed: number;
  /** A second server with the same numbers has its films in another order. */
  shelf: 'a' | 'b';
  createdAtS: number;
};

type Draft = Partial<Item> & { type: ItemType; title: string; sectionId: number };

export function buildLibrary(options: LibraryOptions): Library {
  const prng = createPrng(options.seed).fork('library');
  const ratingKeys = createIds(1001);
  const fileIds = createIds(20_001);
  const items = new Map<string, Item>();
  const make = (draft: Draft): Item => makeItem(draft, ratingKeys, options.createdAtS, prng);
  const add = (item: Item): void => {
    items.set(item.ratingKey, item);
    if (item.parent !== null && !item.parent.children.includes(item)) item.parent.children.push(item);
  };

  const newFilm = (film: (typeof films)[number]): Item => {
    const durationMs = film.minutes * 60_000 + prng.int(0, 59_000);
    const path = `/data/films/${film.title} (${film.year})/${film.title} (${film.year})`;
    return make({
      type: 'movie',
      title: film.title,
      originalTitle: film.original ?? null,
      sectionId: 1,
      year: film.year,
      originallyAvailableAt: `${film.year}-01-10`,
      durationMs,
      genres: [film.genre],
      directors: [film.director],
      contentRating: 'PG',
      studio: 'Public Domain Pictures',
      tagline: `${film.genre}, ${film.year}`,
      versions: film.shapes.map((shape) => buildVersion(shape, durationMs, `${path} - ${shape}`, fileIds)),
      markers: creditsAt(durationMs, 0.955),
    });
  };

  const shelf = options.shelf === 'a' ? films : [...films].reverse();
  for (const film of shelf) add(newFilm(film));
  for (const show of shows) addShow(show, make, add, fileIds, prng);
  for (const album of albums) addAlbum(album, make, add, fileIds);
  for (const album of photoAlbums) addPhotos(album, make, add, fileIds);

  const all = (): Item[] => [...items.values()];
  return {
    sections: buildSections(options.createdAtS, prng),
    items,
    channels: channels.map((channel) => ({ uuid: prng.uuid(), channel: channel.name, channelNumber: channel.number })),
    add,
    remove: (ratingKey) => {
      const item = items.get(ratingKey);
      if (item === undefined) return null;
      const forget = (gone: Item): void => {
        items.delete(gone.ratingKey);
        gone.children.forEach(forget);
      };
      forget(item);
      if (item.parent !== null) item.parent.children = item.parent.children.filter((child) => child !== item);
      return item;
    },
    top: (sectionId) => all().filter((item) => item.sectionId === sectionId && item.parent === null),
    ofType: (type) => all().filter((item) => item.type === type),
    find: (text) => items.get(text) ?? all().find((item) => item.title === text) ?? null,
    newFilm: (title, atS) => ({
      ...newFilm({ title, year: 1931, minutes: 88, director: 'A. N. Other', genre: 'Drama', shapes: ['fullHd'] }),
      addedAtS: atS,
      updatedAtS: atS,
    }),
  };
}

function makeItem(draft: Draft, ratingKeys: Ids, createdAtS: number, prng: Prng): Item {
  const addedAtS = createdAtS + prng.int(0, 500) * 3600;
  return {
    ratingKey: String(ratingKeys.next()),
    guid: `plex://${draft.type}/${prng.id(24, '0123456789abcdef')}`,
    originalTitle: null,
    index: null,
    year: null,
    originallyAvailableAt: null,
    durationMs: 0,
    summary: `${draft.title}, as it lies on the shelf of a simulated server.`,
    tagline: null,
    contentRating: null,
    studio: null,
    genres: [],
    directors: [],
    roles: [],
    externalGuids: draft.type === 'movie' || draft.type === 'episode' ? [`tmdb://${prng.int(10_000, 999_999)}`] : [],
    addedAtS,
    updatedAtS: addedAtS + 3600,
    parent: null,
    children: [],
    versions: [],
    markers: [],
    airing: null,
    ...draft,
  };
}

function creditsAt(durationMs: number, share: number): Marker[] {
  return [
    {
      id: Math.floor(durationMs / 1000),
      type: 'credits',
      startMs: Math.floor(durationMs * share),
      endMs: durationMs,
      final: true,
    },
  ];
}

type Make = (draft: Draft) => Item;
type Add = (item: Item) => void;

function addShow(show: (typeof shows)[number], make: Make, add: Add, ids: Ids, prng: Prng): void {
  const head = make({
    type: 'show',
    title: show.title,
    sectionId: 2,
    year: show.year,
    genres: [show.genre],
    studio: 'Nobody’s Studio',
    contentRating: 'TV-PG',
    originallyAvailableAt: `${show.year}-03-01`,
    index: 1,
  });
  add(head);
  for (const { index, episodes } of show.seasons) {
    const season = make({
      type: 'season',
      title: index === 0 ? 'Specials' : `Season ${index}`,
      sectionId: 2,
      index,
      year: show.year,
      parent: head,
    });
    add(season);
    for (const [at, title] of episodes.entries()) {
      const durationMs = show.minutes * 60_000 + prng.int(-60_000, 60_000);
      const name = `${show.title} - s${String(index).padStart(2, '0')}e${String(at + 1).padStart(2, '0')} - ${title}`;
      add(
        make({
          type: 'episode',
          title,
          sectionId: 2,
          index: at + 1,
          year: show.year,
          originallyAvailableAt: `${show.year}-03-${String(at + 1).padStart(2, '0')}`,
          durationMs,
          contentRating: 'TV-PG',
          directors: ['R. Vane'],
          parent: season,
          versions: [buildVersion(show.shape, durationMs, `/data/shows/${show.title}/${season.title}/${name}`, ids)],
          markers: [
            { id: ids.next(), type: 'intro', startMs: 20_000, endMs: 75_000, final: false },
            ...creditsAt(durationMs, 0.97),
          ],
        }),
      );
    }
  }
}

function addAlbum(album: (typeof albums)[number], make: Make, add: Add, ids: Ids): void {
  const artist = make({ type: 'artist', title: album.artist, sectionId: 3, index: 1 });
  const record = make({
    type: 'album',
    title: album.album,
    sectionId: 3,
    year: album.year,
    index: 1,
    parent: artist,
    studio: 'Kitchen Records',
  });
  add(artist);
  add(record);
  for (const [at, track] of album.tracks.entries()) {
    const durationMs = track.seconds * 1000;
    const path = `/data/music/${album.artist}/${album.album}/${String(at + 1).padStart(2, '0')} - ${track.title}`;
    add(
      make({
        type: 'track',
        title: track.title,
        originalTitle: track.performer ?? null,
        sectionId: 3,
        index: at + 1,
        durationMs,
        parent: record,
        versions: [buildVersion(album.shape, durationMs, path, ids)],
      }),
    );
  }
}

function addPhotos(album: (typeof photoAlbums)[number], make: Make, add: Add, ids: Ids): void {
  const head = make({ type: 'photoalbum', title: album.title, sectionId: 4, year: album.year });
  add(head);
  for (const [at, title] of album.photos.entries()) {
    add(
      make({
        type: 'photo',
        title,
        sectionId: 4,
        index: at + 1,
        year: album.year,
        originallyAvailableAt: `${album.year}-07-${String(at + 10)}`,
        parent: head,
        versions: [buildPhotoVersion(`/data/photos/${album.title}/${title}`, ids)],
      }),
    );
  }
}

function buildSections(createdAtS: number, prng: Prng): Section[] {
  const section = (
    id: number,
    type: Section['type'],
    title: string,
    agent: string,
    scanner: string,
    path: string,
  ): Section => ({
    id,
    type,
    title,
    agent,
    scanner,
    path,
    uuid: prng.uuid(),
    createdAtS,
    scannedAtS: createdAtS + 86_400,
  });
  return [
    section(1, 'movie', 'Films', 'tv.plex.agents.movie', 'Plex Movie', '/data/films'),
    section(2, 'show', 'Shows', 'tv.plex.agents.series', 'Plex TV Series', '/data/shows'),
    section(3, 'artist', 'Music', 'tv.plex.agents.music', 'Plex Music', '/data/music'),
    section(4, 'photo', 'Photos', 'com.plexapp.agents.none', 'Plex Photo Scanner', '/data/photos'),
  ];
}
