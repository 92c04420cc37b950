// Opens the history. When it cannot be opened, the live view goes on without it, and the health says so.
import type { MouthHealth } from '../src-contract/live.ts';
import { HistoryError } from './history/history-error.ts';
import type { History, HistoryOptions } from './history/history.ts';
import { openHistory } from './history/open-history.ts';
import { toError } from './lib/to-error.ts';

const noHistory = (health: MouthHealth): History => {
  const refuse = () => Promise.reject(new HistoryError('closed', 'There is no history to read.'));
  const refuseNow = (): never => {
    throw new HistoryError('closed', 'There is no history to read.');
  };
  return {
    openSessions: () => Promise.resolve([]),
    lastHeardMs: () => Promise.resolve(null),
    openGap: () => Promise.resolve(null),
    rememberServer: () => {},
    record: () => {},
    sample: () => {},
    flush: () => Promise.resolve(),
    plays: refuse,
    facets: refuse,
    play: refuse,
    detail: refuse,
    chart: refuse,
    home: refuse,
    people: refuse,
    person: refuse,
    rename: refuse,
    friendlyNames: () => Promise.resolve(new Map()),
    onRenamed: () => () => {},
    item: refuse,
    libraries: {
      list: refuse,
      get: refuse,
      neverWatched: refuse,
      recentlyAdded: refuse,
      seeSections: refuse,
      state: refuse,
      begin: refuse,
      take: refuse,
      finish: refuse,
      takeNew: refuse,
      confirm: refuse,
    },
    remove: refuse,
    restore: refuse,
    removeServer: refuse,
    joinServer: refuse,
    formerServers: refuse,
    onStored: () => () => {},
    eventsAfter: refuse,
    gaps: refuse,
    follow: () => {},
    collect: refuse,
    transcodes: { page: refuse, since: refuse, tallies: refuse, habits: refuse, recordCosts: refuse },
    explained: { find: refuse, read: refuse, keep: refuse },
    exports: { plays: refuseNow, archive: refuseNow },
    copyViews: refuse,
    backups: { view: refuse, make: refuse, restore: refuse },
    imports: {
      inspect: refuse,
      start: refuse,
      newestRow: refuse,
      ended: refuse,
      list: refuse,
      progress: refuse,
      cancel: refuse,
      undo: refuse,
      close: () => Promise.resolve(),
    },
    backfill: { state: refuse, take: refuse, note: refuse },
    outbox: { begin: refuse, after: refuse, waiting: refuse, move: refuse, forget: refuse },
    health: () => health,
    onPast: () => () => {},
    onHealth: () => () => {},
    close: () => Promise.resolve(),
  };
};

/** Throws when another Marquee has it: two of them on one data folder would not see each other's plays. */
export const openHistoryOrNone = async (options: HistoryOptions): Promise<History> => {
  try {
    return await openHistory(options);
  } catch (thrown) {
    if (thrown instanceof HistoryError && thrown.kind === 'locked') throw thrown;
    const { message } = toError(thrown);
    options.log.error('history: it cannot be opened; nothing is remembered until that is mended', { reason: message });
    const text = `The history cannot be opened, so nothing is remembered: ${message}`;
    return noHistory({ name: 'history', ok: false, text, sinceMs: options.clock.nowMs() });
  }
};
