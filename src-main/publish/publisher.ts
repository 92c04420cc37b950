// Tells the broker every stored fact, in order and for as long as it takes. What it was not told waits in the history.
import type { MouthHealth } from '../../src-contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { joinBroker, type Broker } from './broker.ts';
import type { NatsAccess } from './connect-nats.ts';
import { describeFailure, PublishError } from './describe-failure.ts';
import { keepConnected, type Use, type Waits } from './keep-connected.ts';
import type { Outbox, PublishCursor } from './outbox.ts';

export type PublisherOptions = {
  access: NatsAccess;
  prefix: string;
  /** This Marquee's own name in what it tells others. */
  site: string;
  outbox: Outbox;
  /** Called whenever more is stored. */
  onStored: (listener: () => void) => () => void;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
  waits?: Waits;
  /** How many facts are on their way at once. */
  atOnce?: number;
};

export type Publisher = {
  /** How many facts are still to be told; null where that is not known. */
  waiting: () => Promise<number | null>;
  close: () => Promise<void>;
};

/** One cursor, whatever the address: a broker that moves goes on where it was. */
const destination = 'nats';

const ofHistory = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  answer.catch((error: unknown) => {
    throw new PublishError('no-history', 'The history does not answer, so nothing can be published.', error);
  });

export const openPublisher = async (options: PublisherOptions): Promise<Publisher> => {
  const { access, prefix, site, outbox, onStored, onHealth, clock, log, waits, atOnce = 500 } = options;
  const where = access.address.servers.join(', ');
  let tooLarge = 0;
  let health: MouthHealth | null = null;

  const tellHealth = (ok: boolean, text: string | null): void => {
    if (health?.ok === ok && health.text === text) return;
    const sinceMs = text === null ? null : ((health?.ok === ok ? health.sinceMs : null) ?? clock.nowMs());
    if (ok && health?.ok === false) log.info('publishing again');
    health = { name: 'publish', ok, text, sinceMs };
    onHealth(health);
  };

  const tellGood = (broker: Broker): void => {
    const lost = tooLarge === 0 ? null : `${tooLarge} facts were too large for the broker and were left out.`;
    const core = broker.keeps
      ? null
      : `NATS at ${where} has no JetStream: facts are published at most once, and whoever does not listen misses them.`;
    tellHealth(tooLarge === 0, [lost, core].filter((text) => text !== null).join(' ') || null);
  };

  const tellBad = async (error: Error, cursor: PublishCursor | null): Promise<void> => {
    const why = describeFailure(error, where);
    if (health?.ok !== false) log.warn('nothing can be published at the moment', { why });
    else log.debug('tried again', { why, error: error.message });
    const waiting = cursor === null ? 0 : await outbox.waiting(cursor.seq).catch(() => 0);
    const which = waiting === 0 ? 'Facts wait' : waiting === 1 ? 'One fact waits' : `${waiting} facts wait`;
    tellHealth(false, `${why} ${which} in the history, to be published as soon as that works again.`);
  };

  let cursor: PublishCursor | null = null;
  const keep = async (next: PublishCursor): Promise<void> => {
    await ofHistory(outbox.move(destination, next));
    cursor = next;
  };

  const tellAll = async ({ connection, wake, goesOn, well }: Use): Promise<void> => {
    const from = (cursor ??= await ofHistory(outbox.begin(destination)));
    const broker = await joinBroker(from, where, { connection, prefix, site, patienceMs: access.patienceMs });
    await keep(broker.cursor);
    let at = broker.cursor;
    while (goesOn()) {
      wake.shut();
      const facts = await ofHistory(outbox.after(at.seq, atOnce));
      if (facts.length === 0) {
        tellGood(broker);
        well();
        await wake.passed();
        continue;
      }
      const { count, tooLarge: more, streamSeq, failure } = await broker.tell(facts);
      const last = facts[count - 1];
      if (more > 0) log.error('facts are too large for the broker and are left out', { count: more });
      tooLarge += more;
      if (last) {
        at = { ...at, seq: last.seq, streamSeq: streamSeq ?? at.streamSeq };
        await keep(at);
        well();
      }
      if (failure) throw failure;
    }
  };

  // Whatever is recorded from now on is published, even if the broker comes tomorrow.
  cursor = await outbox.begin(destination).catch(() => null);
  const kept = keepConnected({
    access,
    where,
    clock,
    waits,
    use: tellAll,
    onFailure: (error) => tellBad(error, cursor),
  });
  const stop = onStored(kept.wake);
  return {
    waiting: async () => (cursor === null ? null : outbox.waiting(cursor.seq)),
    close: async () => {
      stop();
      await kept.close();
    },
  };
};
