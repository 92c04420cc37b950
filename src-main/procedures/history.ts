// Finished plays, a page at a time or one by its id.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { Play, PlayFilter, PlayPage } from '../../src-contract/play.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export type HistoryRoom = {
  plays: (filter: PlayFilter) => Promise<PlayPage>;
  play: (id: string) => Promise<Play | null>;
};

const os = implement(contract.history);

export const historyBranch = (history: HistoryRoom, log: Log) => {
  /** Whatever the database throws, a person can only wait or look at the health; the log keeps the reason. */
  const unavailable = (thrown: unknown): null => {
    log.error('The history could not be read', { reason: toError(thrown).message });
    return null;
  };
  return {
    plays: os.plays.handler(async ({ input, errors }) => {
      const page = await history.plays(input).catch(unavailable);
      if (!page) throw errors.HISTORY_UNAVAILABLE();
      return page;
    }),
    play: os.play.handler(async ({ input, errors }) => {
      const found = await history.play(input.playId).then((play) => ({ play }), unavailable);
      if (!found) throw errors.HISTORY_UNAVAILABLE();
      if (!found.play) throw errors.UNKNOWN_PLAY();
      return found.play;
    }),
  };
};
