// How reads are tried again, and when a server that fails is left alone for a while.
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { type Clock } from '../lib/clock.ts';
import { type Log } from '../lib/log.ts';
import { PlexError } from './errors.ts';

export type Breaker = 'closed' | 'open' | 'half-open';

export type ReadingLimits = {
  /** How often a failed read is tried again. */
  retries: number;
  /** The first wait; it doubles, with jitter. */
  retryBaseMs: number;
  /** A server that asks for a longer wait gets it, but from the caller: the read fails with `retryAfterMs`. */
  retryAfterMaxMs: number;
  /** So many failures in a row open the breaker… */
  breakerFailures: number;
  /** …for so long; then one read may try. */
  breakerOpenMs: number;
};

export type Reading = {
  /** Retried, and its failures speak for the whole server. */
  read: <Value>(attempt: () => Promise<Value>) => Promise<Value>;
  /** Retried, but its failures may be about one item: they do not open the breaker. */
  readItem: <Value>(attempt: () => Promise<Value>) => Promise<Value>;
  /** Throws where the breaker is open: for what is worth neither a retry nor a judgement. */
  guard: () => void;
  breaker: () => Breaker;
};

const isFailing = (error: Error): boolean =>
  error instanceof PlexError &&
  ['unreachable', 'timeout', 'certificate', 'server-error', 'bad-answer'].includes(error.kind);

const waitOf = (error: unknown): number => (error instanceof PlexError ? (error.retryAfterMs ?? 0) : 0);

/** `who` is asked, for the log: the host. */
type Means = { who: string; clock: Clock; log: Log; closing: AbortSignal; random: () => number };

export const createReading = (limits: ReadingLimits, { who, clock, log, closing, random }: Means): Reading => {
  let openedAtMs = 0;
  let isTold = false;
  const breaker = circuitBreaker(handleWhen(isFailing), {
    halfOpenAfter: limits.breakerOpenMs,
    breaker: new ConsecutiveBreaker(limits.breakerFailures),
  });
  breaker.onBreak(() => {
    openedAtMs = clock.nowMs();
    // It opens again after each try that fails: a night without the server is one line.
    if (!isTold) log.warn('The server fails again and again; it is asked more rarely', { server: who });
    isTold = true;
  });
  breaker.onReset(() => {
    isTold = false;
    log.info('The server answers again', { server: who });
  });

  // A read that took too long is not repeated: the server may still be at work on the first.
  const isWorthRetrying = (error: Error): boolean =>
    error instanceof PlexError &&
    !closing.aborted &&
    ['unreachable', 'server-error', 'bad-answer', 'rate-limited'].includes(error.kind) &&
    waitOf(error) <= limits.retryAfterMaxMs;
  const retrying = retry(handleWhen(isWorthRetrying), {
    maxAttempts: limits.retries,
    backoff: new DelegateBackoff(({ attempt, result }) => {
      const backoffMs = limits.retryBaseMs * 2 ** (attempt - 1) * (0.5 + random());
      return Math.max(backoffMs, 'error' in result ? waitOf(result.error) : 0);
    }),
  }).dangerouslyUnref();
  const judged = wrap(retrying, breaker);

  const breakerOpen = (): PlexError =>
    new PlexError('breaker-open', 'The server failed again and again; it is left alone for a moment', {
      retryAfterMs: Math.max(0, openedAtMs + limits.breakerOpenMs - clock.nowMs()),
    });

  const state = (): Breaker => {
    if (breaker.state === CircuitState.Closed) return 'closed';
    return breaker.state === CircuitState.HalfOpen ? 'half-open' : 'open';
  };

  const guard = () => {
    const isWaiting = clock.nowMs() < openedAtMs + limits.breakerOpenMs;
    if (state() === 'open' && isWaiting) throw breakerOpen();
  };

  return {
    read: async (attempt) => {
      try {
        return await judged.execute(attempt);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? breakerOpen() : error;
      }
    },
    readItem: (attempt) =>
      retrying.execute(() => {
        guard();
        return attempt();
      }),
    guard,
    breaker: state,
  };
};
