// Publishing to NATS, where the owner has named a broker.
import type { MouthHealth } from '../src-contract/live.ts';
import type { History } from './history/open-history.ts';
import type { Clock } from './lib/clock.ts';
import type { HiddenWords } from './lib/hide-secrets.ts';
import type { Log } from './lib/log.ts';
import type { Publisher } from './publish/publisher.ts';
import type { Settings } from './settings/settings.ts';

type Options = {
  settings: Pick<Settings, 'natsUrl' | 'natsCreds' | 'natsPrefix'>;
  site: string;
  history: Pick<History, 'outbox' | 'onStored'>;
  hidden: HiddenWords;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
};

const patienceMs = 10_000;

/** Null where no broker is named: then nothing starts, and the health says nothing of publishing. */
export const openPublishing = async (options: Options): Promise<Publisher | null> => {
  const { settings, site, history, hidden, onHealth, clock, log } = options;
  const { natsUrl: address, natsCreds: credsFile, natsPrefix: prefix } = settings;
  if (address === null) return null;
  for (const secret of [address.password, address.token]) if (secret !== null) hidden.add(secret);
  const { outbox, onStored } = history;
  const access = { address, credsFile, patienceMs };
  // Loaded only where it is needed.
  const { openPublisher } = await import('./publish/publisher.ts');
  return openPublisher({ access, prefix, site, outbox, onStored, onHealth, clock, log: log.for('publish') });
};
