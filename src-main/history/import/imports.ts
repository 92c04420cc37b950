// Imports from Tautulli: looked at first, then brought over part by part, cancelled, undone. One at a time.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportCounts, ImportRun, ImportSource, ImportWanted } from '../../../src-contract/import.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { toError } from '../../lib/to-error.ts';
import type { Turns } from '../../lib/turns.ts';
import { readNumber } from '../answers.ts';
import type { Database } from '../database.ts';
import { ImportError } from '../tautulli/import-error.ts';
import type { Rules } from '../rules.ts';
import type { Head } from '../tautulli/parts.ts';
import type { House } from '../tautulli/play-sql.ts';
import { startReading, type Reading } from '../tautulli/start-reading.ts';
import { readOwners, readServerName, readUsers, writeFriendlyNames } from './people.ts';
import { createTell } from '../tell-plays.ts';
import { createReport } from './report.ts';
import type { Imports, Refusal } from './orders.ts';
import { addCounts, closeInterrupted, noCounts, readRuns, writeRun } from './runs.ts';
import { endReading, inTransaction, takeAll } from './take-all.ts';
import type { OpenPlay } from './match-rows.ts';
import { undoImport } from './undo-import.ts';

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
  openPlays: (serverId: string) => OpenPlay[];
  clock: Clock;
  newId: (atMs: number) => string;
  log: Log;
};

const workPrefix = 'import-work-';
const toName = (source: ImportSource): string => (source.kind === 'file' ? source.path : source.url);

type Running = { run: ImportRun; cancelled: boolean; ended: Promise<unknown>; reading: Reading | null };

/** Between two looks at whether it was cancelled a slow Tautulli may take minutes. */
const isSlow = ({ source }: ImportRun): boolean => source !== 'file';

export const openImports = async (options: Options): Promise<Imports> => {
  const { database, inTurn, flush, dataDir, site, rules, onTold, openPlays, clock, newId, log } = options;
  const common = { inTurn, flush, nowMs: clock.nowMs, openPlays };
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
    how: { importId: string; after: number },
  ) => {
    const owners = await inTurn(() => readOwners(connection));
    const dir = join(dataDir, `${workPrefix}${how.importId}`);
    return startReading({ after: how.after, source: wanted.source, dir, serverId: wanted.serverId ?? null, owners });
  };

  const inspect: Imports['inspect'] = async (wanted) => {
    const connection = await database().connect();
    const importId = newId(clock.nowMs());
    const reading = await openReading(connection, wanted, { importId, after: 0 });
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
        take: report.add,
        taken: () => {},
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
    before: ImportCounts,
    connection: DuckDBConnection,
    reading: Reading,
    head: Head,
  ): Promise<ImportRun> => {
    const { importId } = current.run;
    const report = createReport(head, true, null);
    let safe = current.run;
    const finish = async (change: Partial<ImportRun>): Promise<ImportRun> => {
      current.run = { ...current.run, ...change, finishedAtMs: clock.nowMs() };
      await inTurn(() => writeRun(connection, current.run)).catch((error: unknown) =>
        log.error('import: its end could not be noted', { error: toError(error).message }),
      );
      log.info('import: ended', { state: current.run.state, ...current.run.counts });
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
        take: async (part, found) => {
          report.add(part, found);
          const counts = report.counts();
          current.run = {
            ...current.run,
            counts: addCounts(before, counts),
            done: counts.rows,
          };
          await writeRun(connection, current.run);
        },
        taken: () => {
          safe = current.run;
          onTold();
        },
        isCancelled: () => current.cancelled || closed,
      });
      if (whole) {
        await inTurn(() => inTransaction(connection, () => writeFriendlyNames(connection, head, importId)));
        onTold();
      }
      return await finish({ state: whole ? 'finished' : closed && !current.cancelled ? 'interrupted' : 'cancelled' });
    } catch (thrown) {
      // What was not committed is not there.
      const { counts, done } = safe;
      if (closed || current.cancelled)
        return await finish({ state: closed ? 'interrupted' : 'cancelled', counts, done });
      const { message } = toError(thrown);
      log.error('import: failed', { error: message });
      const failure = thrown instanceof ImportError ? message : `The history could not take it in: ${message}`;
      return await finish({ state: 'failed', failure, counts, done });
    } finally {
      readings.delete(reading);
      await endReading(connection, reading);
    }
  };

  const readRun = async (importId: string): Promise<ImportRun | null> =>
    (await inTurn(() => readRuns(database().reader, importId)))[0] ?? null;
  const progress = async (importId: string): Promise<ImportRun | null> =>
    desk.running?.run.importId === importId ? desk.running.run : readRun(importId);

  const start: Imports['start'] = async (wanted, { into, after = 0 } = {}) => {
    if (desk.running || closed) return { kind: 'running' };
    const nowMs = clock.nowMs();
    const importId = into ?? newId(nowMs);
    const source = into === undefined ? wanted.source.kind : 'sync';
    const name = toName(wanted.source);
    const run: ImportRun = {
      importId,
      source,
      name,
      serverId: wanted.serverId ?? '',
      state: 'running',
      startedAtMs: nowMs,
      finishedAtMs: null,
      done: 0,
      total: null,
      counts: noCounts,
      failure: null,
    };
    const current: Running = { run, cancelled: false, ended: Promise.resolve(), reading: null };
    desk.running = current;
    const before = into === undefined ? noCounts : ((await readRun(into))?.counts ?? noCounts);
    const connection = await database().connect();
    const reading = await openReading(connection, wanted, { importId, after });
    current.reading = reading;
    readings.add(reading);
    const giveUp = async (refusal: Refusal): Promise<Refusal> => {
      desk.running = null;
      readings.delete(reading);
      await endReading(connection, reading);
      return refusal;
    };
    try {
      const head = await reading.head();
      if (head.serverId === null) return await giveUp({ kind: 'no-server' });
      current.run = { ...run, serverId: head.serverId, total: head.total };
      await inTurn(() => writeRun(connection, current.run));
      log.info('import: started', { from: name, serverId: head.serverId, rows: head.total });
      current.ended = track(bringOver(current, before, connection, reading, head)).finally(() => (desk.running = null));
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
    newestRow: async (serverId) =>
      (await inTurn(() =>
        readNumber(database().reader, 'SELECT max(row_id) FROM import_row WHERE server_id = $serverId', { serverId }),
      )) ?? 0,
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
      if (isSlow(running.run)) await running.reading?.close();
      await running.ended;
      return running.run;
    },
    undo: async (importId) => {
      if (desk.running || closed) return { kind: 'running' };
      const run = await progress(importId);
      if (!run) return { kind: 'unknown' };
      const undone: ImportRun = { ...run, state: 'undone', finishedAtMs: clock.nowMs() };
      const connection = await database().connect();
      try {
        await inTurn(() =>
          inTransaction(connection, async () => {
            await undoImport(connection, importId, createTell(connection, { site, nowMs: clock.nowMs() }));
            await writeRun(connection, undone);
          }),
        );
      } finally {
        connection.closeSync();
      }
      onTold();
      log.info('import: undone', { importId });
      return { kind: 'run', run: undone };
    },
    close: async () => {
      closed = true;
      for (const reading of readings) await reading.close();
      await Promise.allSettled(working);
    },
  };
};
