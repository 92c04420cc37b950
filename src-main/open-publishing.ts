// Publishing to NATS, where the owner has named a broker, and collecting from it, where he wants that, too.
import type { MouthHealth } from '../src-contract/live.ts';
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import { joinHealth } from './publish/join-health.ts';
import type { Settings } from './settings/settings.ts';

export type PublishingOptions = {
  settings: Pick<Settings, 'natsUrl' | 'natsCreds' | 'natsPrefix' | 'natsCollect'>;
  site: string;
  history: Pick<History, 'outbox' | 'onStored' | 'collect'>;
  hidden: HiddenWords;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
};

export type Publishing = {
  /** How many facts are still to be told; null where that is not known. */
  waiting: () => Promise<number | null>;
  close: () => Promise<void>;
};

const patienceMs = 10_000;

/** Null where no broker is named: then nothing starts, and the health says nothing of publishing. */
export const openPublishing = async (options: PublishingOptions): Promise<Publishing | null> => {
  const { settings, site, history, hidden, onHealth, clock } = options;
  const { natsUrl: address, natsCreds: credsFile, natsPrefix: prefix } = settings;
  if (address === null) {
    const text = 'NATS_COLLECT is set without NATS_URL: there is nothing to collect from.';
    if (settings.natsCollect) onHealth({ name: 'publish', ok: false, text, sinceMs: clock.nowMs() });
    return null;
  }
  for (const secret of [address.password, address.token]) if (secret !== null) hidden.add(secret);
  const log = options.log.for('publish');
  const closers = createClosers((name, error) => log.error(`Closing the ${name} failed`, { error }));
  const health = joinHealth(onHealth);
  const common = { access: { address, credsFile, patienceMs }, prefix, site, clock, log };
  const { outbox, onStored, collect } = history;
  // Loaded only where they are needed.
  const { openPublisher } = await import('./publish/publisher.ts');
  const publisher = await openPublisher({ ...common, outbox, onStored, onHealth: health.part() });
  closers.add('publisher', publisher.close);
  if (settings.natsCollect) {
    const { openCollector } = await import('./publish/collector.ts');
    closers.add('collector', openCollector({ ...common, collect, onHealth: health.part() }).close);
  }
  return { waiting: publisher.waiting, close: closers.close };
};
