// What lies on the simulated server's shelves: films, shows, music, photos, and the files behind them.
export type ItemType =
  | 'movie'
  | 'show'
  | 'season'
  | 'episode'
  | 'artist'
  | 'album'
  | 'track'
  | 'photoalbum'
  | 'photo'
  | 'clip';

export type VideoStream = {
  kind: 'video';
  id: number;
  codec: string;
  profile: string;
  bitDepth: number;
  bitrateKbps: number;
  width: number;
  height: number;
  frameRate: number;
  hdr: 'hdr10' | 'hlg' | 'dolby-vision' | null;
  /** What is out of the ordinary; without it: as most files have it. */
  shape?: { level: number; references: number; interlaced: boolean; anamorphic: boolean };
  /** Made by the server: Plex tells less of it. */
  encoded?: boolean;
};

export type AudioStream = {
  kind: 'audio';
  id: number;
  codec: string;
  profile: string | null;
  channels: number;
  bitrateKbps: number;
  samplingRate: number;
  language: Language | null;
};

export type SubtitleStream = {
  kind: 'subtitle';
  id: number;
  codec: string;
  language: Language;
  forced: boolean;
  /** A file beside the film instead of a track inside it. */
  external: boolean;
};

export type SourceStream = VideoStream | AudioStream | SubtitleStream;

export type Language = { name: string; code: string; tag: string };

/** One file of an item: the 4K one, the 1080p one, … */
export type Version = {
  id: number;
  partId: number;
  container: string;
  durationMs: number;
  bitrateKbps: number;
  /** `4k`, `1080`, `720`, `480`, as Plex writes a source; empty for music and photos. */
  resolution: string;
  width: number;
  height: number;
  file: string;
  sizeBytes: number;
  optimized: boolean;
  /** False: Plex has not looked into it yet. */
  analysed?: boolean;
  streams: SourceStream[];
};

export type Marker = { id: number; type: 'intro' | 'credits'; startMs: number; endMs: number; final: boolean };

export type Channel = { uuid: string; channel: string; channelNumber: string };

/** What is on a channel for a while. The session list gives it no ratingKey; elsewhere it goes by a passing one. */
export type Airing = Channel & {
  ratingKey: string;
  /** How the socket names it: by that number, or by its guid, as older servers do. */
  frames: 'number' | 'guid';
};

export type Item = {
  /** Empty for live TV. */
  ratingKey: string;
  type: ItemType;
  guid: string;
  title: string;
  originalTitle: string | null;
  sectionId: number;
  index: number | null;
  year: number | null;
  originallyAvailableAt: string | null;
  durationMs: number;
  summary: string;
  tagline: string | null;
  contentRating: string | null;
  studio: string | null;
  genres: string[];
  directors: string[];
  roles: string[];
  externalGuids: string[];
  addedAtS: number;
  updatedAtS: number;
  parent: Item | null;
  children: Item[];
  versions: Version[];
  markers: Marker[];
  airing: Airing | null;
};

export type Section = {
  id: number;
  type: 'movie' | 'show' | 'artist' | 'photo';
  title: string;
  agent: string;
  scanner: string;
  uuid: string;
  path: string;
  createdAtS: number;
  scannedAtS: number;
};

/** Plex's number of an item's type, as in `?type=4` and in timeline frames. */
export const typeNumbers: Readonly<Record<ItemType, number>> = {
  movie: 1,
  show: 2,
  season: 3,
  episode: 4,
  clip: 5,
  artist: 8,
  album: 9,
  track: 10,
  photo: 13,
  photoalbum: 14,
};

export const keyOf = (item: Item): string =>
  item.airing === null ? `/library/metadata/${item.ratingKey}` : `/livetv/sessions/${item.airing.uuid}`;
