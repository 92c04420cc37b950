// The titles on the shelves: public-domain films, and shows, music and photographs that nobody ever made.
import type { ShapeName } from './files.ts';

export type FilmTitle = {
  title: string;
  year: number;
  minutes: number;
  director: string;
  genre: string;
  shapes: ShapeName[];
  original?: string;
};

export const films: readonly FilmTitle[] = [
  {
    title: 'Metropolis',
    year: 1927,
    minutes: 153,
    director: 'Fritz Lang',
    genre: 'Science Fiction',
    shapes: ['uhdHdr', 'fullHdDts'],
  },
  {
    title: 'Nosferatu',
    year: 1922,
    minutes: 94,
    director: 'F. W. Murnau',
    genre: 'Horror',
    shapes: ['fullHdDts'],
    original: 'Nosferatu, eine Symphonie des Grauens',
  },
  { title: 'The General', year: 1926, minutes: 79, director: 'Buster Keaton', genre: 'Comedy', shapes: ['fullHd'] },
  {
    title: 'Sherlock Jr.',
    year: 1924,
    minutes: 45,
    director: 'Buster Keaton',
    genre: 'Comedy',
    shapes: ['uhdVision', 'fullHd'],
  },
  {
    title: 'The Cabinet of Dr. Caligari',
    year: 1920,
    minutes: 77,
    director: 'Robert Wiene',
    genre: 'Horror',
    shapes: ['fullHdHevc'],
    original: 'Das Cabinet des Dr. Caligari',
  },
  {
    title: 'A Trip to the Moon',
    year: 1902,
    minutes: 14,
    director: 'Georges Méliès',
    genre: 'Fantasy',
    shapes: ['hd'],
    original: 'Le Voyage dans la Lune',
  },
  {
    title: 'Safety Last!',
    year: 1923,
    minutes: 74,
    director: 'Fred C. Newmeyer',
    genre: 'Comedy',
    shapes: ['fullHd', 'phone'],
  },
  {
    title: 'The Gold Rush',
    year: 1925,
    minutes: 95,
    director: 'Charles Chaplin',
    genre: 'Comedy',
    shapes: ['fullHdDts', 'hd'],
  },
  {
    title: 'Man with a Movie Camera',
    year: 1929,
    minutes: 68,
    director: 'Dziga Vertov',
    genre: 'Documentary',
    shapes: ['fullHdHevc'],
  },
  {
    title: 'Battleship Potemkin',
    year: 1925,
    minutes: 75,
    director: 'Sergei Eisenstein',
    genre: 'Drama',
    shapes: ['fullHd'],
    original: 'Бронено́сец «Потёмкин»',
  },
  {
    title: 'Night of the Living Dead',
    year: 1968,
    minutes: 96,
    director: 'George A. Romero',
    genre: 'Horror',
    shapes: ['uhdVision', 'fullHdDts'],
  },
  { title: 'His Girl Friday', year: 1940, minutes: 92, director: 'Howard Hawks', genre: 'Comedy', shapes: ['hd'] },
  { title: 'Charade', year: 1963, minutes: 113, director: 'Stanley Donen', genre: 'Thriller', shapes: ['fullHdDts'] },
  { title: 'The Lost World', year: 1925, minutes: 106, director: 'Harry O. Hoyt', genre: 'Adventure', shapes: ['old'] },
  {
    title: 'The Phantom of the Opera',
    year: 1925,
    minutes: 107,
    director: 'Rupert Julian',
    genre: 'Horror',
    shapes: ['fullHdHevc', 'phone'],
  },
  {
    title: 'Häxan',
    year: 1922,
    minutes: 106,
    director: 'Benjamin Christensen',
    genre: 'Documentary',
    shapes: ['fullHdDts'],
  },
];

export type ShowTitle = {
  title: string;
  year: number;
  minutes: number;
  genre: string;
  shape: ShapeName;
  seasons: readonly { index: number; episodes: readonly string[] }[];
};

export const shows: readonly ShowTitle[] = [
  {
    title: 'The Lighthouse Keepers',
    year: 2019,
    minutes: 42,
    genre: 'Drama',
    shape: 'fullHdHevc',
    seasons: [
      { index: 0, episodes: ['The Making of a Lamp'] },
      {
        index: 1,
        episodes: ['First Light', 'The Supply Boat', 'Fog Signal', 'The Keeper of Skerry Rock', 'Glass', 'Relief'],
      },
      {
        index: 2,
        episodes: ['Spring Tide', 'An Uninvited Guest', 'The Long Watch', 'Lamp Oil', 'Dark Sector', 'Home Waters'],
      },
    ],
  },
  {
    title: 'Night Freight',
    year: 2021,
    minutes: 24,
    genre: 'Comedy',
    shape: 'fullHd',
    seasons: [
      {
        index: 1,
        episodes: [
          'Departure',
          'Cold Goods',
          'Wrong Platform',
          'The Inspector',
          'Signal Failure',
          'Two Engines',
          'Uncoupled',
          'Terminus',
        ],
      },
      { index: 2, episodes: ['Timetable', 'Snow on the Line', 'The Sleeper', 'Points'] },
    ],
  },
  {
    title: 'Small Planets',
    year: 2023,
    minutes: 51,
    genre: 'Science Fiction',
    shape: 'uhdVision',
    seasons: [{ index: 1, episodes: ['Ceres', 'Pallas', 'Vesta', 'Hygiea', 'Interamnia'] }],
  },
];

export type AlbumTitle = {
  artist: string;
  album: string;
  year: number;
  shape: ShapeName;
  tracks: readonly { title: string; seconds: number; performer?: string }[];
};

export const albums: readonly AlbumTitle[] = [
  {
    artist: 'The Paper Kites of Oslo',
    album: 'Harbour Songs',
    year: 2018,
    shape: 'flac',
    tracks: [
      { title: 'Low Tide', seconds: 214 },
      { title: 'Cranes', seconds: 187 },
      { title: 'Salt', seconds: 263 },
      { title: 'The Last Ferry', seconds: 305 },
    ],
  },
  {
    artist: 'Various Artists',
    album: 'Attic Tapes, Volume 3',
    year: 2011,
    shape: 'mp3',
    tracks: [
      { title: 'Window Seat', seconds: 176, performer: 'Marguerite Vane' },
      { title: 'Radiator Hymn', seconds: 201, performer: 'Ten Foot Shelf' },
      { title: 'Postcard', seconds: 149, performer: 'Ola & the Orchard' },
    ],
  },
];

export const photoAlbums: readonly { title: string; year: number; photos: readonly string[] }[] = [
  { title: 'A Week in the Hills', year: 2022, photos: ['The pass', 'Sheep', 'Hut at dusk', 'Rain', 'The way down'] },
];

export const channels: readonly { name: string; number: string; programmes: readonly string[] }[] = [
  {
    name: 'Channel Nine',
    number: '9.1',
    programmes: ['The Nine O’Clock News', 'Weather for Sailors', 'Garden Hour', 'The Late Quiz'],
  },
  { name: 'Culture Two', number: '2.3', programmes: ['Orchestra Live', 'Painters of the North', 'Book Table'] },
];
