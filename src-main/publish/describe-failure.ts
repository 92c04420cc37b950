// Why nothing can be published at the moment, in words for a person, and never with a secret in them.
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { toError } from '../lib/to-error.ts';
import { streamName } from './stream.ts';

/** What we found out ourselves; its message is for a person. */
export class PublishError extends Error {
  readonly kind: 'no-jetstream' | 'no-credentials' | 'no-history' | 'lost';
  constructor(kind: PublishError['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'PublishError';
    this.kind = kind;
  }
}

/** 10047 and 10023: the broker has no room. 10077, 10028, 10002, 10122: the stream or the account has all it may have. */
const noRoom = [10_047, 10_023, 10_077, 10_028, 10_002, 10_122];

/** What Node calls a certificate that it does not take: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const untrusted =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_ALTNAME_INVALID)/;

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** Nobody takes our request: there is no JetStream, or no stream with our subject. */
export const hasNoTaker = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof errors.RequestError && error.cause.isNoResponders();

/** A sentence about the broker `where`, which is its host and port. */
export const describeFailure = (thrown: unknown, where: string): string => {
  const error = toError(thrown);
  if (error instanceof PublishError) return error.message;
  if (hasNoTaker(error)) return `JetStream at ${where} does not take our facts at the moment.`;
  if (error instanceof errors.RequestError && error.cause instanceof Error) return describeFailure(error.cause, where);
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError) {
    return `NATS at ${where} refuses our credentials. Check the user and password, the token, or the file of credentials.`;
  }
  if (error instanceof errors.PermissionViolationError) {
    return `NATS at ${where} does not allow us the subject ${error.subject}.`;
  }
  if (error instanceof errors.TimeoutError) return `NATS at ${where} does not answer in time.`;
  if (error instanceof JetStreamApiError && noRoom.includes(error.code)) {
    return `NATS at ${where} has no room left for the stream ${streamName}: its disk or its limit is full.`;
  }
  if (error instanceof JetStreamApiError) return `NATS at ${where} refuses the stream ${streamName}: ${error.message}.`;
  if (error instanceof errors.ClosedConnectionError) return `NATS at ${where} closed the connection.`;
  if (untrusted.test(codeOf(error))) {
    return `NATS at ${where} shows a certificate that this machine does not trust (${codeOf(error)}).`;
  }
  return `NATS at ${where} cannot be reached: ${error.message || 'no reason was given'}.`;
};
