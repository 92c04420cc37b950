// The SQL console: keeps a copy of what can be asked, and gives each question a process of its own for a limited time.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqlLimits, type SqlAnswer, type SqlCopy, type SqlView } from '../../src-contract/sql.ts';
import { dataViews, sqlTypes } from '../history/data-views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { createTurns } from '../lib/turns.ts';
import { outcomeSchema, type Job, type Outcome, type Question } from './job.ts';
import type { Child, StartChild } from './start-child.ts';

/** Built, the process is a file of its own beside the program. */
const script = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? 'child.ts' : 'sql-console.js', import.meta.url));
/** A copy that nobody has asked for so long is thrown away. */
const idleMs = 30 * 60_000;

export type SqlConsole = {
  views: () => SqlView[];
  run: (sql: string, zone: string, signal?: AbortSignal) => Promise<SqlAnswer>;
  renew: () => Promise<SqlCopy>;
  close: () => Promise<void>;
};

type Options = {
  dataDir: string;
  copyViews: (to: string) => Promise<void>;
  start: StartChild;
  clock: Clock;
  log: Log;
  limits?: Pick<Job, 'seconds' | 'memoryMb' | 'rows'>;
};

type Copy = SqlCopy & { path: string };

const failed = (why: 'time' | 'memory' | 'broken', says: string): SqlAnswer => ({ kind: 'failed', why, says });

/** Null for one that was ended before it had said all. */
const readOutcome = async (path: string, log: Log): Promise<Outcome | null> => {
  try {
    return outcomeSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    log.warn('The process ended without an answer', { reason: toError(error).message });
    return null;
  }
};

export const openSqlConsole = async (options: Options): Promise<SqlConsole> => {
  const { dataDir, copyViews, start, clock, log, limits = sqlLimits } = options;
  const dir = join(dataDir, 'sql');
  // What a Marquee left that was killed.
  await rm(dir, { recursive: true, force: true });
  const oneByOne = createTurns();
  let copy: Copy | null = null;
  let running: Child | null = null;
  let closed = false;
  let number = 0;
  let keepAwake = (): void => {};

  const dropLater = (): void => {
    keepAwake();
    keepAwake = clock.after(idleMs, () => {
      void oneByOne(async () => {
        copy = null;
        await rm(dir, { recursive: true, force: true });
      });
    });
  };
  const takeCopy = async (): Promise<Copy> => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, `copy-${(number += 1)}.duckdb`);
    const copiedAtMs = clock.nowMs();
    await copyViews(path);
    const before = copy;
    copy = { path, copiedAtMs, bytes: (await stat(path)).size };
    if (before) await rm(before.path, { force: true });
    return copy;
  };

  const ask = async (question: Question, copiedAtMs: number, signal: AbortSignal | undefined): Promise<SqlAnswer> => {
    const order = join(dir, 'question.json');
    const job: Job = { ...question, answerTo: join(dir, 'answer.json') };
    await writeFile(order, JSON.stringify(job), { mode: 0o600 });
    const beganAtMs = clock.nowMs();
    const child = start(script, order);
    running = child;
    let late = false;
    const disarm = clock.after(job.seconds * 1000, () => {
      late = true;
      child.kill();
    });
    const give = (): void => child.kill();
    signal?.addEventListener('abort', give);
    if (signal?.aborted === true || closed) give();
    try {
      await new Promise<void>((resolve) => child.onEnd(resolve));
      if (signal?.aborted === true || closed) return failed('broken', 'The question was taken back.');
      if (late) return failed('time', `This took longer than ${job.seconds} s and was ended.`);
      const outcome = await readOutcome(job.answerTo, log);
      if (!outcome) return failed('memory', 'The question ended its process: it may have needed too much memory.');
      return outcome.kind === 'rows' ? { ...outcome, copiedAtMs, tookMs: clock.nowMs() - beganAtMs } : outcome;
    } finally {
      running = null;
      disarm();
      signal?.removeEventListener('abort', give);
      for (const path of [order, job.answerTo]) await rm(path, { force: true });
    }
  };
  const whileOpen = <Answer>(task: () => Promise<Answer>): Promise<Answer> =>
    oneByOne(() => {
      if (closed) throw new Error('Marquee is ending.');
      dropLater();
      return task();
    });

  return {
    views: () =>
      dataViews.map(({ name, says, columns }) => ({
        name,
        says,
        columns: columns.map((one) => ({ name: one.name, type: sqlTypes[one.kind], says: one.says })),
      })),
    run: (sql, zone, signal) =>
      whileOpen(async () => {
        if (signal?.aborted === true) return failed('broken', 'The question was taken back.');
        const { path, copiedAtMs } = copy ?? (await takeCopy());
        const { seconds, memoryMb, rows } = limits;
        return ask({ database: path, sql, zone, seconds, memoryMb, rows }, copiedAtMs, signal);
      }),
    renew: () =>
      whileOpen(async () => {
        const { copiedAtMs, bytes } = await takeCopy();
        return { copiedAtMs, bytes };
      }),
    close: async () => {
      closed = true;
      keepAwake();
      running?.kill();
      await oneByOne(() => rm(dir, { recursive: true, force: true }));
    },
  };
};
