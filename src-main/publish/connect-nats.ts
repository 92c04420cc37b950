// A connection to the broker, signed in as the owner wants it. It is made once: whoever loses it asks for another.
import { readFile } from 'node:fs/promises';
import { connect, credsAuthenticator, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import type { NatsAddress } from '../lib/nats-address.ts';
import { toError } from '../lib/to-error.ts';
import { PublishError } from './describe-failure.ts';

export type NatsAccess = {
  address: NatsAddress;
  /** A file as `nsc` writes it; read anew for each connection, so that it can be replaced. */
  credsFile: string | null;
  /** How long the broker may take for each answer. */
  patienceMs: number;
};

const readCreds = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (error) {
    const why = toError(error).message.replace(/,? open '.*'$/, '');
    throw new PublishError('no-credentials', `The credentials ${file} cannot be read: ${why}.`, error);
  }
};

export const connectNats = async ({ address, credsFile, patienceMs }: NatsAccess): Promise<NatsConnection> => {
  const { servers, tls, user, password, token } = address;
  const options: ConnectionOptions = {
    name: 'Marquee',
    servers,
    // We connect anew by ourselves, so that everything about the broker is checked anew, too.
    reconnect: false,
    timeout: patienceMs,
    pingInterval: 20_000,
    noAsyncTraces: true,
    ...(tls ? { tls: {} } : {}),
    ...(user !== null && password !== null ? { user, pass: password } : {}),
    ...(token !== null ? { token } : {}),
    ...(credsFile !== null ? { authenticator: credsAuthenticator(await readCreds(credsFile)) } : {}),
  };
  return connect(options);
};
