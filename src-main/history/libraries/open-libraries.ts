// What the history knows of libraries: what lay in them when they were read, and what was played from them.
import type {
  Library,
  LibraryDetail,
  NeverWatchedPage,
  NeverWatchedQuery,
  RecentlyAdded,
  RecentlyAddedQuery,
} from '../../../src-contract/library.ts';

type Place = { server: string; section: string };
export type LibraryHistory = {
  list: (query: { server?: string | undefined }) => Promise<Library[]>;
  get: (place: Place) => Promise<LibraryDetail | null>;
  neverWatched: (query: NeverWatchedQuery) => Promise<NeverWatchedPage | null>;
  recentlyAdded: (query: RecentlyAddedQuery) => Promise<RecentlyAdded[]>;
};

export const createLibraryHistory = (): LibraryHistory => ({
  list: async () => [],
  get: async () => null,
  neverWatched: async () => null,
  recentlyAdded: async () => [],
});
