// Those who asked for a stop wait here for the fact that says how it turned out.
import { type CancelOutcome, type Event, type StopOutcome } from '../../src-contract/event.ts';
import { type Input } from './input.ts';

type VerdictsOptions = {
  feed: (input: Input) => void;
  /** Before the server is known and after closing nothing can be asked. */
  canAsk: () => boolean;
  newId: () => string;
  nowMs: () => number;
};

export const createVerdicts = ({ feed, canAsk, newId, nowMs }: VerdictsOptions) => {
  const waiting = new Map<string, (event: Event) => void>();
  const stopping = new Map<string, Promise<StopOutcome>>();

  /** `step` sees to it that there is a verdict, after ten seconds at the latest. */
  const conclude = <Outcome>(
    toInput: (stopId: string) => Input,
    toOutcome: (event: Event) => Outcome | null,
    otherwise: Outcome,
  ): Promise<Outcome> => {
    if (!canAsk()) return Promise.resolve(otherwise);
    const stopId = newId();
    return new Promise((resolve) => {
      waiting.set(stopId, (event) => {
        waiting.delete(stopId);
        resolve(toOutcome(event) ?? otherwise);
      });
      feed(toInput(stopId));
    });
  };

  return {
    hear: (events: readonly Event[]) => {
      for (const event of events) if ('stopId' in event) waiting.get(event.stopId)?.(event);
    },
    /** A second wish for the same session gets the verdict of the first. */
    stop: (sessionId: string, message: string): Promise<StopOutcome> => {
      const running = stopping.get(sessionId);
      if (running) return running;
      const outcome = conclude<StopOutcome>(
        (stopId) => ({ kind: 'stop-asked', stopId, sessionId, message, atMs: nowMs() }),
        (event) => (event.kind === 'stream-stopped' ? event.outcome : null),
        { kind: 'refused', why: 'already-gone' },
      ).finally(() => stopping.delete(sessionId));
      stopping.set(sessionId, outcome);
      return outcome;
    },
    cancelTranscode: (sessionId: string): Promise<CancelOutcome> =>
      conclude<CancelOutcome>(
        (stopId) => ({ kind: 'cancel-asked', stopId, sessionId, atMs: nowMs() }),
        (event) => (event.kind === 'transcode-cancelled' ? event.outcome : null),
        { kind: 'nothing-to-stop' },
      ),
  };
};
