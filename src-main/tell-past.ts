// Lets open pages read the history again when plays of the past came or went: now and then while that goes on, and at
// once at its end.
import type { History } from './history/history.ts';
import type { Clock } from './lib/clock.ts';

/** A page asks a dozen questions, and whoever brings the plays needs the database, too. */
const GENTLY_MS = 5_000;

type Options = { onPast: History['onPast']; tell: () => void; clock: Clock };

export const openTellPast = ({ onPast, tell, clock }: Options): { close: () => void } => {
  let cancel: (() => void) | null = null;
  const tellNow = (): void => {
    cancel?.();
    cancel = null;
    tell();
  };
  const forget = onPast(({ ended }) => {
    if (ended) tellNow();
    else cancel ??= clock.after(GENTLY_MS, tellNow);
  });
  return {
    close: () => {
      forget();
      cancel?.();
    },
  };
};
