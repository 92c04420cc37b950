// All that others may do with the history.
import type { Event, Sample } from '../../src-contract/event.ts';
import type { WatchedTime } from '../../src-contract/gap.ts';
import type { AdoptedSession } from '../../src-contract/heard.ts';
import type { MouthHealth } from '../../src-contract/live.ts';
import type { Chart, Home } from '../../src-contract/chart.ts';
import type { ItemDetail } from '../../src-contract/item.ts';
import type { PeoplePage, Person, PersonDetail } from '../../src-contract/people.ts';
import type { FacetValue, PlayDetail, PlayLine, PlayPage } from '../../src-contract/play.ts';
import type { ServerInfo } from '../../src-contract/server.ts';
import type { FormerServer } from '../../src-contract/servers.ts';
import type { BackupSettings, HistorySettings } from '../../src-contract/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { BackupsView } from '../../src-contract/backup.ts';
import type { Received } from './collected/plan-collected.ts';
import type { ChartQuestion } from './charts/chart.ts';
import type { HomeQuestion } from './charts/home.ts';
import type { Exports } from './export/open-exports.ts';
import type { Backfill } from './import/backfill.ts';
import type { Explained } from './explained.ts';
import type { GapQuestion, OpenGap } from './gaps.ts';
import type { FacetQuestion } from './facets.ts';
import type { Imports } from './import/orders.ts';
import type { ItemQuestion } from './items/item.ts';
import type { LibraryHistory } from './libraries/open-libraries.ts';
import type { Outbox } from './outbox.ts';
import type { PeopleQuestion } from './people/people.ts';
import type { PlayQuestion } from './plays.ts';
import type { RestoreAnswer } from './restore-backup.ts';
import type { TranscodeHistory } from './transcodes.ts';

/** `ended`: that is all for now. */
export type PastNews = { ended: boolean };

export type History = {
  /** What was playing when it was last seen; sessions that stop are gone from here at once. */
  openSessions: (serverId: string) => Promise<AdoptedSession[]>;
  /** When the server was last heard; null: never. */
  lastHeardMs: (serverId: string) => Promise<number | null>;
  /** The gap in which this server is, or null. */
  openGap: (serverId: string) => Promise<OpenGap | null>;
  /** Call it whenever the server has answered: it also notes that we were listening, at most once a minute. */
  rememberServer: (server: ServerInfo, uri: string) => void;
  /** Never throws and never waits. Junk is refused, duplicates (same event id) are stored once. */
  record: (events: Event[]) => void;
  sample: (samples: Sample[]) => void;
  /** Resolves when all that was recorded before is safe; rejects with a HistoryError when that is not possible now. */
  flush: () => Promise<void>;
  plays: (question: PlayQuestion) => Promise<PlayPage>;
  facets: (question: FacetQuestion) => Promise<FacetValue[]>;
  play: (id: string) => Promise<PlayLine | null>;
  detail: (id: string) => Promise<PlayDetail | null>;
  chart: (question: ChartQuestion) => Promise<Chart>;
  home: (question: HomeQuestion) => Promise<Home>;
  people: (question: PeopleQuestion) => Promise<PeoplePage>;
  person: (userId: string) => Promise<PersonDetail | null>;
  rename: (userId: string, friendlyName: string | null) => Promise<Person | null>;
  /** What the owner calls people, by their ids. */
  friendlyNames: () => Promise<ReadonlyMap<string, string>>;
  /** People may be called otherwise from now on. */
  onRenamed: (listener: () => void) => () => void;
  item: (question: ItemQuestion) => Promise<ItemDetail | null>;
  libraries: LibraryHistory;
  /** Takes plays out of every list and sum, and brings them back. Both resolve with how many that changed. */
  remove: (playIds: readonly string[]) => Promise<number>;
  restore: (playIds: readonly string[]) => Promise<number>;
  /** Deletes all that is known of a server; its plays are told as removed. Resolves with how many those were. */
  removeServer: (serverId: string) => Promise<number>;
  /** Gives what is known of one server to another. Resolves with how many plays those were. */
  joinServer: (from: string, into: string) => Promise<number>;
  /** Every server that was ever watched. */
  formerServers: () => Promise<FormerServer[]>;
  /** Stored events in the order of their numbers, each `play-recorded` after its `session-stopped`. */
  onStored: (listener: (events: Event[]) => void) => () => void;
  /** Those stored after this one, the oldest first; null when it is not known (any more). */
  eventsAfter: (eventId: string, limit: number) => Promise<Event[] | null>;
  /** The times in which a server was not watched. */
  gaps: (question: GapQuestion) => Promise<WatchedTime>;
  /** What the owner chose; in force for the plays that are stored, too. */
  follow: (settings: HistorySettings) => void;
  /** Takes in plays that other Marquees told of, once each. Rejects when they are not safe on the disk. */
  collect: (received: readonly Received[]) => Promise<void>;
  /** Conversions, with what explains them and what they cost. */
  transcodes: TranscodeHistory;
  /** Plays whose reasons an older Marquee worked out, or none, as for those that were imported. */
  explained: Explained;
  /** Plays and the whole history as files for others. */
  exports: Exports;
  /** Writes the documented tables into a new file. */
  copyViews: (to: string) => Promise<void>;
  backups: {
    view: () => Promise<BackupsView>;
    /** Rejects when it fails; those from before are as they were. */
    make: () => Promise<BackupsView>;
    restore: (wanted: { name: string; settings: boolean }) => Promise<RestoreAnswer>;
  };
  imports: Imports;
  /** Plays that only a server's own history knows. */
  backfill: Backfill;
  /** What others are still to be told. */
  outbox: Outbox;
  /** Plays came or went, which no event tells of: by an import, its undo, a server's own history, a backup. */
  onPast: (listener: (news: PastNews) => void) => () => void;
  health: () => MouthHealth;
  onHealth: (listener: (health: MouthHealth) => void) => () => void;
  close: () => Promise<void>;
};

export type HistoryOptions = {
  dataDir: string;
  /** This Marquee's own name in what it tells others. */
  site: string;
  log: Log;
  clock: Clock;
  newId: (atMs: number) => string;
  /** What the owner chose about backups. */
  backups?: () => BackupSettings;
};
