// Finished plays: pages of them, the values to filter by, one with all that is known; deleting and bringing back.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { FacetValue, PlayDetail, PlayLine, PlayPage, FacetQuery, PlayQuery } from '../../src-contract/play.ts';
import type { Log } from '../lib/log.ts';
import { orUnavailable } from './or-unavailable.ts';

export type HistoryRoom = {
  plays: (query: PlayQuery) => Promise<PlayPage>;
  facets: (query: FacetQuery) => Promise<FacetValue[]>;
  play: (id: string) => Promise<PlayLine | null>;
  detail: (id: string) => Promise<PlayDetail | null>;
  /** Both resolve with how many plays that changed. */
  remove: (playIds: readonly string[]) => Promise<number>;
  restore: (playIds: readonly string[]) => Promise<number>;
};

const os = implement(contract.history);

export const historyBranch = (history: HistoryRoom, log: Log) => ({
  plays: os.plays.handler(({ input, errors }) =>
    orUnavailable(log, () => history.plays(input), errors.HISTORY_UNAVAILABLE),
  ),
  facets: os.facets.handler(({ input, errors }) =>
    orUnavailable(log, () => history.facets(input), errors.HISTORY_UNAVAILABLE),
  ),
  play: os.play.handler(async ({ input, errors }) => {
    const play = await orUnavailable(log, () => history.play(input.playId), errors.HISTORY_UNAVAILABLE);
    if (!play) throw errors.UNKNOWN_PLAY();
    return play;
  }),
  detail: os.detail.handler(async ({ input, errors }) => {
    const detail = await orUnavailable(log, () => history.detail(input.playId), errors.HISTORY_UNAVAILABLE);
    if (!detail) throw errors.UNKNOWN_PLAY();
    return detail;
  }),
  remove: os.remove.handler(async ({ input, errors }) => ({
    changed: await orUnavailable(log, () => history.remove(input.playIds), errors.HISTORY_UNAVAILABLE),
  })),
  restore: os.restore.handler(async ({ input, errors }) => ({
    changed: await orUnavailable(log, () => history.restore(input.playIds), errors.HISTORY_UNAVAILABLE),
  })),
});
