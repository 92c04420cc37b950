// Fills in what was played while nobody watched, from each server's own history: after a gap, regularly, and once for all.
import type { BackfillView } from '../src-contract/import.ts';
import type { Event } from '../src-contract/event.ts';
import type { Server } from '../src-contract/server.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';
import type { PlexQuestions } from './plex/questions.ts';
import { toHistoryPlay } from './to-history-play.ts';

type Source = { server: () => Server; ask: Pick<PlexQuestions, 'history' | 'accounts' | 'sections'> };

type Options = {
  sources: () => readonly Source[];
  history: Pick<History, 'backfill' | 'onStored'>;
  everyMs: number;
  clock: Clock;
  log: Log;
};

export type BackfillRoom = {
  progress: () => Promise<BackfillView[]>;
  /** Null: no such server. Resolves when it has begun. */
  start: (serverId: string) => Promise<BackfillView | null>;
  close: () => Promise<void>;
};

/** Plex may write a line late, and a clock may be off: each look goes back over so much of the one before. */
const overlapMs = 15 * 60_000;
const pageLines = 500;
/** After a gap the server has other things to do first. */
const soonMs = 5_000;

type Work = { past: boolean; done: number; total: number | null; ended: Promise<void> };

export const openBackfill = ({ sources, history, everyMs, clock, log }: Options): BackfillRoom => {
  const { backfill } = history;
  const working = new Map<string, Work>();
  const failures = new Map<string, string>();
  /** How much a server remembers in all, of those whose past is not here. */
  const remembered = new Map<string, number>();
  let closed = false;

  const isThere = ({ server }: Source): boolean => ['live', 'polling'].includes(server().status.kind) && server().owned;

  const read = async ({ server, ask }: Source, work: Work): Promise<void> => {
    const serverId = server().id;
    const before = await backfill.state(serverId);
    const beganAtMs = clock.nowMs();
    // Without its past: from the first time that we came here on.
    const sinceMs = work.past ? 0 : (before?.untilMs ?? beganAtMs) - overlapMs;
    const house = {
      serverId,
      accounts: await ask.accounts(),
      sections: new Map((await ask.sections()).map(({ id, title }) => [id, title])),
    };
    let added = 0;
    for (let start = 0; !closed;) {
      const page = await ask.history({ sinceMs, start, length: pageLines });
      const plays = page.lines.map((line) => toHistoryPlay(line, house)).filter((play) => play !== null);
      added += await backfill.take(serverId, plays);
      start += page.read;
      work.done = start;
      work.total = page.total;
      if (page.read === 0 || (page.total !== null && start >= page.total)) break;
    }
    if (closed) return;
    if (!work.past && before?.pastDone !== true && !remembered.has(serverId)) {
      const { total } = await ask.history({ sinceMs: 0, start: 0, length: 1 });
      if (total !== null) remembered.set(serverId, total);
    }
    await backfill.note(serverId, { untilMs: beganAtMs, past: work.past, added });
    failures.delete(serverId);
    if (added > 0) log.info('back-fill: found plays that nobody saw', { serverId, added });
  };

  const run = (source: Source, past: boolean): Work => {
    const { id } = source.server();
    const known = working.get(id);
    if (known) return known;
    const work: Work = { past, done: 0, total: null, ended: Promise.resolve() };
    working.set(id, work);
    work.ended = read(source, work)
      .catch((error: unknown) => {
        const { message } = toError(error);
        log.warn('back-fill: the history of a server could not be read', { serverId: id, reason: message });
        failures.set(id, message);
      })
      .finally(() => working.delete(id));
    return work;
  };
  const runAll = (): void => {
    for (const source of sources()) if (isThere(source)) run(source, false);
  };

  let disarm = (): void => {};
  const arm = (delayMs: number): void => {
    if (closed) return;
    disarm();
    disarm = clock.after(delayMs, () => {
      runAll();
      arm(everyMs);
    });
  };
  arm(soonMs);
  const wakes = (event: Event): boolean => event.kind === 'gap-closed' || event.kind === 'server-up';
  const forget = history.onStored((events) => {
    if (events.some(wakes)) arm(soonMs);
  });

  const view = async (serverId: string): Promise<BackfillView> => {
    const state = await backfill.state(serverId);
    const work = working.get(serverId);
    return {
      serverId,
      past: work?.past === true ? 'running' : state?.pastDone === true ? 'done' : 'never',
      running: work !== undefined,
      done: work?.past === true ? work.done : 0,
      total: work?.past === true ? work.total : (remembered.get(serverId) ?? null),
      added: state?.added ?? 0,
      lastRunAtMs: state?.lastRunAtMs ?? null,
      failure: failures.get(serverId) ?? null,
    };
  };

  return {
    progress: () => Promise.all(sources().map(({ server }) => view(server().id))),
    start: async (serverId) => {
      const source = sources().find(({ server }) => server().id === serverId);
      if (!source) return null;
      // A look that is under way is short; then the whole past.
      const before = working.get(serverId);
      if (before && !before.past) await before.ended;
      run(source, true);
      return view(serverId);
    },
    close: async () => {
      closed = true;
      disarm();
      forget();
      await Promise.all([...working.values()].map(({ ended }) => ended));
    },
  };
};
