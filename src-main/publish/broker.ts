// The broker while one connection to it lasts: takes facts, and says which of them it has for certain.
import {
  jetstream,
  jetstreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { errors, headers, type NatsConnection } from '@nats-io/transport-node';
import { toError } from '../lib/to-error.ts';
import { toCloudEvent, toSubject, type StoredFact } from './cloud-event.ts';
import { PublishError, hasNoTaker } from './describe-failure.ts';
import { readIdsAfter } from './ids-in-stream.ts';
import type { PublishCursor } from './outbox.ts';
import { ensureStream, streamName } from './stream.ts';

export type Told = {
  /** How many of the facts, from the first on without a hole, need not be told again. */
  count: number;
  /** Of these, the ones that no message can hold. */
  tooLarge: number;
  streamSeq: number | null;
  /** Why it is not all of them. */
  failure: Error | null;
};

export type Broker = {
  /** Whether it keeps what it is told, so that nothing is lost after it. */
  keeps: boolean;
  /** Where we stand in its stream, which may be a new one. */
  cursor: PublishCursor;
  tell: (facts: readonly StoredFact[]) => Promise<Told>;
};

export type BrokerOptions = { connection: NatsConnection; prefix: string; site: string; patienceMs: number };

/** For the header, next to the body. */
const slackBytes = 1024;

/** 10054: the owner allows only smaller messages in the stream. */
const tooLargeForStream = 10_054;

const toMessage = (fact: StoredFact, { prefix, site }: BrokerOptions) => {
  const head = headers();
  head.set('content-type', 'application/cloudevents+json; charset=utf-8');
  head.set('Nats-Msg-Id', fact.id);
  head.set('Marquee-Site', site);
  return { subject: toSubject(prefix, fact), head, body: Buffer.from(toCloudEvent(fact, site), 'utf8') };
};

const fits = (body: Uint8Array, connection: NatsConnection): boolean =>
  body.length + slackBytes <= (connection.info?.max_payload ?? Infinity);

const openManager = async ({ connection, patienceMs }: BrokerOptions): Promise<JetStreamManager | null> => {
  try {
    return await jetstreamManager(connection, { timeout: patienceMs });
  } catch (error) {
    const isOff = error instanceof JetStreamApiError && error.code === JetStreamApiCodes.JetStreamNotEnabledForAccount;
    // A server with JetStream that does not answer for it is only not ready yet.
    if (isOff || (hasNoTaker(error) && connection.info?.jetstream !== true)) return null;
    throw error;
  }
};

type Outcome =
  | { kind: 'stored'; seq: number }
  | { kind: 'known' }
  | { kind: 'too-large' }
  | { kind: 'failed'; error: Error };

const toTold = (outcomes: readonly Outcome[]): Told => {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  const told = failed ? outcomes.slice(0, outcomes.indexOf(failed)) : outcomes;
  const seqs = told.map((outcome) => (outcome.kind === 'stored' ? outcome.seq : 0));
  return {
    count: told.length,
    tooLarge: told.filter(({ kind }) => kind === 'too-large').length,
    streamSeq: seqs.some((seq) => seq > 0) ? seqs.reduce((most, seq) => Math.max(most, seq), 0) : null,
    failure: failed?.error ?? null,
  };
};

/** A stream: every fact is acknowledged, and none is in it twice. */
const joinStream = async (
  manager: JetStreamManager,
  before: PublishCursor,
  options: BrokerOptions,
): Promise<Broker> => {
  const { connection, prefix, site, patienceMs } = options;
  const { created, state } = await ensureStream(manager, prefix, connection.info?.cluster !== undefined);
  const isSame = before.stream === created && before.streamSeq !== null;
  const cursor = isSame ? before : { ...before, stream: created, streamSeq: state.last_seq };
  const client = jetstream(connection, { timeout: patienceMs });
  // What came between our last word and its acknowledgement may be in there, for longer than the broker remembers ids.
  const known = isSame
    ? await readIdsAfter(client, { seq: before.streamSeq ?? 0, last: state.last_seq, site, patienceMs })
    : new Set<string>();

  const tellOne = async (fact: StoredFact): Promise<Outcome> => {
    if (known.delete(fact.id)) return { kind: 'known' };
    const { subject, head, body } = toMessage(fact, options);
    if (!fits(body, connection)) return { kind: 'too-large' };
    try {
      const { seq } = await client.publish(subject, body, {
        headers: head,
        timeout: patienceMs,
        expect: { streamName },
      });
      return { kind: 'stored', seq };
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === tooLargeForStream) return { kind: 'too-large' };
      return { kind: 'failed', error: toError(error) };
    }
  };
  return { keeps: true, cursor, tell: async (facts) => toTold(await Promise.all(facts.map(tellOne))) };
};

/** Without a stream nobody says who got what: told is what the broker has read. */
const joinCore = (cursor: PublishCursor, options: BrokerOptions): Broker => {
  const { connection, patienceMs } = options;
  const tell = async (facts: readonly StoredFact[]): Promise<Told> => {
    const outcomes = facts.map((fact): Outcome => {
      const { subject, head, body } = toMessage(fact, options);
      if (!fits(body, connection)) return { kind: 'too-large' };
      connection.publish(subject, body, { headers: head });
      return { kind: 'known' };
    });
    try {
      await withPatience(connection.flush(), patienceMs);
      return toTold(outcomes);
    } catch (error) {
      return toTold([{ kind: 'failed', error: toError(error) }]);
    }
  };
  return { keeps: false, cursor, tell };
};

const withPatience = async (answer: Promise<void>, patienceMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new errors.TimeoutError()), patienceMs);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** `before` is where the last connection ended. */
export const joinBroker = async (before: PublishCursor, where: string, options: BrokerOptions): Promise<Broker> => {
  const manager = await openManager(options);
  if (manager) return joinStream(manager, before, options);
  if (before.stream === null) return joinCore(before, options);
  // A broker whose disk failed goes on without JetStream: what it were told then would be lost.
  throw new PublishError('no-jetstream', `JetStream at ${where} is switched off. Marquee waits for it to come back.`);
};
