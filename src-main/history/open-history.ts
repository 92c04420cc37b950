// The history: opens the database, whatever its state, and hands out everything that others may do with it.
import { statfs } from 'node:fs/promises';
import type { Event } from '../../src-contract/event.ts';
import type { AdoptedSession } from '../../src-contract/heard.ts';
import type { MouthHealth } from '../../src-contract/live.ts';
import { defaultSettings, type HistorySettings } from '../../src-contract/settings.ts';
import { createEmitter } from '../lib/emitter.ts';
import { toError } from '../lib/to-error.ts';
import { createTurns } from '../lib/turns.ts';
import { toAdopted } from './adoption.ts';
import { createBackupSchedule } from './backup-schedule.ts';
import { collect } from './collected/collect.ts';
import { openExports } from './export/open-exports.ts';
import { createBackfill } from './import/backfill.ts';
import { describeHealth, type Trouble } from './describe-health.ts';
import { createGiveBack } from './give-back.ts';
import { HistoryError } from './history-error.ts';
import { openImports } from './import/imports.ts';
import { toOpenPlays } from './import/open-plays.ts';
import { readLastHeardMs, readOpenSessions, readServerIds } from './open-sessions.ts';
import { createOutbox } from './outbox.ts';
import { readPeople, renamePerson } from './people/people.ts';
import { createRemoving } from './removing.ts';
import { createRecorder } from './recorder.ts';
import { restoreBackup } from './restore-backup.ts';
import { createRetention } from './retention.ts';
import { createServerChanges } from './server-changes.ts';
import { markShort } from './mark-short.ts';
import { toRules } from './rules.ts';
import { createUpkeep } from './upkeep.ts';
import { createStore, type Batch } from './store.ts';
import type { History, HistoryOptions, PastNews } from './history.ts';
import { openOrMigrate } from './open-or-migrate.ts';
import { createReads } from './reads.ts';

const heardEveryMs = 60_000;

/** Throws a HistoryError: `locked`, `unwritable` or `too-new`. An unreadable file is recovered from, and said. */
export const openHistory = async (options: HistoryOptions): Promise<History> => {
  const { dataDir, site, log, clock, newId, backups: chosenBackups = () => defaultSettings.backups } = options;
  const openMigrated = () => openOrMigrate({ dataDir, log, clock, backups: chosenBackups });

  let current = await openMigrated();
  let chosen = defaultSettings.history;
  const rules = () => toRules(chosen);
  const store = createStore({ site, rules, newId, open: await readOpenSessions(current.database.reader) });
  const stored = createEmitter<Event[]>();
  const changed = createEmitter<MouthHealth>();
  const renamed = createEmitter<void>();
  const past = createEmitter<PastNews>();
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
  const memory = createGiveBack({ connection: () => current.database.writer, inTurn, clock, log });
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
    renamed.emit();
  };
  const openPlays = (serverId: string) => toOpenPlays(serverId, store.open.values());
  const { flush } = recorder;
  const common = {
    database: () => current.database,
    inTurn: whileOpen,
    flush,
    site,
    onTold,
    onPast: past.emit,
    openPlays,
    clock,
  };
  const imports = await openImports({ ...common, dataDir, rules, newId, log });
  const backfill = createBackfill(common);
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
        renamed.emit();
        past.emit({ ended: true });
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
    await memory.close();
    await recorder.close();
    await inTurn(() => Promise.resolve());
    current.database.close();
  };

  return {
    ...createReads({ database: () => current.database, inTurn: memory.after(whileOpen), nowMs: clock.nowMs }),
    openSessions: async (serverId) => openSessions(serverId),
    lastHeardMs: (serverId) => whileOpen(() => heardMs(serverId)),
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
    rename: (userId, friendlyName) =>
      whileOpen(async () => {
        const { writer } = current.database;
        if (!(await renamePerson(writer, userId, friendlyName))) return null;
        renamed.emit();
        return (await readPeople(writer, { length: 1 }, userId)).items[0] ?? null;
      }),
    onRenamed: renamed.subscribe,
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
    onStored: stored.subscribe,
    follow: (settings) => void (closing ?? follow(settings)),
    collect: async (received) => {
      await whileOpen(() => collect(current.database.writer, received, site));
      past.emit({ ended: false });
    },
    outbox: {
      begin: (destination) => whileOpen(() => outbox.begin(destination)),
      after: (seq, limit) => whileOpen(() => outbox.after(seq, limit)),
      waiting: (seq) => whileOpen(() => outbox.waiting(seq)),
      move: (destination, cursor) => whileOpen(() => outbox.move(destination, cursor)),
      forget: (destination) => whileOpen(() => outbox.forget(destination)),
    },
    health: () => health,
    onPast: past.subscribe,
    onHealth: changed.subscribe,
    exports,
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
