// Reads what other Marquees told of their plays, and acknowledges each message only when the history has it.
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, type Consumer, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { MouthHealth } from '../../src-contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { NatsAccess } from './connect-nats.ts';
import { describeFailure, hasNoTaker, PublishError } from './describe-failure.ts';
import { keepConnected, type Use, type Waits } from './keep-connected.ts';
import { parseTold, type ToldPlay } from './parse-told.ts';
import { ensureStream, streamName } from './stream.ts';

/** `stream` tells one stream from another of the same name. */
export type ReadPlay = ToldPlay & { stream: string; streamSeq: number };

export type CollectorOptions = {
  access: NatsAccess;
  prefix: string;
  /** This Marquee's own name; its place in the stream is kept by the broker under it. */
  site: string;
  /** Rejects when they are not safe; they are then given again. */
  collect: (plays: readonly ReadPlay[]) => Promise<void>;
  onHealth: (health: MouthHealth) => void;
  clock: Clock;
  log: Log;
  waits?: Waits;
};

export type Collector = { close: () => Promise<void> };

const atOnce = 200;
/** The broker is asked so often whether our place is still there when nothing comes. */
const askMs = 15_000;
/** What is not acknowledged for so long is given again. */
const ackWaitNs = 10 * 1e9;

export const openCollector = (options: CollectorOptions): Collector => {
  const { access, prefix, site, collect, onHealth, clock, log, waits } = options;
  const where = access.address.servers.join(', ');
  let health: MouthHealth = { name: 'publish', ok: true, text: null, sinceMs: null };

  const tellHealth = (text: string | null): void => {
    if (health.text === text) return;
    health = {
      name: 'publish',
      ok: text === null,
      text,
      sinceMs: text === null ? null : (health.sinceMs ?? clock.nowMs()),
    };
    onHealth(health);
  };

  const tellBad = (error: Error): Promise<void> => {
    const why = describeFailure(error, where);
    if (health.ok) log.warn('nothing can be collected at the moment', { why });
    tellHealth(`${why} Plays of other Marquees are collected as soon as that works again.`);
    return Promise.resolve();
  };

  /** The stream and our place in it, made when they are not there. */
  const openPlace = async (connection: NatsConnection): Promise<{ consumer: Consumer; stream: string }> => {
    const manager = await jetstreamManager(connection, { timeout: access.patienceMs }).catch((error: unknown) => {
      if (!hasNoTaker(error)) throw error;
      throw new PublishError('no-jetstream', `NATS at ${where} has no JetStream, which collecting needs.`, error);
    });
    const { created } = await ensureStream(manager, prefix, connection.info?.cluster !== undefined);
    const name = `collect-${site.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
    await manager.consumers.add(streamName, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      ack_wait: ackWaitNs,
      max_ack_pending: 2 * atOnce,
      deliver_policy: DeliverPolicy.All,
      filter_subject: `${prefix}.*.play.>`,
    });
    const client = jetstream(connection, { timeout: access.patienceMs });
    return { consumer: await client.consumers.get(streamName, name), stream: created };
  };

  const toPlays = (messages: readonly JsMsg[], stream: string): ReadPlay[] =>
    messages.flatMap((message) => {
      const told = parseTold(message.string());
      if (told === null) log.warn('passed over what is no play', { subject: message.subject });
      return told === null ? [] : [{ ...told, stream, streamSeq: message.seq }];
    });

  const keep = async (messages: readonly JsMsg[], stream: string, connection: NatsConnection): Promise<void> => {
    try {
      await collect(toPlays(messages, stream));
    } catch (error) {
      // Given again as soon as we are back, and not only when the broker has waited in vain for a word of them.
      for (const message of messages) message.nak();
      await connection.flush();
      throw new PublishError('no-history', 'The history cannot be written, so nothing can be collected.', error);
    }
    for (const message of messages) message.ack();
  };

  const collectAll = async ({ connection, wake, goesOn, well }: Use): Promise<void> => {
    const { consumer, stream } = await openPlace(connection);
    // The broker gives no more than it allows to be unacknowledged, so this stays short.
    const waiting: JsMsg[] = [];
    await consumer.consume({
      max_messages: 2 * atOnce,
      callback: (message) => {
        waiting.push(message);
        wake.open();
      },
    });
    while (goesOn()) {
      wake.shut();
      const messages = waiting.splice(0, atOnce);
      if (messages.length > 0) await keep(messages, stream, connection);
      // A stream or a place in it that was deleted does not say so by itself.
      else await consumer.info();
      tellHealth(null);
      well();
      if (waiting.length > 0) continue;
      const disarm = clock.after(askMs, wake.open);
      await wake.passed();
      disarm();
    }
  };

  const kept = keepConnected({ access, where, clock, waits, use: collectAll, onFailure: tellBad });
  return { close: kept.close };
};
