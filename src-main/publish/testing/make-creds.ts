// An operator, an account and a user with their keys, as `nsc` would make them: for a server that asks for a creds file.
import { randomUUID } from 'node:crypto';
import { credsAuthenticator, nkeys, type ConnectionOptions } from '@nats-io/transport-node';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** https://docs.nats.io/running-a-nats-service/nats_admin/security/jwt */
const sign = (by: nkeys.KeyPair, subject: string, name: string, nats: Record<string, unknown>): string => {
  const claims = { jti: randomUUID(), iat: 1_700_000_000, iss: by.getPublicKey(), name, sub: subject, nats };
  const text = `${base64({ typ: 'JWT', alg: 'ed25519-nkey' })}.${base64(claims)}`;
  return `${text}.${Buffer.from(by.sign(Buffer.from(text))).toString('base64url')}`;
};

const unlimited = { subs: -1, data: -1, payload: -1 };
const accountLimits = {
  ...unlimited,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: -1,
};
const storageLimits = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

export const makeCreds = (): { config: string; creds: { text: string; connection: ConnectionOptions } } => {
  const [operator, system, account, user] = [
    nkeys.createOperator(),
    nkeys.createAccount(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ];
  const toAccount = (pair: nkeys.KeyPair, name: string, limits: Record<string, unknown>): string =>
    `${pair.getPublicKey()}: ${sign(operator, pair.getPublicKey(), name, { limits, type: 'account', version: 2 })}`;
  const operatorJwt = sign(operator, operator.getPublicKey(), 'op', { type: 'operator', version: 2 });
  const accounts = [
    toAccount(system, 'SYS', accountLimits),
    toAccount(account, 'home', { ...accountLimits, ...storageLimits }),
  ];
  const userJwt = sign(account, user.getPublicKey(), 'marquee', { ...unlimited, type: 'user', version: 2 });
  const seed = Buffer.from(user.getSeed()).toString('utf8');
  const text = [
    '-----BEGIN NATS USER JWT-----',
    userJwt,
    '------END NATS USER JWT------',
    '',
    '-----BEGIN USER NKEY SEED-----',
    seed,
    '------END USER NKEY SEED------',
    '',
  ].join('\n');
  return {
    config: [
      `operator: ${operatorJwt}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      `resolver_preload: { ${accounts.join(', ')} }`,
    ].join('\n'),
    creds: { text, connection: { authenticator: credsAuthenticator(Buffer.from(text)) } },
  };
};
