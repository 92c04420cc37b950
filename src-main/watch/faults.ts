// What goes wrong inside Marquee while it watches a server: counted, told in the log, and left alone for longer each time.
import { type ServerStatus } from '../../src-contract/server.ts';
import { type Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';
import { describeFailure } from './describe-failure.ts';
import { type Failure, type Input, type Step } from './input.ts';

type Kind = Input['kind'];
type Due = Pick<Step, 'refreshAtMs' | 'wakeAtMs'>;
type Fault = { count: number; sinceMs: number; untilMs: number };

/** After the first fault; each further one in a row doubles it. */
const REST_MS = 1000;
const LONGEST_REST_MS = 5 * 60_000;

/** What follows from asking the server: while one of these fails, it is not asked. */
const ANSWERS: readonly Kind[] = ['info', 'list', 'list-failed'];

/** What is told of an answer that Marquee could not take in. */
export const ownFault = (error: unknown): Failure => ({
  kind: 'bug',
  text: toError(error).message,
  retryAfterMs: null,
});

export const createFaults = ({ log, nowMs }: { log: Log; nowMs: () => number }) => {
  const faults = new Map<Kind, Fault>();
  const until = (kinds: readonly Kind[]) => Math.max(...kinds.map((kind) => faults.get(kind)?.untilMs ?? -Infinity));
  return {
    /** While it rests it is counted, but not told again: a message that comes ten times a second must not fill the log. */
    note: (kind: Kind, error: unknown) => {
      const atMs = nowMs();
      const last = faults.get(kind) ?? { count: 0, sinceMs: atMs, untilMs: atMs };
      const count = last.count + 1;
      const isResting = atMs < last.untilMs;
      const restMs = Math.min(REST_MS * 2 ** (count - 1), LONGEST_REST_MS);
      faults.set(kind, { count, sinceMs: last.sinceMs, untilMs: isResting ? last.untilMs : atMs + restMs });
      if (!isResting) log.error(`Deciding about "${kind}" failed`, { error: toError(error), inARow: count });
    },
    over: (kind: Kind) => {
      if (nowMs() >= until([kind])) faults.delete(kind);
      if (kind === 'list') for (const answer of ANSWERS) faults.delete(answer);
    },
    /** What is due, but not before what failed has rested. */
    rest: ({ refreshAtMs, wakeAtMs }: Due): Due => ({
      refreshAtMs: refreshAtMs === null ? null : Math.max(refreshAtMs, until(ANSWERS)),
      wakeAtMs: wakeAtMs === null ? null : Math.max(wakeAtMs, until(['tick'])),
    }),
    /** When not even that something failed can be taken in, what was seen last is no longer true. */
    trouble: (): ServerStatus | null => {
      const fault = faults.get('list-failed') ?? faults.get('info');
      if (!fault) return null;
      const why = describeFailure({ kind: 'bug' });
      return { kind: 'unreachable', sinceMs: fault.sinceMs, nextTryAtMs: fault.untilMs, why };
    },
  };
};
