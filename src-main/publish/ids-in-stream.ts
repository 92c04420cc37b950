// Which of our own facts a stream holds after a place in it.
import { DeliverPolicy, type Consumer, type JetStreamClient } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { streamName } from './stream.ts';

type Range = { seq: number; last: number; site: string; patienceMs: number };

const atOnce = 5000;

/** Reads headers only. Others publish here, too; theirs are passed over. */
export const readIdsAfter = async (client: JetStreamClient, range: Range): Promise<Set<string>> => {
  const ids = new Set<string>();
  if (range.last <= range.seq) return ids;
  const consumer = await client.consumers.get(streamName, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: range.seq + 1,
    headers_only: true,
  });
  // The owner may have purged what was there.
  const { num_pending } = await consumer.info();
  for (let more = num_pending > 0; more;) more = await readSome(consumer, range, ids);
  return ids;
};

/** True when there is more to read. */
const readSome = async (consumer: Consumer, { last, site, patienceMs }: Range, ids: Set<string>): Promise<boolean> => {
  const messages = await consumer.fetch({ max_messages: atOnce, expires: Math.max(patienceMs, 1000) });
  for await (const message of messages) {
    const id = message.headers?.get('Nats-Msg-Id');
    if (id && message.headers?.get('Marquee-Site') === site) ids.add(id);
    if (message.seq >= last || message.info.pending === 0) return false;
  }
  if (messages.getReceived() === 0) throw new errors.TimeoutError();
  return true;
};
