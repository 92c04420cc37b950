// Libraries, the people who watch them, and single items: what they hold, how they are used.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { ItemDetail, ItemQuery } from '../../src-contract/item.ts';
import type {
  Library,
  LibraryDetail,
  NeverWatchedPage,
  NeverWatchedQuery,
  RecentlyAdded,
  RecentlyAddedQuery,
} from '../../src-contract/library.ts';
import type { PeoplePage, PeopleQuery, Person, PersonDetail } from '../../src-contract/people.ts';
import type { Log } from '../lib/log.ts';
import { orUnavailable } from './or-unavailable.ts';

type Place = { server: string; section: string };
export type LibrariesRoom = {
  list: (query: { server?: string | undefined }) => Promise<Library[]>;
  /** Null: there is no such library. */
  get: (place: Place) => Promise<LibraryDetail | null>;
  neverWatched: (query: NeverWatchedQuery) => Promise<NeverWatchedPage | null>;
  recentlyAdded: (query: RecentlyAddedQuery) => Promise<RecentlyAdded[]>;
  /** Begins to read it anew. */
  read: (place: Place) => Promise<Library | 'unknown' | 'unreachable'>;
};

export type PeopleRoom = {
  people: (query: PeopleQuery) => Promise<PeoplePage>;
  /** Null: nobody. */
  person: (userId: string) => Promise<PersonDetail | null>;
  rename: (userId: string, friendlyName: string | null) => Promise<Person | null>;
  /** Null: it was never played and lies in no library. */
  item: (query: ItemQuery) => Promise<ItemDetail | null>;
};

const os = implement(contract);

export const libraryBranches = (libraries: LibrariesRoom, history: PeopleRoom, log: Log) => ({
  libraries: {
    list: os.libraries.list.handler(({ input, errors }) =>
      orUnavailable(log, () => libraries.list(input), errors.HISTORY_UNAVAILABLE),
    ),
    recentlyAdded: os.libraries.recentlyAdded.handler(({ input, errors }) =>
      orUnavailable(log, () => libraries.recentlyAdded(input), errors.HISTORY_UNAVAILABLE),
    ),
    get: os.libraries.get.handler(async ({ input, errors }) => {
      const found = await orUnavailable(log, () => libraries.get(input), errors.HISTORY_UNAVAILABLE);
      if (!found) throw errors.UNKNOWN_LIBRARY();
      return found;
    }),
    neverWatched: os.libraries.neverWatched.handler(async ({ input, errors }) => {
      const found = await orUnavailable(log, () => libraries.neverWatched(input), errors.HISTORY_UNAVAILABLE);
      if (!found) throw errors.UNKNOWN_LIBRARY();
      return found;
    }),
    read: os.libraries.read.handler(async ({ input, errors }) => {
      const found = await orUnavailable(log, () => libraries.read(input), errors.HISTORY_UNAVAILABLE);
      if (found === 'unknown') throw errors.UNKNOWN_LIBRARY();
      const data = { serverId: input.server, nextTryAtMs: null };
      if (found === 'unreachable') throw errors.SERVER_UNREACHABLE({ data });
      return found;
    }),
  },
  users: {
    list: os.users.list.handler(({ input, errors }) =>
      orUnavailable(log, () => history.people(input), errors.HISTORY_UNAVAILABLE),
    ),
    get: os.users.get.handler(async ({ input, errors }) => {
      const found = await orUnavailable(log, () => history.person(input.userId), errors.HISTORY_UNAVAILABLE);
      if (!found) throw errors.UNKNOWN_USER();
      return found;
    }),
    rename: os.users.rename.handler(async ({ input, errors }) => {
      const { userId, friendlyName } = input;
      const found = await orUnavailable(log, () => history.rename(userId, friendlyName), errors.HISTORY_UNAVAILABLE);
      if (!found) throw errors.UNKNOWN_USER();
      return found;
    }),
  },
  items: {
    get: os.items.get.handler(async ({ input, errors }) => {
      const found = await orUnavailable(log, () => history.item(input), errors.HISTORY_UNAVAILABLE);
      if (!found) throw errors.UNKNOWN_ITEM();
      return found;
    }),
  },
});
