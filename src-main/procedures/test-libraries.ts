// For tests: a library, a person and an item, and rooms that know just these.
import type { ItemDetail } from '../../src-contract/item.ts';
import type { Library, LibraryDetail, LibraryItem, RecentlyAdded } from '../../src-contract/library.ts';
import type { Person, PersonDetail } from '../../src-contract/people.ts';
import type { LibrariesRoom, PeopleRoom } from './libraries.ts';

const aTotal = { plays: 2, watchedMs: 5000 };
const someTotals = { day: { plays: 0, watchedMs: 0 }, week: aTotal, month: aTotal, all: aTotal };
const aHolding = { counts: { show: 1, season: 2, episode: 30 }, durationMs: 60_000, bytes: 3e9 };

export const aLibrary: Library = {
  serverId: 'attic',
  sectionId: '2',
  key: 'attic:2',
  title: 'Shows',
  type: 'show',
  gone: false,
  holding: aHolding,
  readAtMs: 1000,
  reading: { done: 10, total: null },
  plays: 2,
  watchedMs: 5000,
  users: 1,
  lastPlayedAtMs: 900,
  filter: { library: 'attic:2' },
};
export const aLibraryDetail: LibraryDetail = {
  ...aLibrary,
  totals: someTotals,
  neverWatched: { items: 28, durationMs: 50_000, bytes: 2e9 },
  growth: [{ ...aHolding, atMs: 1000 }],
};
const aLibraryItem: LibraryItem = {
  serverId: 'attic',
  sectionId: '2',
  ratingKey: '31',
  itemKey: 'plex://episode/31',
  type: 'episode',
  title: 'Part 1',
  parentTitle: 'Season 1',
  grandparentTitle: 'Serial',
  index: 1,
  parentIndex: 1,
  year: null,
  durationMs: 60_000,
  bytes: 1e8,
  addedAtMs: 500,
  thumb: '/library/metadata/31/thumb/1',
};
export const aNeverWatchedPage = { items: [aLibraryItem], total: 28, bytes: 2e9, next: 1 };
export const anAddition: RecentlyAdded = {
  item: aLibraryItem,
  count: 3,
  label: 'Season 1',
  detail: 'Serial',
  libraryTitle: 'Shows',
};
export const aPerson: Person = {
  user: { id: '501', name: 'Aunt Ada', thumb: null },
  friendlyName: 'Aunt Ada',
  plexName: 'ada',
  ...aTotal,
  firstAtMs: 100,
  lastAtMs: 900,
  last: { playId: 's1', title: 'Serial · Part 1', playerTitle: 'TV', address: '192.168.1.20' },
  filter: { user: '501' },
};
export const aPersonDetail: PersonDetail = {
  ...aPerson,
  totals: someTotals,
  players: [
    { key: 'm1', title: 'TV', platform: 'Android', product: null, ...aTotal, lastAtMs: 900, filter: { player: 'm1' } },
  ],
  addresses: [{ address: '192.168.1.20', location: 'lan', plays: 2, firstAtMs: 100, lastAtMs: 900, players: ['TV'] }],
};
export const anItemDetail: ItemDetail = {
  kind: 'item',
  key: 'plex://episode/31',
  title: 'Part 1',
  parentTitle: 'Season 1',
  grandparentTitle: 'Serial',
  type: 'episode',
  year: null,
  durationMs: 60_000,
  serverId: 'attic',
  thumb: null,
  seriesKey: 'plex://show/3',
  seasonKey: 'plex://show/3/1',
  totals: someTotals,
  firstAtMs: 100,
  lastAtMs: 900,
  watchers: [],
  libraries: [],
  versions: [],
  decisions: [{ decision: null, ...aTotal, filter: { item: 'plex://episode/31', decision: 'unknown' } }],
  reasons: [],
  seasons: [],
  copies: [aLibraryItem],
  filter: { item: 'plex://episode/31' },
};

const isKnown = ({ server, section }: { server: string; section: string }) => server === 'attic' && section === '2';

export const someLibraries: LibrariesRoom = {
  list: async () => [aLibrary],
  get: async (place) => (isKnown(place) ? aLibraryDetail : null),
  neverWatched: async (place) => (isKnown(place) ? aNeverWatchedPage : null),
  recentlyAdded: async () => [anAddition],
  read: async (place) => (isKnown(place) ? aLibrary : 'unknown'),
};

export const somePeople: PeopleRoom = {
  people: async () => ({ items: [aPerson], total: 1, next: null }),
  person: async (id) => (id === '501' ? aPersonDetail : null),
  rename: async (id) => (id === '501' ? aPerson : null),
  item: async ({ key }) => (key === anItemDetail.key ? anItemDetail : null),
};
