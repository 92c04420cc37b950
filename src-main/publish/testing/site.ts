// A whole Marquee without its servers, for the tests: a history that publishes what it records, and may collect.
import type { History } from '../../history/history.ts';
import { openHistory } from '../../history/open-history.ts';
import { minuteMs, toSession, viewing } from '../../history/testing/facts.ts';
import { countingId, makeDataDir } from '../../history/testing/temp-history.ts';
import type { MouthHealth } from '../../../src-contract/live.ts';
import type { Session } from '../../../src-contract/session.ts';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { parseNatsAddress } from '../../lib/nats-address.ts';
import { openCollector } from '../collector.ts';
import { openPublisher } from '../publisher.ts';

export type Site = {
  history: History;
  /** Somebody watches something for ten minutes, beginning at this minute. */
  watch: (id: string, minute: number, change?: Partial<Session>) => void;
  /** The ids of all plays in its history. */
  plays: () => Promise<string[]>;
  collecting: () => MouthHealth | null;
  close: () => Promise<void>;
};

type Options = { site: string; urls: string[]; collects?: boolean; dataDir?: string };

export const openSite = async ({ site, urls, collects = false, dataDir }: Options): Promise<Site> => {
  const place = dataDir === undefined ? makeDataDir() : { dataDir, remove: () => {} };
  const clock = systemClock;
  const log = silentLog;
  const history = await openHistory({ dataDir: place.dataDir, site, log, clock, newId: countingId });
  const address = parseNatsAddress(urls.join(','));
  if (!address) throw new Error('No address');
  const access = { address, credsFile: null, patienceMs: 5000 };
  const waits = { leastMs: 20, mostMs: 500 };
  const { outbox, onStored } = history;
  const common = { access, prefix: 'marquee', site, clock, log, waits };
  const publisher = await openPublisher({ ...common, outbox, onStored, onHealth: () => {} });
  let health: MouthHealth | null = null;
  const onHealth = (next: MouthHealth) => void (health = next);
  const collector = collects ? openCollector({ ...common, collect: history.collect, onHealth }) : null;
  return {
    history,
    watch: (id, minute, change = {}) => {
      const session = toSession({ id, startedAtMs: minute * minuteMs, serverId: `server-of-${site}`, ...change });
      history.record(viewing(session, 10 * minuteMs, 10 * minuteMs));
    },
    plays: async () => {
      const ids: string[] = [];
      for (let start: number | null = 0; start !== null;) {
        const page = await history.plays({ start, length: 1000, includeShort: true });
        ids.push(...page.items.map(({ id }) => id));
        start = page.next;
      }
      return ids;
    },
    collecting: () => health,
    close: async () => {
      await collector?.close();
      await publisher.close();
      await history.close();
      place.remove();
    },
  };
};
