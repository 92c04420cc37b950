// Imports from Tautulli: looked at first, then brought over part by part, cancelled, undone. One at a time.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type {
  ImportCounts,
  ImportReport,
  ImportRun,
  ImportSource,
  ImportWanted,
} from '../../../src-contract/import.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { toError } from '../../lib/to-error.ts';
import type { Turns } from '../../lib/turns.ts';
import { readNumber, readTexts } from '../answers.ts';
import type { Database } from '../database.ts';
import { ImportError } from '../tautulli/import-error.ts';
import type { Head, Order, Part } from '../tautulli/parts.ts';
import { startReading, type Reading } from '../tautulli/start-reading.ts';
import { toJson } from '../to-json.ts';
import { createReport } from './report.ts';
import { addCounts, closeInterrupted, noCounts, readRuns, writeRun } from './runs.ts';
import { readColumns, takePart, type OpenPlay, type PartCounts } from './take-part.ts';
import { undoImport } from './undo-import.ts';
import { gatherNames, prepareNames, writeGathered } from './write-names-of.ts';

/** What came of an order: a typed refusal is no bug. */
export type Refusal =
  | { kind: 'running' }
  | { kind: 'no-server' }
  | { kind: 'unreadable'; says: string }
  | { kind: 'unknown' };
export type Started = { kind: 'run'; run: ImportRun } | Refusal;

/** `into`: an import that goes on with each start, as beside a running Tautulli; `after`: only rows with higher numbers. */
type How = { into?: string; after?: number };

export type Imports = {
  inspect: (wanted: ImportWanted) => Promise<{ kind: 'report'; report: ImportReport } | Refusal>;
  /** Resolves when it has begun; `ended` tells of its end. */
  start: (wanted: ImportWanted, how?: How) => Promise<Started>;
  /** The highest number of a row that came from a Tautulli of this server; 0: none. */
  newestRow: (serverId: string) => Promise<number>;
  ended: (importId: string) => Promise<ImportRun | null>;
  list: () => Promise<ImportRun[]>;
  progress: (importId: string) => Promise<ImportRun | null>;
  cancel: (importId: string) => Promise<ImportRun | null>;
  undo: (importId: string) => Promise<Started>;
  close: () => Promise<void>;
};

type Options = {
  database: () => Database;
  inTurn: Turns;
  dataDir: string;
  site: string;
  openPlays: (serverId: string) => OpenPlay[];
  clock: Clock;
  newId: (atMs: number) => string;
  log: Log;
};

/** Fewer commits are faster; more plays in one need more memory than a small machine has to give. */
const partsInTransaction = 4;
/** Of DuckDB: for a while an import may have more, see `limits` in database.ts for what it is otherwise. */
const memory = { importing: '320MB', usual: '160MB' };
const workPrefix = 'import-work-';
const usersRow = z.object({
  id: z.string(),
  name: z.string(),
  plays: z.bigint().transform(Number),
  known: z.boolean(),
});

const toName = (source: ImportSource): string => (source.kind === 'file' ? source.path : source.url);

type Reader = {
  head: Head;
  importId: string;
  dry: boolean;
  take: (part: Part, counts: PartCounts) => void;
  beforeCommit: () => Promise<void>;
  isCancelled: () => boolean;
};

type Running = { run: ImportRun; cancelled: boolean; ended: Promise<ImportRun> };

/** Runs `work` in a transaction of a turn of its own. */
const inTransaction = async <Answer>(connection: DuckDBConnection, work: () => Promise<Answer>): Promise<Answer> => {
  await connection.run('BEGIN');
  try {
    const answer = await work();
    await connection.run('COMMIT');
    return answer;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
    throw error;
  }
};

export const openImports = async (options: Options): Promise<Imports> => {
  const { database, inTurn, dataDir, site, openPlays, clock, newId, log } = options;
  const desk: { running: Running | null } = { running: null };
  let closed = false;

  await closeInterrupted(database().writer, clock.nowMs());
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(workPrefix)) await rm(join(dataDir, name), { recursive: true, force: true });
  }

  /** The admin of a server is told as its account 1 until somebody knows who he is at plex.tv. */
  const readOwners = async (connection: DuckDBConnection): Promise<Order['owners']> => {
    const ids = await readTexts(
      connection,
      `SELECT DISTINCT user_id FROM play WHERE user_id LIKE '%:1' AND origin = 'live'`,
    );
    return Object.fromEntries(ids.map((id) => [id.slice(0, -2), id]));
  };

  const openReading = async (
    connection: DuckDBConnection,
    wanted: ImportWanted,
    how: Pick<Order, 'importId' | 'after' | 'dry'>,
  ) => {
    const owners = await inTurn(() => readOwners(connection));
    const dir = join(dataDir, `${workPrefix}${how.importId}`);
    return startReading({ ...how, source: wanted.source, dir, serverId: wanted.serverId ?? null, site, owners });
  };

  const isKnown = async (connection: DuckDBConnection, serverId: string): Promise<string | null> =>
    (await readTexts(connection, 'SELECT coalesce(name, id) FROM server WHERE id = $serverId', { serverId }))[0] ??
    null;

  const end = async (connection: DuckDBConnection, reading: Reading): Promise<void> => {
    await reading.close();
    await connection
      .run(`SET memory_limit = '${memory.usual}'`)
      .catch((error: unknown) => log.debug('import: DuckDB keeps its memory', { reason: toError(error).message }));
    connection.closeSync();
  };

  /** Each part once; `dry` only counts. Resolves with false when it was cancelled. */
  const readAll = async (
    connection: DuckDBConnection,
    reading: Reading,
    { head, importId, dry, take, beforeCommit, isCancelled }: Reader,
  ) => {
    const serverId = head.serverId ?? '';
    const columns = await inTurn(() => readColumns(connection, 'play'));
    await prepareNames(connection);
    await connection.run(`SET memory_limit = '${memory.importing}'`);
    for (;;) {
      const waiting: Part[] = [];
      let ended = false;
      await connection.run('BEGIN');
      try {
        while (!ended && waiting.length < partsInTransaction && !isCancelled()) {
          const part = await reading.next();
          ended = part === null;
          if (part === null) break;
          waiting.push(part);
          await inTurn(async () => {
            const context = { columns, importId, serverId, nowMs: clock.nowMs(), open: openPlays(serverId) };
            take(part, await takePart(connection, part, context, dry));
            if (part.lines > 0) await gatherNames(connection);
          });
          await rm(part.playsPath, { force: true });
        }
        await inTurn(async () => {
          await beforeCommit();
          await connection.run('COMMIT');
          if (!dry)
            await writeGathered(
              connection,
              serverId,
              waiting.flatMap(({ lines, itemsPath }) => (lines > 0 ? [itemsPath] : [])),
            );
        });
      } catch (error) {
        await connection.run('ROLLBACK').catch(() => null); // A failed COMMIT has rolled back by itself.
        throw error;
      }
      if (ended) return true;
      if (isCancelled()) return false;
    }
  };

  const readUsers = async (connection: DuckDBConnection): Promise<ImportReport['users']> => {
    const read = await connection.runAndReadAll(
      `SELECT id, arg_max(import_user.name, seen_at_ms) AS name, sum(plays)::BIGINT AS plays,
         id IN (SELECT id FROM account) AS known
       FROM import_user GROUP BY id ORDER BY plays DESC, id`,
    );
    return read.getRowObjectsJS().map((row) => usersRow.parse(row));
  };

  const inspect: Imports['inspect'] = async (wanted) => {
    const connection = await database().connect();
    const importId = newId(clock.nowMs());
    const reading = await openReading(connection, wanted, { importId, after: 0, dry: true });
    try {
      const head = await reading.head();
      const name = head.serverId === null ? null : await inTurn(() => isKnown(connection, head.serverId ?? ''));
      const report = createReport(head, name !== null, name);
      await readAll(connection, reading, {
        head,
        importId,
        dry: true,
        take: report.add,
        beforeCommit: () => Promise.resolve(),
        isCancelled: () => closed,
      });
      return { kind: 'report', report: report.finish(await inTurn(() => readUsers(connection))) };
    } catch (thrown) {
      if (thrown instanceof ImportError) return { kind: 'unreadable', says: thrown.message };
      throw thrown;
    } finally {
      await end(connection, reading);
    }
  };

  const writeFriendlyNames = (connection: DuckDBConnection, head: Head, importId: string) => {
    const named = head.users.filter(({ friendlyName }) => friendlyName !== null);
    return connection.run(
      `INSERT INTO friendly_name
       SELECT id, "friendlyName", $import FROM (SELECT unnest(from_json($users::JSON, $shape), recursive := true))
       ON CONFLICT DO NOTHING`,
      { users: toJson(named), shape: '[{"id":"VARCHAR","friendlyName":"VARCHAR"}]', import: importId },
    );
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
    const finish = async (change: Partial<ImportRun>): Promise<ImportRun> => {
      current.run = { ...current.run, ...change, finishedAtMs: clock.nowMs() };
      await inTurn(() => writeRun(connection, current.run)).catch((error: unknown) =>
        log.error('import: its end could not be noted', { error: toError(error).message }),
      );
      log.info('import: ended', { state: current.run.state, ...current.run.counts });
      return current.run;
    };
    try {
      const whole = await readAll(connection, reading, {
        head,
        importId,
        dry: false,
        take: (part, found) => {
          report.add(part, found);
          const counts = report.counts();
          current.run = {
            ...current.run,
            counts: addCounts(before, counts),
            done: counts.rows,
          };
        },
        beforeCommit: () => writeRun(connection, current.run),
        isCancelled: () => current.cancelled || closed,
      });
      if (whole) await inTurn(() => inTransaction(connection, () => writeFriendlyNames(connection, head, importId)));
      return await finish({ state: whole ? 'finished' : closed && !current.cancelled ? 'interrupted' : 'cancelled' });
    } catch (thrown) {
      const { message } = toError(thrown);
      log.error('import: failed', { error: message });
      const failure = thrown instanceof ImportError ? message : `The history could not take it in: ${message}`;
      return await finish({ state: 'failed', failure });
    } finally {
      await end(connection, reading);
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
    const current: Running = { run, cancelled: false, ended: Promise.resolve(run) };
    desk.running = current;
    const before = into === undefined ? noCounts : ((await readRun(into))?.counts ?? noCounts);
    const connection = await database().connect();
    const reading = await openReading(connection, wanted, { importId, after, dry: false });
    const giveUp = async (refusal: Refusal): Promise<Refusal> => {
      desk.running = null;
      await reading.close();
      connection.closeSync();
      return refusal;
    };
    try {
      const head = await reading.head();
      if (head.serverId === null) return await giveUp({ kind: 'no-server' });
      current.run = { ...run, serverId: head.serverId, total: head.total };
      await inTurn(() => writeRun(connection, current.run));
      log.info('import: started', { name, serverId: head.serverId, rows: head.total });
      current.ended = bringOver(current, before, connection, reading, head).finally(() => (desk.running = null));
      return { kind: 'run', run: current.run };
    } catch (thrown) {
      const refusal = await giveUp({ kind: 'unreadable', says: toError(thrown).message });
      if (thrown instanceof ImportError) return refusal;
      throw thrown;
    }
  };

  return {
    inspect,
    start,
    newestRow: async (serverId) =>
      (await inTurn(() =>
        readNumber(database().reader, 'SELECT max(row_id) FROM import_row WHERE server_id = $serverId', { serverId }),
      )) ?? 0,
    ended: (importId) => (desk.running?.run.importId === importId ? desk.running.ended : progress(importId)),
    list: async () => {
      const runs = await inTurn(() => readRuns(database().reader, null));
      return runs.map((run) => (run.importId === desk.running?.run.importId ? desk.running.run : run));
    },
    progress,
    cancel: async (importId) => {
      const { running } = desk;
      if (running?.run.importId !== importId) return progress(importId);
      running.cancelled = true;
      return running.ended;
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
            await undoImport(connection, importId);
            await writeRun(connection, undone);
          }),
        );
      } finally {
        connection.closeSync();
      }
      log.info('import: undone', { importId });
      return { kind: 'run', run: undone };
    },
    close: async () => {
      closed = true;
      await desk.running?.ended;
    },
  };
};
