// What can be asked of a server besides what watching needs: each a read that is tried again and never opens the breaker.
import {
  type PlexAccount,
  type PlexCapabilities,
  type PlexDevice,
  type PlexIdentityAnswer,
  type PlexItem,
  type PlexMetadata,
  type PlexPlaylist,
  type PlexSection,
  type PlexTranscode,
} from '../../src-contract/plex.ts';
import { PlexError } from './errors.ts';
import { type Note } from './oddities.ts';
import { type Reading } from './reading.ts';
import { type HistoryPage, parseHistory } from './to-history.ts';
import { parseAccounts, parseCapabilities, parseDevices, parsePlexIdentity, parseTranscodes } from './to-house.ts';
import { parseShelfPage, type ShelfPage } from './to-shelf-page.ts';
import { parseItems, parseMetadata, parsePlaylists, parseSections } from './to-shelf.ts';

export type PlexQuestions = {
  plexIdentity: () => Promise<PlexIdentityAnswer>;
  capabilities: () => Promise<PlexCapabilities>;
  devices: () => Promise<PlexDevice[]>;
  accounts: () => Promise<PlexAccount[]>;
  playlists: () => Promise<PlexPlaylist[]>;
  sections: () => Promise<PlexSection[]>;
  onDeck: () => Promise<PlexItem[]>;
  recentlyAdded: () => Promise<PlexItem[]>;
  /** Null when the server has no such item. */
  metadata: (ratingKey: string) => Promise<PlexMetadata | null>;
  transcodes: () => Promise<PlexTranscode[]>;
  /** Some of a library, of one of Plex's types; without any length only how many there are. */
  shelf: (wanted: ShelfWanted) => Promise<ShelfPage>;
  /** The server's own history from a time on, the oldest first. */
  history: (wanted: { sinceMs: number; start: number; length: number }) => Promise<HistoryPage>;
};

export type ShelfWanted = {
  sectionId: string;
  /** As Plex numbers them: 1 film, 4 episode… */
  type: number;
  sort: 'addedAt:asc' | 'addedAt:desc' | 'updatedAt:desc';
  start: number;
  length: number;
};

type GetJson = <Value>(
  path: string,
  parse: (body: unknown) => Value | null,
  query?: Record<string, string>,
) => Promise<Value>;

/** Plex gives all that it has unless it is told how many. */
const newest = { 'X-Plex-Container-Start': '0', 'X-Plex-Container-Size': '30' };

type Means = { getJson: GetJson; reading: Pick<Reading, 'readItem'>; note: Note };

export const createQuestions = ({ getJson, reading: { readItem }, note }: Means): PlexQuestions => {
  const ask =
    <Value>(path: string, parse: (body: unknown, note: Note) => Value | null, query?: Record<string, string>) =>
    (): Promise<Value> =>
      readItem(() => getJson(path, (body) => parse(body, note), query));
  return {
    plexIdentity: ask('/identity', parsePlexIdentity),
    capabilities: ask('/', parseCapabilities),
    devices: ask('/devices', parseDevices),
    accounts: ask('/accounts', parseAccounts),
    playlists: ask('/playlists', parsePlaylists),
    sections: ask('/library/sections', parseSections),
    onDeck: ask('/library/onDeck', parseItems),
    recentlyAdded: ask('/library/recentlyAdded', parseItems, newest),
    transcodes: ask('/transcode/sessions', parseTranscodes),
    shelf: ({ sectionId, type, sort, start, length }) =>
      readItem(() =>
        getJson(`/library/sections/${encodeURIComponent(sectionId)}/all`, (body) => parseShelfPage(body, note), {
          type: String(type),
          sort,
          // What is long and not needed; a server that does not know these sends it.
          excludeFields: 'summary,tagline',
          excludeElements: 'Genre,Director,Writer,Role,Country,Collection,Guid,Rating,Image,UltraBlurColors',
          'X-Plex-Container-Start': String(start),
          'X-Plex-Container-Size': String(length),
        }),
      ),
    history: ({ sinceMs, start, length }) =>
      readItem(() =>
        getJson('/status/sessions/history/all', (body) => parseHistory(body, note), {
          sort: 'viewedAt:asc',
          'viewedAt>': String(Math.floor(sinceMs / 1000)),
          'X-Plex-Container-Start': String(start),
          'X-Plex-Container-Size': String(length),
        }),
      ),
    metadata: async (ratingKey) => {
      const path = `/library/metadata/${encodeURIComponent(ratingKey)}`;
      try {
        const parse = (body: unknown) => parseMetadata(body, ratingKey, note);
        const found = await readItem(() => getJson(path, parse, { includeMarkers: '1', includeGuids: '1' }));
        return found === 'missing' ? null : found;
      } catch (error) {
        if (error instanceof PlexError && error.kind === 'not-found') return null;
        throw error;
      }
    },
  };
};
