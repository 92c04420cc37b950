// Fills the shelves: sections, items, their files and markers, with the numbers Plex gives them.
import { createPrng, type Prng } from '../prng.ts';
import { buildVersion, createIds } from './files.ts';
import type { Channel, Item, ItemType, Section } from './item.ts';
import { addAlbum, addClips, addPhotos, addShow, creditsAt, makeItem, type Make } from './make-items.ts';
import { albums, channels, films, photoAlbums, shows } from './titles.ts';

export type Library = {
  sections: Section[];
  items: Map<string, Item>;
  channels: Channel[];
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

export function buildLibrary(options: LibraryOptions): Library {
  const prng = createPrng(options.seed).fork('library');
  const ratingKeys = createIds(1001);
  const fileIds = createIds(20_001);
  const items = new Map<string, Item>();
  const make: Make = (draft) => makeItem(draft, ratingKeys, options.createdAtS, prng);
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

  addClips(make, add, fileIds);

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
