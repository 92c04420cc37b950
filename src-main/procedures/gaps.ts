// The times in which a server was not watched.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { WatchedTime } from '../../src-contract/gap.ts';
import type { Log } from '../lib/log.ts';
import { toError } from '../lib/to-error.ts';

export type GapsRoom = {
  gaps: (question: { serverId: string; fromMs: number; toMs: number }) => Promise<WatchedTime>;
};

const os = implement(contract.gaps);

export const gapsBranch = (history: GapsRoom, log: Log) => ({
  list: os.list.handler(async ({ input: { server, fromMs, toMs }, errors }) => {
    const found = await history.gaps({ serverId: server, fromMs, toMs }).catch((error: unknown) => {
      log.error('The gaps could not be read', { reason: toError(error).message });
      return null;
    });
    if (!found) throw errors.HISTORY_UNAVAILABLE();
    return found;
  }),
});
