// Asks a broker once who it is, so that an owner sees whether what he wrote down works.
import { jetstreamManager } from '@nats-io/jetstream';
import type { PublishingTest } from '../../src-contract/publishing.ts';
import { connectNats, type NatsAccess } from './connect-nats.ts';
import { describeFailure } from './describe-failure.ts';

export const tryBroker = async (access: NatsAccess): Promise<PublishingTest> => {
  try {
    const connection = await connectNats(access);
    try {
      const { version = '', jetstream = false } = connection.info ?? {};
      if (jetstream) await jetstreamManager(connection, { timeout: access.patienceMs });
      return { kind: 'answered', version, keeps: jetstream };
    } finally {
      await connection.close();
    }
  } catch (error) {
    return { kind: 'failed', why: describeFailure(error, access.address.servers.join(', ')) };
  }
};
