// What can go wrong between us and a Plex server, by kinds that callers act on.

export type PlexErrorKind =
  | 'unreachable'
  | 'timeout'
  /** It shows a certificate that nobody vouches for, or one for another name. */
  | 'certificate'
  /** It shows another certificate than the one that the owner accepted. */
  | 'certificate-changed'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'server-error'
  | 'bad-answer'
  | 'breaker-open';

export type PlexErrorDetails = { status?: number; retryAfterMs?: number | null; at?: string; cause?: unknown };

/** The message names the request's method and path and what came back: never the token, the query or the address. */
export class PlexError extends Error {
  override readonly name = 'PlexError';
  readonly kind: PlexErrorKind;
  /** The HTTP status, where an answer came. */
  readonly status: number | null;
  /** How long the server asks us to wait. */
  readonly retryAfterMs: number | null;
  /** The host of the owner's authorization server, where it is about that; for people. */
  readonly at: string | null;

  constructor(kind: PlexErrorKind, message: string, details: PlexErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.at = details.at ?? null;
  }
}
