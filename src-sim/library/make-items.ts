// Makes the items of a show, an album, a photo album, and the little things that play before and around them.
import type { Prng } from '../prng.ts';
import { buildPhotoVersion, buildVersion, type Ids } from './files.ts';
import type { Item, ItemType, Marker } from './item.ts';
import type { albums, photoAlbums, shows } from './titles.ts';

type Draft = Partial<Item> & { type: ItemType; title: string; sectionId: number };

export function makeItem(draft: Draft, ratingKeys: Ids, createdAtS: number, prng: Prng): Item {
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

export function creditsAt(durationMs: number, share: number): Marker[] {
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

export type Make = (draft: Draft) => Item;
export type Add = (item: Item) => void;

export function addShow(show: (typeof shows)[number], make: Make, add: Add, ids: Ids, prng: Prng): void {
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

export function addAlbum(album: (typeof albums)[number], make: Make, add: Add, ids: Ids): void {
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

export function addPhotos(album: (typeof photoAlbums)[number], make: Make, add: Add, ids: Ids): void {
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

/** What is not on any shelf: a preroll, a theme tune, and a trailer. Clients meet them all the same. */
export function addClips(make: Make, add: Add, ids: Ids): void {
  const clip = (title: string, seconds: number, sectionId: number, guid: string): void => {
    const durationMs = seconds * 1000;
    add(
      make({
        type: 'clip',
        title,
        sectionId,
        guid,
        durationMs,
        versions: [buildVersion('fullHd', durationMs, `/data/clips/${title}`, ids)],
      }),
    );
  };
  clip('Please Switch Off Your Telephones', 12, -2, 'analyzed.prerolls://1');
  clip('Metropolis, the trailer', 131, 1, 'iva://api.internetvideoarchive.com/2.0/DataService/1');
  add(
    make({
      type: 'track',
      title: 'Theme of Night Freight',
      sectionId: -1,
      guid: 'library://theme/1034',
      durationMs: 45_000,
      versions: [buildVersion('mp3', 45_000, '/data/themes/1034', ids)],
    }),
  );
}
