// A publisher for the tests, impatient and watched, and what an independent reader finds in the broker's stream.
import { jetstreamManager, DeliverPolicy, jetstream } from '@nats-io/jetstream';
import type { MouthHealth } from '../../../src-contract/live.ts';
import { systemClock, type Clock } from '../../lib/clock.ts';
import { silentLog, type Log } from '../../lib/log.ts';
import { parseNatsAddress } from '../../lib/nats-address.ts';
import { openPublisher, type Publisher } from '../publisher.ts';
import type { FactList } from './fact-list.ts';
import type { NatsServer } from './nats-server.ts';

export type TestPublisher = Publisher & {
  health: () => MouthHealth | null;
  /** Resolves when the condition holds; looks again whenever the health or the time changes. */
  until: (holds: () => boolean) => Promise<void>;
};

export const waitUntil = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
};

type Options = {
  url: string;
  facts: FactList;
  site?: string;
  credsFile?: string;
  prefix?: string;
  patienceMs?: number;
  batch?: number;
  log?: Log;
  /** With a clock of its own it waits as long as it does for owners. */
  clock?: Clock;
};

export const startPublisher = async (options: Options): Promise<TestPublisher> => {
  const { url, facts, site = 'test-site', credsFile = null, prefix = 'marquee', patienceMs = 5000 } = options;
  const { log = silentLog, batch = 100, clock } = options;
  const address = parseNatsAddress(url);
  if (!address) throw new Error(`No address: ${url}`);
  let health: MouthHealth | null = null;
  const publisher = await openPublisher({
    access: { address, credsFile, patienceMs },
    prefix,
    site,
    outbox: facts,
    onStored: facts.onStored,
    onHealth: (next) => void (health = next),
    clock: clock ?? systemClock,
    log,
    atOnce: batch,
    ...(clock ? {} : { waits: { leastMs: 10, mostMs: 100 } }),
  });
  return { ...publisher, health: () => health, until: waitUntil };
};

/** The ids of all messages in the stream, in its order. */
export const readStream = async (server: NatsServer, name = 'MARQUEE'): Promise<string[]> => {
  const connection = await server.connect();
  try {
    const manager = await jetstreamManager(connection);
    const { state } = await manager.streams.info(name);
    if (state.messages === 0) return [];
    const ids: string[] = [];
    const consumer = await jetstream(connection).consumers.get(name, { deliver_policy: DeliverPolicy.All });
    for await (const message of await consumer.consume()) {
      const { id } = message.json<{ id: string }>();
      ids.push(id);
      if (message.info.pending === 0) break;
    }
    return ids;
  } finally {
    await connection.close();
  }
};
