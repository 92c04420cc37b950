// What can be asked of the history.
import { copyViews } from './copy-views.ts';
import { readChart } from './charts/chart.ts';
import { readHome } from './charts/home.ts';
import { readEventsAfter } from './events-after.ts';
import { readGaps, readOpenGap } from './gaps.ts';
import { readFacets } from './facets.ts';
import { readItem } from './items/item.ts';
import { createLibraryHistory } from './libraries/open-libraries.ts';
import { readFriendlyNames } from './people/friendly-names.ts';
import { readPeople } from './people/people.ts';
import { readPerson } from './people/person.ts';
import { readPlayDetail } from './play-detail.ts';
import { readPlay, readPlays } from './plays.ts';
import { readFormerServers } from './server-changes.ts';
import { createExplained } from './explained.ts';
import { createTranscodeHistory } from './transcodes.ts';
import type { Database } from './database.ts';
import type { History } from './history.ts';
import type { Turns } from '../lib/turns.ts';

type Reads = Pick<
  History,
  | 'openGap'
  | 'plays'
  | 'facets'
  | 'play'
  | 'detail'
  | 'chart'
  | 'home'
  | 'people'
  | 'person'
  | 'friendlyNames'
  | 'item'
  | 'formerServers'
  | 'eventsAfter'
  | 'gaps'
  | 'libraries'
  | 'transcodes'
  | 'explained'
  | 'copyViews'
>;

/** Every question takes its turn with the commits, and asks the database that is open then. */
export const createReads = (options: { database: () => Database; inTurn: Turns; nowMs: () => number }): Reads => {
  const { database, inTurn, nowMs } = options;
  return {
    openGap: (serverId) => inTurn(() => readOpenGap(database().reader, serverId)),
    plays: (question) => inTurn(() => readPlays(database().reader, question)),
    facets: (question) => inTurn(() => readFacets(database().reader, question)),
    play: (id) => inTurn(() => readPlay(database().reader, id)),
    detail: (id) => inTurn(() => readPlayDetail(database().reader, id)),
    chart: (question) => inTurn(() => readChart(database().writer, question, nowMs())),
    home: (question) => inTurn(() => readHome(database(), question, nowMs())),
    people: (question) => inTurn(() => readPeople(database().reader, question)),
    person: (userId) => inTurn(() => readPerson(database().reader, userId, nowMs())),
    friendlyNames: () => inTurn(() => readFriendlyNames(database().reader)),
    item: (question) => inTurn(() => readItem(database().reader, question, nowMs())),
    formerServers: () => inTurn(() => readFormerServers(database().reader)),
    eventsAfter: (id, limit) => inTurn(() => readEventsAfter(database().reader, id, limit)),
    gaps: (question) => inTurn(() => readGaps(database().reader, question)),
    libraries: createLibraryHistory({
      reader: () => database().reader,
      writer: () => database().writer,
      inTurn,
      nowMs,
    }),
    transcodes: createTranscodeHistory({ database, inTurn }),
    explained: createExplained({ database, inTurn }),
    copyViews: async (to) => {
      const connection = await inTurn(() => database().connect());
      try {
        await copyViews(connection, to, inTurn);
      } finally {
        connection.closeSync();
      }
    },
  };
};
