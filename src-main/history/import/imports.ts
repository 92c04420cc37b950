// Imports from Tautulli: looked at first, then brought over part by part, cancelled, undone. One at a time.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportCounts, ImportRun, ImportSource, ImportWanted } from '../../../src-contract/import.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { toError } from '../../lib/to-error.ts';
import type { Turns } from '../../lib/turns.ts';
import type { Database } from '../database.ts';
import { inTransaction } from '../in-transaction.ts';
import { ImportError } from '../tautulli/import-error.ts';
import type { Rules } from '../rules.ts';
import type { Head } from '../tautulli/parts.ts';
import type { House } from '../tautulli/play-sql.ts';
import { startReading, type Reading } from '../tautulli/start-reading.ts';
import { readOwners, readServerName, readUsers, writeFriendlyNames } from './people.ts';
import { logEnded, logStarted } from './log-run.ts';
import { openMeans } from './means.ts';
import { createReport, toCounts } from './report.ts';
import type { Imports, Refusal } from './orders.ts';
import { addCounts, closeInterrupted, noCounts, readBegun, readNewestRow, readRuns, toRun, writeRun } from './runs.ts';
import { sayFailure } from './say-failure.ts';
import { endReading, takeAll } from './take-all.ts';
import type { OpenPlay } from './match-rows.ts';
import { undoRun } from './undo-import.ts';

type Options = {
  database: () => Database;
  inTurn: Turns;
  /** What was seen and is not written yet must be known first. */
  flush: () => Promise<void>;
  dataDir: string;
  site: string;
  rules: () => Rules;
  /** Facts may have been written. */
  onTold: () => void;
  /** Plays came or went; `ended`: that was all. */
  onPast: (news: { ended: boolean }) => void;
  openPlays: (serverId: string) => OpenPlay[];
  clock: Clock;
  newId: (atMs: number) => string;
  log: Log;
};

const workPrefix = 'import-work-';
const brings = ({ added, replaced, matched }: ImportCounts): boolean => added + replaced + matched > 0;
const toName = (source: ImportSource): string => (source.kind === 'file' ? source.path : source.url);

/** What this run adds to, and whether it goes through the source from the oldest play on. */
type Begun = { counts: ImportCounts; byTime: boolean; reachedMs: number | null };
type Running = { run: ImportRun; cancelled: boolean; ended: Promise<unknown>; stop: () => Promise<void> };

export const openImports = async (options: Options): Promise<Imports> => {
  const { database, inTurn, flush, dataDir, site, rules, onTold, onPast, openPlays, clock, newId, log } = options;
  const means = await openMeans(database().writer);
  const common = { inTurn, flush, nowMs: clock.nowMs, openPlays, means };
  const desk: { running: Running | null } = { running: null };
  let closed = false;
  /** What has to end before the database does. */
  const readings = new Set<Reading>();
  const working = new Set<Promise<unknown>>();
  const track = <Answer>(work: Promise<Answer>): Promise<Answer> => {
    working.add(work);
    void work.catch(() => null).finally(() => working.delete(work));
    return work;
  };

  await closeInterrupted(database().writer, clock.nowMs());
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(workPrefix)) await rm(join(dataDir, name), { recursive: true, force: true });
  }

  const toHouse = ({ serverId, watched }: Head, importId: string): House => ({
    serverId: serverId ?? '',
    site,
    importId,
    watched,
    rules: rules(),
  });
  const openReading = async (
    connection: DuckDBConnection,
    wanted: ImportWanted,
    how: { importId: string; after: number; fromMs: number | null },
  ) => {
    const owners = await inTurn(() => readOwners(connection));
    const dir = join(dataDir, `${workPrefix}${how.importId}`);
    const { after, fromMs } = how;
    return startReading({ after, fromMs, source: wanted.source, dir, serverId: wanted.serverId ?? null, owners });
  };

  const inspect: Imports['inspect'] = async (wanted) => {
    const connection = await database().connect();
    const importId = newId(clock.nowMs());
    const reading = await openReading(connection, wanted, { importId, after: 0, fromMs: null });
    readings.add(reading);
    try {
      const head = await reading.head();
      const { serverId } = head;
      const name = serverId === null ? null : await inTurn(() => readServerName(connection, serverId));
      const report = createReport(head, name !== null, name);
      await takeAll({
        ...common,
        reading,
        connection,
        head,
        house: toHouse(head, importId),
        dry: true,
        looked: () => {},
        take: async () => {},
        taken: report.add,
        isCancelled: () => closed,
      });
      return { kind: 'report', report: report.finish(await inTurn(() => readUsers(connection))) };
    } catch (thrown) {
      if (thrown instanceof ImportError) return { kind: 'unreadable', says: thrown.message };
      throw thrown;
    } finally {
      readings.delete(reading);
      await endReading(connection, reading);
    }
  };

  const bringOver = async (
    current: Running,
    begun: Begun,
    { connection, reading, head }: { connection: DuckDBConnection; reading: Reading; head: Head },
  ): Promise<ImportRun> => {
    const { importId } = current.run;
    const report = createReport(head, true, null);
    let safe = { run: current.run, reachedMs: begun.reachedMs };
    let next = safe;
    const finish = async (change: Partial<ImportRun>): Promise<ImportRun> => {
      current.run = { ...current.run, ...change, finishedAtMs: clock.nowMs() };
      const reachedMs = current.run.state === 'finished' ? null : safe.reachedMs;
      await inTurn(() => writeRun(connection, current.run, reachedMs)).catch((error: unknown) =>
        log.error('import: its end could not be noted', { error: toError(error).message }),
      );
      logEnded(log, current.run, begun.counts);
      if (brings(report.counts())) onPast({ ended: true });
      return current.run;
    };
    try {
      const whole = await takeAll({
        ...common,
        reading,
        connection,
        head,
        house: toHouse(head, importId),
        dry: false,
        looked: ({ rows }) => {
          current.run = { ...safe.run, done: safe.run.done + rows };
        },
        take: async (part, found) => {
          const counts = addCounts(report.counts(), toCounts(part, found));
          const run = { ...safe.run, counts: addCounts(begun.counts, counts), done: counts.rows };
          // Of numbers alone, as beside a running Tautulli, no place in time is known.
          const reachedMs = begun.byTime ? Math.max(safe.reachedMs ?? 0, found.reachedMs ?? 0) : null;
          next = { run, reachedMs };
          await writeRun(connection, run, reachedMs);
        },
        taken: (part, found) => {
          report.add(part, found);
          safe = next;
          current.run = safe.run;
          onTold();
          if (brings(report.counts())) onPast({ ended: false });
        },
        isCancelled: () => current.cancelled || closed,
      });
      if (whole) await inTurn(() => inTransaction(connection, () => writeFriendlyNames(connection, head, importId)));
      return await finish({ state: whole ? 'finished' : closed && !current.cancelled ? 'interrupted' : 'cancelled' });
    } catch (thrown) {
      // What was not committed is not there.
      const { counts, done } = safe.run;
      if (closed || current.cancelled)
        return await finish({ state: closed ? 'interrupted' : 'cancelled', counts, done });
      const error = toError(thrown);
      log.error('import: failed', { error: error.message });
      return await finish({ state: 'failed', failure: sayFailure(error, dataDir), counts, done });
    } finally {
      current.stop = async () => {};
      readings.delete(reading);
      await endReading(connection, reading);
    }
  };

  const readRun = async (importId: string): Promise<ImportRun | null> =>
    (await inTurn(() => readRuns(database().reader, importId)))[0] ?? null;
  const progress = async (importId: string): Promise<ImportRun | null> =>
    desk.running?.run.importId === importId ? desk.running.run : readRun(importId);

  const prepare = async (
    current: Running,
    wanted: ImportWanted,
    { into, after, byTime }: { into: string | null; after: number; byTime: boolean },
  ) => {
    const { name } = current.run;
    const stuck = byTime ? await inTurn(() => readBegun(database().reader, { importId: into, name })) : null;
    const importId = stuck?.id ?? into ?? current.run.importId;
    current.run = { ...current.run, importId };
    const begun: Begun = {
      counts: (await readRun(importId))?.counts ?? noCounts,
      byTime,
      reachedMs: stuck?.reachedMs ?? null,
    };
    const connection = await database().connect();
    const reading = await openReading(connection, wanted, { importId, after, fromMs: begun.reachedMs });
    current.stop = () => {
      connection.interrupt();
      return reading.close();
    };
    return { connection, reading, begun };
  };

  const start: Imports['start'] = async (wanted, { into, after = 0 } = {}) => {
    if (desk.running || closed) return { kind: 'running' };
    const nowMs = clock.nowMs();
    const source = into === undefined ? wanted.source.kind : 'sync';
    const byTime = wanted.source.kind === 'api' && after === 0;
    const current: Running = {
      run: toRun(newId(nowMs), { name: toName(wanted.source), source, serverId: wanted.serverId ?? '', nowMs }),
      cancelled: false,
      ended: Promise.resolve(),
      stop: async () => {},
    };
    desk.running = current;
    const prepared = await prepare(current, wanted, { into: into ?? null, after, byTime }).catch((error: unknown) => {
      desk.running = null;
      throw error;
    });
    const { connection, reading, begun } = prepared;
    readings.add(reading);
    const giveUp = async (refusal: Refusal): Promise<Refusal> => {
      desk.running = null;
      current.stop = async () => {};
      readings.delete(reading);
      await endReading(connection, reading);
      return refusal;
    };
    try {
      const head = await reading.head();
      if (head.serverId === null) return await giveUp({ kind: 'no-server' });
      current.run = { ...current.run, serverId: head.serverId, total: head.total, counts: begun.counts };
      await inTurn(() => writeRun(connection, current.run, begun.reachedMs));
      logStarted(log, current.run);
      current.ended = track(bringOver(current, begun, { connection, reading, head })).finally(
        () => (desk.running = null),
      );
      return { kind: 'run', run: current.run };
    } catch (thrown) {
      const refusal = await giveUp({ kind: 'unreadable', says: toError(thrown).message });
      if (thrown instanceof ImportError) return refusal;
      throw thrown;
    }
  };

  return {
    inspect: (wanted) => track(inspect(wanted)),
    start: (wanted, how) => track(start(wanted, how)),
    newestRow: (serverId) => inTurn(() => readNewestRow(database().reader, serverId)),
    ended: async (importId) => {
      const { running } = desk;
      if (running?.run.importId === importId) await running.ended;
      return progress(importId);
    },
    list: async () => {
      const runs = await inTurn(() => readRuns(database().reader, null));
      return runs.map((run) => (run.importId === desk.running?.run.importId ? desk.running.run : run));
    },
    progress,
    cancel: async (importId) => {
      const { running } = desk;
      if (running?.run.importId !== importId) return progress(importId);
      running.cancelled = true;
      await running.stop();
      await running.ended;
      return running.run;
    },
    undo: async (importId) => {
      if (desk.running || closed) return { kind: 'running' };
      const run = await progress(importId);
      if (!run) return { kind: 'unknown' };
      const connection = await database().connect();
      const undone = await undoRun({ connection, inTurn, site, nowMs: clock.nowMs() }, run).finally(() =>
        connection.closeSync(),
      );
      onTold();
      onPast({ ended: true });
      log.info('import: undone', { importId });
      return { kind: 'run', run: undone };
    },
    close: async () => {
      closed = true;
      await desk.running?.stop();
      for (const reading of readings) await reading.close();
      await Promise.allSettled(working);
    },
  };
};
