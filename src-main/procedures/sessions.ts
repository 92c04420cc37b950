// Who is watching now, and the two things an owner can do about it: end a stream, cancel a transcode.
import { implement } from '@orpc/server';
import { contract } from '../../src-contract/contract.ts';
import type { CancelOutcome, StopOutcome } from '../../src-contract/event.ts';
import type { Snapshot } from '../../src-contract/live.ts';
import { isServerFailure } from './is-server-failure.ts';
import type { LiveFeed } from './live-feed.ts';

export type SessionWatcher = {
  stop: (sessionId: string, message: string) => Promise<StopOutcome>;
  cancelTranscode: (sessionId: string) => Promise<CancelOutcome>;
};
export type FindWatcher = (sessionId: string) => SessionWatcher | null;

const os = implement(contract.sessions);

const unreachable = ({ servers }: Snapshot, serverId: string) => {
  const status = servers.find(({ id }) => id === serverId)?.status;
  return { serverId, nextTryAtMs: status?.kind === 'unreachable' ? status.nextTryAtMs : null };
};

export const sessionsBranch = (feed: Pick<LiveFeed, 'snapshot'>, findWatcher: FindWatcher) => {
  const find = (sessionId: string) => {
    const session = feed.snapshot().sessions.find(({ id }) => id === sessionId);
    const watcher = findWatcher(sessionId);
    return session && watcher ? { serverId: session.serverId, watcher } : null;
  };
  return {
    list: os.list.handler(({ input }) =>
      feed.snapshot().sessions.filter(({ serverId }) => input.server === undefined || serverId === input.server),
    ),
    stop: os.stop.handler(async ({ input, errors }) => {
      const found = find(input.sessionId);
      if (!found) throw errors.UNKNOWN_SESSION();
      try {
        return await found.watcher.stop(input.sessionId, input.message ?? '');
      } catch (error) {
        if (!isServerFailure(error)) throw error;
        throw errors.SERVER_UNREACHABLE({ data: unreachable(feed.snapshot(), found.serverId), cause: error });
      }
    }),
    stopTranscode: os.stopTranscode.handler(async ({ input, errors }) => {
      const found = find(input.sessionId);
      if (!found) throw errors.UNKNOWN_SESSION();
      try {
        return await found.watcher.cancelTranscode(input.sessionId);
      } catch (error) {
        if (!isServerFailure(error)) throw error;
        throw errors.SERVER_UNREACHABLE({ data: unreachable(feed.snapshot(), found.serverId), cause: error });
      }
    }),
  };
};
