// The history: opens the database, whatever its state, and hands out everything that others may do with it.
import { statfs } from 'node:fs/promises';
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
import { defaultSettings, type BackupSettings, type HistorySettings } from '../../src-contract/settings.ts';
import type { Clock } from '../lib/clock.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { createTurns } from '../lib/turns.ts';
import { toAdopted } from './adoption.ts';
import type { BackupsView } from '../../src-contract/backup.ts';
import { copyViews } from './copy-views.ts';
import { createBackupSchedule } from './backup-schedule.ts';
import { backUp } from './backups.ts';
import { collect } from './collected/collect.ts';
import type { Received } from './collected/plan-collected.ts';
import { readChart, type ChartQuestion } from './charts/chart.ts';
import { readHome, type HomeQuestion } from './charts/home.ts';
import { openExports, type Exports } from './export/open-exports.ts';
import { createBackfill, type Backfill } from './import/backfill.ts';
import { describeHealth, type Trouble } from './describe-health.ts';
import { readEventsAfter } from './events-after.ts';
import { readGaps, readOpenGap, type GapQuestion, type OpenGap } from './gaps.ts';
import { readFacets, type FacetQuestion } from './facets.ts';
import { HistoryError } from './history-error.ts';
import { openImports } from './import/imports.ts';
import type { Imports } from './import/orders.ts';
import { toOpenPlays } from './import/open-plays.ts';
import { readItem, type ItemQuestion } from './items/item.ts';
import { createLibraryHistory, type LibraryHistory } from './libraries/open-libraries.ts';
import { migrate } from './migrations/migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { readLastHeardMs, readOpenSessions, readServerIds } from './open-sessions.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { readPeople, renamePerson, type PeopleQuestion } from './people/people.ts';
import { readPerson } from './people/person.ts';
import { readPlayDetail } from './play-detail.ts';
import { readPlay, readPlays, type PlayQuestion } from './plays.ts';
import { createRemoving } from './removing.ts';
import { createRecorder } from './recorder.ts';
import { openOrRecover, type Opened } from './recovery.ts';
import { restoreBackup, type RestoreAnswer } from './restore-backup.ts';
import { createRetention } from './retention.ts';
import { createServerChanges, readFormerServers } from './server-changes.ts';
import { markShort } from './mark-short.ts';
import { toRules } from './rules.ts';
import { createTranscodeHistory, type TranscodeHistory } from './transcodes.ts';
import { createUpkeep } from './upkeep.ts';
import { createStore, type Batch } from './store.ts';

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

const heardEveryMs = 60_000;

/** Throws a HistoryError: `locked`, `unwritable` or `too-new`. An unreadable file is recovered from, and said. */
export const openHistory = async (options: HistoryOptions): Promise<History> => {
  const { dataDir, site, log, clock, newId, backups: chosenBackups = () => defaultSettings.backups } = options;
  const openMigrated = async (): Promise<Opened> => {
    const opened = await openOrRecover(dataDir, clock.nowMs(), log, undefined, chosenBackups().folder ?? undefined);
    const { database } = opened;
    try {
      await migrate(database.writer, {
        migrations,
        nowMs: clock.nowMs(),
        log,
        copyFirst: async (from) => {
          await backUp({ database, dataDir, nowMs: clock.nowMs(), log, label: `-before-${from + 1}` });
        },
      });
      return opened;
    } catch (error) {
      database.close();
      throw error;
    }
  };

  let current = await openMigrated();
  let chosen = defaultSettings.history;
  const rules = () => toRules(chosen);
  const store = createStore({ site, rules, newId, open: await readOpenSessions(current.database.reader) });
  const stored = createEmitter<Event[]>();
  const changed = createEmitter<MouthHealth>();
  const trouble: Trouble = {
    recorder: { failure: null, waiting: 0, lost: 0 },
    restored: current.restored,
    backupFailed: false,
    diskFull: false,
  };
  let health = describeHealth(trouble, clock.nowMs());
  let closing: Promise<void> | undefined;

  const update = (news: Partial<Trouble>): void => {
    Object.assign(trouble, news);
    const next = describeHealth(trouble, health.sinceMs ?? clock.nowMs());
    if (next.text === health.text) return;
    health = next;
    changed.emit(health);
  };

  /** After an error that DuckDB calls fatal only a new opening helps; what waits is then stored there. */
  const reopen = async (): Promise<void> => {
    log.error('history: the database gave up and is opened again');
    current.database.close();
    current = await openMigrated();
    if (current.restored) update({ restored: current.restored });
  };

  const inTurn = createTurns();
  const storeBatch = async (batch: Batch): Promise<Event[]> => {
    try {
      return await inTurn(() => store.store(current.database, batch));
    } catch (error) {
      const { bavail, bsize } = await statfs(dataDir);
      update({ diskFull: bavail * bsize < 4 * 1024 * 1024 });
      if (!(await current.database.isAlive())) await reopen();
      throw error;
    }
  };

  const recorder = createRecorder({
    store: storeBatch,
    onStored: (events) => {
      try {
        stored.emit(events);
      } catch (error) {
        log.error('history: a listener failed', { error: toError(error).message });
      }
    },
    onState: (state) => update({ recorder: state }),
    clock,
    log,
  });
  const backups = createBackupSchedule({
    database: () => current.database,
    dataDir,
    chosen: chosenBackups,
    inTurn,
    clock,
    log,
    onOutcome: (failure) => update({ backupFailed: failure !== null }),
  });

  const upkeep = createUpkeep({ connection: () => current.database.writer, inTurn, clock, log });
  const retention = createRetention({
    connection: () => current.database.writer,
    inTurn,
    kept: () => chosen,
    openIds: () => [...store.open.keys()],
    clock,
    log,
  });
  const follow = (settings: HistorySettings): void => {
    chosen = settings;
    void inTurn(() => markShort(current.database.writer, rules())).catch((error: unknown) => {
      log.warn('history: short plays could not be marked', { reason: toError(error).message });
    });
  };

  const heardMs = async (serverId: string): Promise<number | null> => {
    const samples = [...store.open.values()]
      .filter((open) => open.events[0]?.serverId === serverId)
      .map((open) => open.lastSample?.atMs ?? 0);
    const atMs = Math.max((await readLastHeardMs(current.database.reader, serverId)) ?? 0, ...samples);
    return atMs > 0 ? atMs : null;
  };
  const recordRestoredGap = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    for (const serverId of await readServerIds(current.database.reader)) {
      const fromMs = Math.min((await heardMs(serverId)) ?? nowMs, nowMs);
      recorder.record([
        { id: newId(nowMs), serverId, atMs: fromMs, kind: 'gap-opened', why: 'database-restored' },
        { id: newId(nowMs), serverId, atMs: nowMs, kind: 'gap-closed', fromMs },
      ]);
    }
  };
  if (current.restored) await recordRestoredGap();

  const remembered = new Map<string, { told: string; atMs: number }>();
  const closed = () => new HistoryError('closed', 'The history is closed.');
  /** Never while a batch is being committed: DuckDB 1.5 then answers with garbage now and then (database.test.ts). */
  const whileOpen = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    closing ? Promise.reject(closed()) : inTurn(ask);
  const removing = createRemoving({
    ask: (question) => whileOpen(() => question(current.database.writer)),
    record: (events) => {
      recorder.record(events);
      return recorder.flush();
    },
    site,
    clock,
    newId,
  });
  const openSessions = (serverId: string): AdoptedSession[] =>
    [...store.open.values()]
      .filter((open) => open.events[0]?.serverId === serverId)
      .map(toAdopted)
      .filter((adopted) => adopted !== null);
  const serverChanges = createServerChanges({
    ask: (question) => whileOpen(() => question(current.database.writer)),
    record: (events) => {
      recorder.record(events);
      return recorder.flush();
    },
    openSessions,
    site,
    clock,
    newId,
  });
  /** What an import wrote has taken numbers, and those who tell others look for it. */
  const onTold = (): void => {
    store.forget();
    stored.emit([]);
  };
  const openPlays = (serverId: string) => toOpenPlays(serverId, store.open.values());
  const common = { database: () => current.database, inTurn: whileOpen, site, onTold, openPlays, clock };
  const imports = await openImports({ ...common, dataDir, rules, newId, log });
  const backfill = createBackfill({ ...common, flush: recorder.flush });
  const exports = await openExports({ connection: () => current.database.reader, inTurn: whileOpen, dataDir, clock });
  const outbox = createOutbox({ connection: () => current.database.teller, nowMs: clock.nowMs });

  /** Whoever has a turn afterwards finds the history that is open then. */
  const whileShut = (act: () => Promise<void>): Promise<void> =>
    whileOpen(async () => {
      current.database.close();
      try {
        await act();
      } finally {
        current = await openMigrated();
        store.forget();
      }
    });
  const keepBefore = async () => {
    await recorder.flush();
    return backups.make('-before-restore');
  };

  const close = async (): Promise<void> => {
    await backups.close();
    await upkeep.close();
    await retention.close();
    await recorder.close();
    await inTurn(() => Promise.resolve());
    current.database.close();
  };

  return {
    openSessions: async (serverId) => openSessions(serverId),
    lastHeardMs: (serverId) => whileOpen(() => heardMs(serverId)),
    openGap: (serverId) => whileOpen(() => readOpenGap(current.database.reader, serverId)),
    rememberServer: (server, uri) => {
      const atMs = clock.nowMs();
      const told = JSON.stringify([server, uri]);
      const before = remembered.get(server.id);
      if (before?.told === told && Math.abs(atMs - before.atMs) < heardEveryMs) return;
      remembered.set(server.id, { told, atMs });
      recorder.rememberServer({ server, uri, heardAtMs: atMs });
    },
    record: recorder.record,
    sample: recorder.sample,
    flush: recorder.flush,
    plays: (question) => whileOpen(() => readPlays(current.database.reader, question)),
    facets: (question) => whileOpen(() => readFacets(current.database.reader, question)),
    play: (id) => whileOpen(() => readPlay(current.database.reader, id)),
    detail: (id) => whileOpen(() => readPlayDetail(current.database.reader, id)),
    chart: (question) => whileOpen(() => readChart(current.database.writer, question, clock.nowMs())),
    home: (question) => whileOpen(() => readHome(current.database.writer, question, clock.nowMs())),
    people: (question) => whileOpen(() => readPeople(current.database.reader, question)),
    person: (userId) => whileOpen(() => readPerson(current.database.reader, userId, clock.nowMs())),
    rename: (userId, friendlyName) =>
      whileOpen(async () => {
        const { writer } = current.database;
        if (!(await renamePerson(writer, userId, friendlyName))) return null;
        return (await readPeople(writer, { length: 1 }, userId)).items[0] ?? null;
      }),
    item: (question) => whileOpen(() => readItem(current.database.reader, question, clock.nowMs())),
    libraries: createLibraryHistory({
      reader: () => current.database.reader,
      writer: () => current.database.writer,
      inTurn: whileOpen,
      nowMs: clock.nowMs,
    }),
    remove: (ids) => removing.remove(ids),
    restore: (ids) => removing.restore(ids),
    removeServer: async (serverId) => {
      await recorder.flush();
      return serverChanges.remove(serverId);
    },
    joinServer: async (from, into) => {
      await recorder.flush();
      return serverChanges.join(from, into);
    },
    formerServers: () => whileOpen(() => readFormerServers(current.database.reader)),
    onStored: stored.subscribe,
    eventsAfter: (id, limit) => whileOpen(() => readEventsAfter(current.database.reader, id, limit)),
    gaps: (question) => whileOpen(() => readGaps(current.database.reader, question)),
    follow: (settings) => void (closing ?? follow(settings)),
    collect: (received) => whileOpen(() => collect(current.database.writer, received, site)),
    outbox: {
      begin: (destination) => whileOpen(() => outbox.begin(destination)),
      after: (seq, limit) => whileOpen(() => outbox.after(seq, limit)),
      waiting: (seq) => whileOpen(() => outbox.waiting(seq)),
      move: (destination, cursor) => whileOpen(() => outbox.move(destination, cursor)),
      forget: (destination) => whileOpen(() => outbox.forget(destination)),
    },
    health: () => health,
    onHealth: changed.subscribe,
    transcodes: createTranscodeHistory({ database: () => current.database, inTurn: whileOpen }),
    exports,
    copyViews: async (to) => {
      const connection = await whileOpen(() => current.database.connect());
      try {
        await copyViews(connection, to, whileOpen);
      } finally {
        connection.closeSync();
      }
    },
    backups: {
      view: backups.view,
      make: async () => {
        await recorder.flush();
        await backups.make();
        return backups.view();
      },
      restore: (wanted) =>
        closing
          ? Promise.reject(closed())
          : restoreBackup({ dataDir, list: backups.list, keep: keepBefore, whileShut, log }, wanted),
    },
    imports,
    backfill,
    close: async () => {
      await imports.close();
      await (closing ??= close());
    },
  };
};
