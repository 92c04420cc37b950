// Tells the broker every stored fact, in order and for as long as it takes. What it was not told waits in the history.
import type { NatsConnection } from '@nats-io/transport-node';
import type { MouthHealth } from '../../src-contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { joinBroker, type Broker } from './broker.ts';
import { connectNats, type NatsAccess } from './connect-nats.ts';
import { PublishError, describeFailure } from './describe-failure.ts';
import { createGate } from './gate.ts';
import type { Outbox, PublishCursor } from './outbox.ts';

/*
  connecting ──joined──▶ telling ◀──new facts──▶ all told
      ▲                     │ anything fails: the connection is given up
      └──250 ms to 30 s── waiting
*/
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
  limits?: { batch: number; leastWaitMs: number; mostWaitMs: number };
};

export type Publisher = { close: () => Promise<void> };

/** One cursor, whatever the address: a broker that moves goes on where it was. */
const destination = 'nats';

export const openPublisher = async (options: PublisherOptions): Promise<Publisher> => {
  const { access, prefix, site, outbox, onStored, onHealth, clock, log } = options;
  const { batch, leastWaitMs, mostWaitMs } = options.limits ?? { batch: 500, leastWaitMs: 250, mostWaitMs: 30_000 };
  const where = access.address.servers.join(', ');
  const wake = createGate();
  const ending = createGate();
  let closed = false;
  let waitMs = leastWaitMs;
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

  const tellBad = async (thrown: unknown, cursor: PublishCursor | null): Promise<void> => {
    const why = describeFailure(thrown, where);
    if (health?.ok !== false) log.warn('nothing can be published at the moment', { why });
    else log.debug('tried again', { why, error: toError(thrown).message });
    const waiting = cursor === null ? 0 : await outbox.waiting(cursor.seq).catch(() => 0);
    const which = waiting === 0 ? 'Facts wait' : waiting === 1 ? 'One fact waits' : `${waiting} facts wait`;
    tellHealth(false, `${why} ${which} in the history, to be published as soon as that works again.`);
  };

  const ofHistory = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    answer.catch((error: unknown) => {
      const text = 'The history does not answer, so nothing can be published.';
      throw new PublishError('no-history', text, error);
    });
  let cursor: PublishCursor | null = null;
  const keep = async (next: PublishCursor): Promise<void> => {
    await ofHistory(outbox.move(destination, next));
    cursor = next;
  };

  /** Ends only by throwing, or when this publisher is closed. */
  const tellAll = async (connection: NatsConnection, from: PublishCursor): Promise<void> => {
    const lost: { why: Error | null } = { why: null };
    void connection.closed().then((error) => {
      lost.why = error ?? new PublishError('lost', `NATS at ${where} closed the connection.`);
      wake.open();
    });
    const broker = await joinBroker(from, where, { connection, prefix, site, patienceMs: access.patienceMs });
    await keep(broker.cursor);
    let at = broker.cursor;
    while (!closed) {
      wake.shut();
      if (lost.why) throw lost.why;
      const facts = await ofHistory(outbox.after(at.seq, batch));
      if (facts.length === 0) {
        tellGood(broker);
        waitMs = leastWaitMs;
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
        waitMs = leastWaitMs;
      }
      if (failure) throw failure;
    }
  };

  /** A connection that comes after the end is closed again, and nobody waits for it. */
  const connectOrEnd = async (): Promise<NatsConnection | null> => {
    const connecting = connectNats(access);
    const ended = createGate();
    const undo = ending.onOpen(ended.open);
    const connection = await Promise.race([connecting, ended.passed()]).finally(undo);
    if (connection === null) void connecting.then((late) => late.close()).catch(() => null);
    return connection;
  };

  const tellOnce = async (): Promise<void> => {
    cursor ??= await ofHistory(outbox.begin(destination));
    const connection = await connectOrEnd();
    if (!connection) return;
    const stopListening = ending.onOpen(() => void connection.close());
    try {
      await tellAll(connection, cursor);
    } finally {
      stopListening();
      await connection.close();
    }
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await tellOnce();
      } catch (error) {
        if (closed) return;
        await tellBad(error, cursor);
        await pause(waitMs);
        waitMs = Math.min(waitMs * 2, mostWaitMs);
      }
    }
  };

  const pause = async (delayMs: number): Promise<void> => {
    const over = createGate();
    const undos = [clock.after(delayMs, over.open), ending.onOpen(over.open)];
    await over.passed();
    for (const undo of undos) undo();
  };

  // Whatever is recorded from now on is published, even if the broker comes tomorrow.
  cursor = await outbox.begin(destination).catch(() => null);
  const stop = onStored(wake.open);
  const running = run();
  return {
    close: async () => {
      closed = true;
      stop();
      ending.open();
      wake.open();
      await running;
    },
  };
};
