// Works out anew why plays were converted: after an update that understands more, and for those that an import brought.
import type { Reason } from '../src-contract/reason.ts';
import type { Explained, Unexplained } from './history/explained.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { toError } from './lib/to-error.ts';

/** Whoever has just started Marquee wants to see something first. */
const FIRST_LOOK_MS = 2 * 60_000;
const LOOK_MS = 15 * 60_000;
/** So many are looked for at once, and explained a few at a time, with a rest in between. */
const FOUND = 2000;
const FEW = 25;
const REST_MS = 40;

type Options = {
  explained: Explained;
  /** The reasons of each, in their order. */
  explain: (some: readonly Unexplained[]) => Promise<Reason[][]>;
  /** Who explains: another version explains everything once more. */
  by: string;
  /** Plays have other reasons now. */
  onChanged: () => void;
  clock: Clock;
  log: Log;
};

export type Explaining = {
  /** There are plays that nobody has explained. */
  soon: () => void;
  close: () => Promise<void>;
};

export const openExplaining = ({ explained, explain, by, onChanged, clock, log }: Options): Explaining => {
  let closed = false;
  let looking = false;
  /** More came while it looked. */
  let again = false;
  let running = Promise.resolve();
  let disarm = (): void => {};
  let endRest = (): void => {};

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(REST_MS, resolve);
      endRest = () => {
        cancel();
        resolve();
      };
    });

  /** How many there were and how many have other reasons now. */
  const explainSome = async (rows: readonly bigint[]): Promise<[number, number]> => {
    const some = await explained.read(by, rows);
    if (some.length === 0) return [0, 0];
    const reasons = await explain(some);
    const plays = some.map(({ row, play }, at) => ({ row, play, reasons: reasons[at] ?? play.reasons }));
    return [plays.length, await explained.keep(by, plays)];
  };

  const look = async (): Promise<void> => {
    const seen = { plays: 0, changed: 0 };
    for (
      let rows = await explained.find(by, FOUND);
      rows.length > 0 && !closed;
      rows = await explained.find(by, FOUND)
    ) {
      const before = seen.plays;
      for (let at = 0; at < rows.length && !closed; at += FEW) {
        const [plays, changed] = await explainSome(rows.slice(at, at + FEW));
        seen.plays += plays;
        seen.changed += changed;
        await rest();
      }
      // Nothing that was found can be read: it would be found for ever.
      if (seen.plays === before) break;
    }
    if (seen.changed > 0) onChanged();
    // Every new play is looked at once; what is news is another reason.
    if (seen.plays > 0) log[seen.changed > 0 ? 'info' : 'debug']('Worked out anew why plays were converted', seen);
  };

  const arm = (delayMs: number): void => {
    disarm();
    disarm = clock.after(delayMs, () => {
      looking = true;
      again = false;
      running = look()
        .catch((error: unknown) => {
          // Expected where there is no history, or while it closes; the next look begins where this one stopped.
          log.debug('Reasons of plays could not be worked out anew', { reason: toError(error).message });
        })
        .then(() => {
          looking = false;
          if (!closed) arm(again ? 0 : LOOK_MS);
        });
    });
  };
  arm(FIRST_LOOK_MS);

  return {
    soon: () => {
      if (looking) again = true;
      else if (!closed) arm(0);
    },
    close: async () => {
      closed = true;
      disarm();
      endRest();
      await running;
    },
  };
};
